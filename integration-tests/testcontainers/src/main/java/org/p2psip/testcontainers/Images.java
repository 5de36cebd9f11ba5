package org.p2psip.testcontainers;

import org.testcontainers.utility.DockerImageName;

/**
 * Which images run.
 *
 * @param registry what their names begin with, such as {@code registry.example.org/team}
 * @param tag of all of them
 * @param kafka the broker, {@code apache/kafka} or what can take its place
 */
public record Images(String registry, String tag, String kafka) {
    /** What {@code ./p2psip images} makes on this machine. */
    public static final Images LOCAL = new Images("localhost", "0", "apache/kafka:4.0.0");

    /** The same broker, and the services from a registry. */
    public static Images of(String registry, String tag) {
        return new Images(registry, tag, LOCAL.kafka());
    }

    DockerImageName service(String name) {
        return DockerImageName.parse(registry + "/p2psip/" + name + ":" + tag);
    }

    DockerImageName broker() {
        return DockerImageName.parse(kafka).asCompatibleSubstituteFor("apache/kafka");
    }
}
