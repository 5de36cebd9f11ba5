package org.p2psip.routing.ring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeIdTest {
    @Test
    void hexIsReadAsItIsWritten() {
        String hex = "0123456789abcdef0123456789abcdef";
        assertThat(NodeId.ofHex(hex)).hasValueSatisfying(id -> assertThat(id).hasToString(hex));
        assertThat(NodeId.ofHex("0123456789ABCDEF0123456789ABCDEF"))
                .hasValueSatisfying(id -> assertThat(id).hasToString(hex));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0123456789abcdef0123456789abcde",
                "0123456789abcdef0123456789abcdef0",
                "0123456789abcdef0123456789abcdeg",
                // RFC 6940 section 6.3.1.1: invalid and wildcard
                "00000000000000000000000000000000",
                "ffffffffffffffffffffffffffffffff"
            })
    void whatIsNoNodeIdIsRefused(String hex) {
        assertThat(NodeId.ofHex(hex)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 17, 20})
    void anotherLengthIsRefused(int length) {
        byte[] bytes = new byte[length];
        if (length > 0) {
            bytes[0] = 1;
        }
        assertThat(NodeId.ofBytes(bytes)).isEmpty();
    }
}
