package org.p2psip.routing.service.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Attributes;
import io.grpc.Grpc;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Position;

class LinkIdentityTest {
    private static final NodeId CLAIMED = new NodeId(new Position(1, 2));

    private final LinkIdentity identity = new LinkIdentity();

    @ParameterizedTest
    @CsvSource({"127.0.0.1, true", "127.0.0.9, true", "::1, true", "192.0.2.1, false", "2001:db8::1, false"})
    void claimIsBelievedOnLoopbackOnly(String remote, boolean believed) {
        Attributes transport = Attributes.newBuilder()
                .set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, new InetSocketAddress(remote, 4460))
                .build();
        assertThat(identity.refusal(CLAIMED, transport).isEmpty()).isEqualTo(believed);
        assertThat(identity.refusal(transport).isEmpty()).isEqualTo(believed);
    }

    @Test
    void unknownConnectionIsNotBelieved() {
        assertThat(identity.refusal(CLAIMED, null))
                .hasValueSatisfying(why -> assertThat(why).contains("no certificate", CLAIMED.toHex()));
    }
}
