package org.p2psip.suite.protect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.suite.node.AnotherEdge;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.SharedNode;

/** An edge does not start with what it cannot use, and says so in one line, whoever finds it first. */
@ExtendWith(SharedNode.class)
class WrongSettingTest {
    private static final Path FILES = Path.of("target", "wrong-setting").toAbsolutePath();

    @ParameterizedTest
    @CsvSource({
        "p2psip.sip.connections, 0, must be 1 to 1000000",
        "p2psip.tracing.ratio, 1.5, must be 0 to 1",
    })
    void wrongValueIsNamedWithItsKeyAndWhatIsAllowed(String key, String value, String allowed, Node node) {
        assertThat(AnotherEdge.refused(node, FILES, "p2psip.tracing.disabled=false", key + "=" + value))
                .contains("does not start: " + key + " is \"" + value + "\": it " + allowed);
    }
}
