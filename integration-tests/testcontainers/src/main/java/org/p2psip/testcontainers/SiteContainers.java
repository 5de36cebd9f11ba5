package org.p2psip.testcontainers;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Makes the containers of a site's services, not started yet. They find each other by the names of their network: each has
 * its own, and all peers are {@value #PEERS} together. A member enrolls by a token in the file {@link #TOKEN_FILE},
 * which may come after its start.
 *
 * <p>{@link P2psipNode} has one of each. Who needs several of some, or other settings, puts them together here.
 */
public final class SiteContainers {
    /** The name of the enrollment server, which is the first peer. */
    public static final String ENROLLMENT = "enrollment";
    /** The name that all peers have. */
    public static final String PEERS = "routing";
    /** The name of the broker. */
    public static final String KAFKA = "kafka";
    /** Port of the broker inside the network. */
    public static final int KAFKA_PORT = 19092;

    public static final int ROUTING_GRPC = 7460;
    public static final int ROUTING_HTTP = 7470;
    public static final int STORAGE_GRPC = 7461;
    public static final int STORAGE_HTTP = 7471;
    public static final int EDGE_GRPC = 7462;
    public static final int EDGE_HTTP = 7472;
    public static final int RELAY_HTTP = 7473;
    public static final int STUN = 3478;

    /** Where a member looks for the token that it enrolls by. */
    public static final String TOKEN_FILE = "/var/lib/p2psip/token";

    static final String TOKENS = "/var/lib/p2psip/tokens";

    private static final long MIB = 1L << 20;
    private static final String JAVA_OPTIONS = "-XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError";

    private final Images images;
    private final Network network;
    private final String domains;

    /** @param domains the overlay's SIP domains, separated by commas; the first is its name */
    public SiteContainers(Images images, Network network, String domains) {
        this.images = images;
        this.network = network;
        this.domains = domains;
    }

    /**
     * The broker.
     *
     * @param host by which services, and who reads its topics, reach it at {@link #KAFKA_PORT}
     */
    public KafkaContainer kafka(String host) {
        return new KafkaContainer(images.broker())
                .withNetwork(network)
                .withNetworkAliases(KAFKA)
                .withListener(host + ":" + KAFKA_PORT);
    }

    /** The enrollment server, which begins the ring. */
    public GenericContainer<?> enrollment() {
        return peer(ENROLLMENT)
                .withEnv("P2PSIP_RING_BEGIN_AFTER", "2")
                .withEnv("P2PSIP_ENROLLMENT_SERVER", "true")
                .withEnv("P2PSIP_ENROLLMENT_LOCAL_TOKENS", TOKENS);
    }

    /** One more peer of the ring. */
    public GenericContainer<?> routing(String name) {
        return member(peer(name));
    }

    private GenericContainer<?> peer(String name) {
        return service("routing", name, 512, ROUTING_GRPC, ROUTING_HTTP)
                .withNetworkAliases(PEERS)
                .withEnv("P2PSIP_ADVERTISE", name + ":" + ROUTING_GRPC)
                .withEnv("P2PSIP_STORAGE_TARGET", "storage:" + STORAGE_GRPC)
                .withEnv("P2PSIP_RING_JOIN", "dns:" + PEERS + ":" + ROUTING_GRPC);
    }

    /** The only store of the site: a write is answered when it is on its disk. */
    public GenericContainer<?> storage(String name) {
        return member(service("storage", name, 640, STORAGE_GRPC, STORAGE_HTTP)).withNetworkAliases("storage");
    }

    /**
     * A store that is a member of a cluster, with two copies of each record.
     *
     * @param address its own address, at which it listens for the others
     * @param members the addresses of all members
     */
    public GenericContainer<?> storage(String name, String address, List<String> members) {
        int port = 7800;
        List<String> all = members.stream().map(member -> member + ":" + port).toList();
        return storage(name)
                .withEnv("P2PSIP_CLUSTER_LISTEN", address + ":" + port)
                .withEnv("P2PSIP_CLUSTER_MEMBERS", String.join(",", all))
                .withEnv("P2PSIP_CLUSTER_OWNERS", "2")
                .withEnv("P2PSIP_STORAGE_DURABILITY", "memory");
    }

    /**
     * An edge.
     *
     * @param advertised address or name that phones and other edges reach it by
     * @param port that it listens at, and that they reach, over UDP and TCP
     */
    public GenericContainer<?> edge(String name, String advertised, int port) {
        return member(service("edge", name, 512, EDGE_GRPC, EDGE_HTTP))
                .withEnv("P2PSIP_OVERLAY_TARGET", PEERS + ":" + ROUTING_GRPC)
                .withEnv("P2PSIP_GRPC_LISTEN", "0.0.0.0")
                .withEnv("P2PSIP_EDGE_NAME", name)
                .withEnv("P2PSIP_SIP_PORT", Integer.toString(port))
                .withEnv("P2PSIP_SIP_ADVERTISED_HOST", advertised)
                // All tests are one source where the network translates addresses
                .withEnv("P2PSIP_PROTECT_TRUSTED", "0.0.0.0/0");
    }

    /** A relay, which answers STUN; with TURN where its settings name a file with secrets or users. */
    public GenericContainer<?> relay(String name) {
        return service("relay", name, 256, RELAY_HTTP);
    }

    private static GenericContainer<?> member(GenericContainer<?> service) {
        return service.withEnv("P2PSIP_TLS_ENROLLMENT", ENROLLMENT + ":" + ROUTING_GRPC)
                .withEnv("P2PSIP_TLS_TOKEN_FILE", TOKEN_FILE);
    }

    private GenericContainer<?> service(String image, String name, int memoryMib, int... ports) {
        DockerImageName from = images.service(image);
        return new GenericContainer<>(from)
                .withNetwork(network)
                .withNetworkAliases(name)
                .withExposedPorts(Arrays.stream(ports).boxed().toArray(Integer[]::new))
                .withEnv(Map.of(
                        "P2PSIP_DOMAINS",
                        domains,
                        "P2PSIP_LISTEN",
                        "0.0.0.0",
                        "P2PSIP_DATA",
                        "/var/lib/p2psip",
                        "P2PSIP_KAFKA_BOOTSTRAP",
                        KAFKA + ":" + KAFKA_PORT,
                        "P2PSIP_KAFKA_PARTITIONS",
                        "1",
                        "JAVA_TOOL_OPTIONS",
                        JAVA_OPTIONS))
                .withCreateContainerCmdModifier(create -> create.getHostConfig().withMemory(memoryMib * MIB))
                // All start at once, and then wait for each other: Readiness asks for their health
                .waitingFor(new Started());
    }

    /** Waits for nothing. */
    private static final class Started extends AbstractWaitStrategy {
        @Override
        protected void waitUntilReady() {
            // A container that runs is enough
        }
    }
}
