package org.p2psip.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2psip.cli.node.NodeSettings.Auth;
import org.p2psip.cli.process.ProcessIdentity;

class NodeDirectoryTest {
    private static final NodeState NODE = new NodeState(
            new NodeSettings(
                    "::1",
                    List.of("example.org", "example.net"),
                    List.of("example.com"),
                    5070,
                    3480,
                    7500,
                    Auth.NONE,
                    true,
                    "kafka.example.org:9092",
                    "/etc/kafka-access",
                    "/etc/trunks.yaml",
                    new SipTls("/etc/edge.pem", "/etc/edge.key", 5062),
                    new Place(1, 2, 1, 3),
                    new Membership(
                            "node.example.org",
                            true,
                            true,
                            Optional.of(new Membership.Joined(
                                    "example.org", "far", "multicast", List.of("192.0.2.1:7460"))))),
            Map.of(
                    NodeService.EDGE, new ProcessIdentity(4711, 123_456_789_012L, "boot"),
                    NodeService.STORAGE, new ProcessIdentity(4712, 5, "boot")));

    @TempDir
    private Path parent;

    private NodeDirectory created() throws Exception {
        NodeDirectory directory = new NodeDirectory(parent.resolve("a/node"));
        directory.create();
        return directory;
    }

    @Test
    void nodeIsReadAsItWasWritten() throws Exception {
        NodeDirectory directory = created();

        directory.write(NODE);

        assertThat(directory.read()).contains(NODE);
    }

    @Test
    void nodeThatWasForgottenWasNotStarted() throws Exception {
        NodeDirectory directory = created();
        directory.write(NODE);

        directory.forget();

        assertThat(directory.read()).isEmpty();
    }

    @Test
    void missingDirectoryHasNoNode() throws Exception {
        assertThat(new NodeDirectory(parent.resolve("nothing")).read()).isEmpty();
    }

    @Test
    void brokenFileIsNamed() throws Exception {
        NodeDirectory directory = created();
        Files.writeString(directory.path().resolve("node.json"), "{\"version\":1}");

        assertThatThrownBy(directory::read)
                .isInstanceOf(NodeDirectory.Unusable.class)
                .hasMessageContaining("node.json");
    }

    @Test
    void fileInPlaceOfTheDirectoryIsNamed() throws Exception {
        Path file = Files.writeString(parent.resolve("file"), "");

        assertThatThrownBy(new NodeDirectory(file)::create)
                .isInstanceOf(NodeDirectory.Unusable.class)
                .hasMessageContaining(file.toString());
        assertThatThrownBy(new NodeDirectory(file.resolve("below"))::create)
                .isInstanceOf(NodeDirectory.Unusable.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void othersCannotReadTheDirectory() throws Exception {
        assertThat(Files.getPosixFilePermissions(created().path()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void onlyOneCommandWorksOnANode() throws Exception {
        NodeDirectory directory = created();

        assertThat(directory.exclusively(() -> {
                    assertThat(directory.exclusively(() -> 1)).isEmpty();
                    return 2;
                }))
                .hasValue(2);
        assertThat(directory.exclusively(() -> 3)).hasValue(3);
    }
}
