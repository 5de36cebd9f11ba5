package org.p2psip.suite.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.process.Program;

/** What decision 30 says of images, of those that {@code ./p2psip images --tests} has made. */
@EnabledIfSystemProperty(named = "containers.tests", matches = "true")
class ImagesTest {
    private static final long MEGABYTE = 1_000_000;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    private final Engine engine = Engine.thatAnswers();

    @ParameterizedTest
    @ValueSource(strings = {"edge", "routing", "storage", "relay", "cli"})
    void isSmallerThan300Megabytes(String name) {
        assertThat(Long.parseLong(engine.run("image", "inspect", "-f", "{{.Size}}", Engine.image(name))))
                .isLessThan(300 * MEGABYTE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"edge", "routing", "storage", "relay", "cli"})
    void runsAsAnOrdinaryUserAndHasWhatManifestsCall(String name) {
        assertThat(engine.run("image", "inspect", "-f", "{{.Config.User}}", Engine.image(name)))
                .isEqualTo("10001:10001");
        assertThat(engine.run("run", "--rm", "--entrypoint", "sh", Engine.image(name), "-c", "id -u; sleep 0; true"))
                .isEqualTo("10001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"edge", "routing", "storage", "relay", "cli"})
    void hasNoSecrets(String name) {
        // Authorities that Java believes in are no secret; nothing else that looks like a key may be anywhere
        assertThat(engine.run(
                        "run",
                        "--rm",
                        "--user",
                        "0",
                        "--entrypoint",
                        "sh",
                        Engine.image(name),
                        "-c",
                        "find / -xdev -path /proc -prune -o -type f \\( -name '*.key' -o -name '*.pem' -o -name '*.p12'"
                                + " -o -name '*.jks' -o -name '*token' -o -name '*secret' -o -name '.docker*' -o -name '*.env' \\)"
                                + " ! -name .dockerenv -print; find /opt/p2psip/app /var/lib/p2psip -type f"
                                + " ! -name '*.jar' ! -name java.args -print"))
                .isEmpty();
        assertThat(engine.run(
                        "image", "inspect", "-f", "{{range .Config.Env}}{{println .}}{{end}}", Engine.image(name)))
                .doesNotContainIgnoringCase("secret")
                .doesNotContainIgnoringCase("password")
                .doesNotContainIgnoringCase("token");
    }

    /** With {@code -Xshare:on} the JVM ends where it cannot use the archive of classes. */
    @Test
    void startsFromTheArchiveOfClassesOnARootFileSystemThatIsReadOnly() {
        String container = "p2psip-images-" + UUID.randomUUID();
        engine.run(
                "run",
                "-d",
                "--name",
                container,
                "--read-only",
                "--tmpfs",
                "/tmp",
                // Where it keeps its keys, a volume in a cluster
                "--tmpfs",
                "/var/lib/p2psip:uid=10001,gid=10001",
                "-e",
                "JAVA_TOOL_OPTIONS=-Xshare:on -Xlog:class+load:file=/tmp/loaded",
                Engine.image("relay"));
        try {
            Await.until("the relay is ready", START_LIMIT, () -> engine.isReady(container, 7473));
            String fromArchive =
                    engine.run("exec", container, "grep", "-c", "io.netty.*source: shared objects file", "/tmp/loaded");
            assertThat(Integer.parseInt(fromArchive)).isGreaterThan(200);
            assertThat(engine.tries("logs", container).said()).contains("EPOLL");
        } finally {
            engine.run("rm", "-f", container);
        }
    }

    @Test
    void commandRunsOnARootFileSystemThatIsReadOnly() {
        assertThat(engine.run("run", "--rm", "--read-only", "--tmpfs", "/tmp", Engine.image("cli"), "--help"))
                .startsWith("Usage: p2psip");
        assertThat(engine.run("run", "--rm", "--entrypoint", "sh", Engine.image("cli"), "-c", "command -v p2psip"))
                .isEqualTo("/usr/local/bin/p2psip");
    }

    /** Makes the relay's image once more with one file of this project's own changed. */
    @Test
    void changeOfOwnCodeChangesOnlyASmallLayer(@TempDir Path directory) throws IOException {
        String changed = "p2psip-test/changed:" + UUID.randomUUID();
        Path context = directory.resolve("relay");
        new Program(List.of("cp", "-Rp", ROOT.resolve("target/images/relay").toString(), context.toString()), directory)
                .run("", START_LIMIT)
                .succeeded();
        Files.writeString(context.resolve("app/changed"), "as code does");
        try {
            engine.run(
                    "build",
                    "-f",
                    ROOT.resolve("k8s/images/Dockerfile").toString(),
                    "--target",
                    "service",
                    "-t",
                    changed,
                    context.toString());
            List<String> before = layers(Engine.image("relay"));
            List<String> after = layers(changed);
            assertThat(after).hasSameSizeAs(before);
            int last = before.size() - 1;
            assertThat(after.subList(0, last)).isEqualTo(before.subList(0, last));
            assertThat(after.get(last)).isNotEqualTo(before.get(last));
        } finally {
            engine.tries("rmi", changed);
        }
        try (var files = Files.walk(ROOT.resolve("target/images"))) {
            for (Path app : files.filter(path -> path.endsWith("app")).toList()) {
                assertThat(size(app)).as("bytes in %s", app).isLessThan(10 * MEGABYTE);
            }
        }
    }

    private List<String> layers(String image) {
        return engine.run("image", "inspect", "-f", "{{range .RootFS.Layers}}{{println .}}{{end}}", image)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static long size(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
