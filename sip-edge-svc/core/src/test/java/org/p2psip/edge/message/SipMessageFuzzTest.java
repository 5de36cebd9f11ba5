package org.p2psip.edge.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * The fuzz target of the parser. A test run goes through the corpus beside it; with {@code JAZZER_FUZZ=1} in the
 * environment new inputs are made from it (docs/operations.md says how).
 */
class SipMessageFuzzTest {
    private static final int CHUNK = 7;

    /** A datagram parses to something that holds, and writes back as it was. */
    @FuzzTest(maxDuration = "5m")
    void datagram(byte[] bytes) {
        ParserOracle.datagram(SipParser.datagram(bytes.clone(), 0, bytes.length), bytes.length);
    }

    /** A stream says the same however it is cut. */
    @FuzzTest(maxDuration = "5m")
    void stream(byte[] bytes) {
        assertThat(ParserOracle.texts(new StreamFramer(), bytes, CHUNK))
                .isEqualTo(ParserOracle.texts(new StreamFramer(), bytes, Math.max(1, bytes.length)));
    }
}
