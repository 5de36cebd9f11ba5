package org.p2psip.routing.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.routing.ring.Destination;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.OpaqueId;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.ring.ResourceId;

class DestinationListTest {
    private static final NodeId PEER = new NodeId(new Position(1, 2));
    private static final NodeId CLIENT = new NodeId(new Position(3, 4));
    private static final String WRITTEN =
            "0110" + "00000000000000010000000000000002" + "0110" + "00000000000000030000000000000004";

    @Test
    void listHasTheBytesOfRfc6940() {
        assertThat(HexFormat.of().formatHex(DestinationList.encode(List.of(PEER, CLIENT))))
                .isEqualTo(WRITTEN);
        assertThat(DestinationList.decode(HexFormat.of().parseHex(WRITTEN))).contains(List.of(PEER, CLIENT));
    }

    @Test
    void resourcesAndOpaqueIdsAreKept() {
        List<Destination> list = List.of(CLIENT, ResourceId.ofName("x@example.org"), new OpaqueId(-7));
        assertThat(DestinationList.decode(DestinationList.encode(list))).contains(list);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "01", // no length
                "0110" + "00000000000000000000000000000000", // a reserved Node-ID
                "010100", // a Node-ID of one byte
                "01ff", // one that is longer than the list
                "050100", // a type that is not known
                "0309070000000000000001" // an opaque ID whose length is wrong
            })
    void whatIsNoListIsNotRead(String written) {
        assertThat(DestinationList.decode(HexFormat.of().parseHex(written))).isEmpty();
    }
}
