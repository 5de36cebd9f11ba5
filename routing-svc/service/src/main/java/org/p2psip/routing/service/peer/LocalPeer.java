package org.p2psip.routing.service.peer;

import com.google.protobuf.ByteString;
import jakarta.inject.Singleton;
import java.util.List;
import org.p2psip.proto.v1.PeerInfo;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Ring;
import org.p2psip.routing.service.config.Settings;

/** This peer and its ring, in the contract's terms. */
@Singleton
public final class LocalPeer {
    private final Ring ring;
    private final PeerInfo info;

    LocalPeer(NodeId self, Settings settings) {
        this.ring = Ring.of(self, List.of());
        this.info = PeerInfo.newBuilder()
                .setNodeId(ByteString.copyFrom(self.toBytes()))
                .setAddress(settings.advertise().toString())
                .setSite(settings.site())
                .build();
    }

    PeerInfo info() {
        return info;
    }

    ByteString rangeFirst() {
        return ByteString.copyFrom(ring.rangeFirst().toBytes());
    }
}
