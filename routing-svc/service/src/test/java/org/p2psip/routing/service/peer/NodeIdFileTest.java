package org.p2psip.routing.service.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.service.config.StartRefused;

class NodeIdFileTest {
    @TempDir
    Path directory;

    @Test
    void firstStartChoosesANodeIdAndEveryFurtherOneKeepsIt() {
        Path data = directory.resolve("made/when/missing");
        NodeId first = NodeIdFile.of(data);
        assertThat(NodeIdFile.of(data)).isEqualTo(first);
        assertThat(NodeIdFile.of(directory.resolve("other"))).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "zz", "00000000000000000000000000000000", "0123456789abcdef0123456789abcdef00"})
    void damagedFileIsNamedAndLeftAsItIs(String text) throws IOException {
        Path file = Files.writeString(directory.resolve(NodeIdFile.NAME), text);
        assertThatThrownBy(() -> NodeIdFile.of(directory))
                .isInstanceOf(StartRefused.class)
                .hasMessageContainingAll(file.toString(), "is damaged");
        assertThat(file).hasContent(text);
    }

    @Test
    void directoryThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> NodeIdFile.of(file.resolve("data")))
                .isInstanceOf(StartRefused.class)
                .hasMessageContainingAll("p2psip.data", file.toString());
    }
}
