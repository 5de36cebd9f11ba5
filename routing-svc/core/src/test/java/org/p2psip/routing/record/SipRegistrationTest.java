package org.p2psip.routing.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.OpaqueId;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.ring.ResourceId;

class SipRegistrationTest {
    private static final NodeId PEER = new NodeId(new Position(1, 2));
    private static final NodeId CLIENT = new NodeId(new Position(3, 4));
    private static final String ROUTE = "02" + "002a" + "0002" + "6162" + "0024"
            + "0110" + "00000000000000010000000000000002"
            + "0110" + "00000000000000030000000000000004";

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    @Test
    void routeHasTheBytesOfRfc7904() {
        SipRegistration.Route route = new SipRegistration.Route("ab", List.of(PEER, CLIENT));
        assertThat(HexFormat.of().formatHex(route.encode())).isEqualTo(ROUTE);
        assertThat(SipRegistration.decode(hex(ROUTE))).contains(route);
    }

    @Test
    void uriHasTheBytesOfRfc7904() {
        SipRegistration.Uri uri = new SipRegistration.Uri("a@b");
        assertThat(HexFormat.of().formatHex(uri.encode())).isEqualTo("0100050003614062");
        assertThat(SipRegistration.decode(uri.encode())).contains(uri);
    }

    @Test
    void resourcesAndOpaqueIdsAreKept() {
        SipRegistration.Route route =
                new SipRegistration.Route("", List.of(CLIENT, ResourceId.ofName("x@example.org"), new OpaqueId(-7)));
        assertThat(SipRegistration.decode(route.encode())).contains(route);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "01", // no length
                "0900050003614062", // a type that is not known
                "0100060003614062", // a length that is too long
                "0100040003614062", // one that is too short
                "0100050004614062", // a string that is longer than the rest
                "010006000361406200", // something behind it
                "0200040000" + "0000", // no destination
                "0200160000" + "0012" + "0110" + "00000000000000000000000000000000", // a reserved Node-ID
                "0200070000" + "0003" + "01" + "0100", // a Node-ID of one byte
                "0200060000" + "0002" + "01ff", // a destination that is longer than the list
                "0200070000" + "0003" + "0501" + "00" // a type of destination that is not known
            })
    void whatIsNoRegistrationIsNotRead(String value) {
        assertThat(SipRegistration.decode(hex(value))).isEmpty();
    }

    @Test
    void nothingThatIsCutOffIsRead() {
        byte[] whole = hex(ROUTE);
        for (int length = 0; length < whole.length; length++) {
            assertThat(SipRegistration.decode(Arrays.copyOf(whole, length)))
                    .as("%d bytes", length)
                    .isEmpty();
        }
    }
}
