package org.p2psip.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeUriTest {
    private static final String ID = "0123456789abcdef0123456789abcdef";

    @Test
    void uriIsADestinationListOfOneNodeAndTheOverlay() {
        NodeUri uri = new NodeUri(ID, "example.org");
        assertThat(uri).hasToString("reload://0110" + ID + "@example.org/");
        assertThat(NodeUri.parse(uri.toString())).contains(uri);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // a Resource-ID (type 2), an opaque id (type 3), another length, two destinations, a stored value
                "reload://0210" + ID + "@example.org/",
                "reload://0310" + ID + "@example.org/",
                "reload://0108" + ID + "@example.org/",
                "reload://0110" + ID + "0110" + ID + "@example.org/",
                "reload://0110" + ID + "@example.org/00",
                "reload://0110" + ID + "@/",
                "reload://" + ID + "@example.org/",
                "sip:example.org",
                // reserved: RFC 6940 section 6.3.1.1
                "reload://011000000000000000000000000000000000@example.org/",
                "reload://0110ffffffffffffffffffffffffffffffff@example.org/"
            })
    void otherUrisAreNoNode(String uri) {
        assertThat(NodeUri.parse(uri)).isEmpty();
    }

    @Test
    void reservedNodeIdIsNeverNamed() {
        assertThatThrownBy(() -> new NodeUri("0".repeat(32), "example.org"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
