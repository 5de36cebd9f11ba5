package org.p2psip.routing.service.peer;

import jakarta.inject.Singleton;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.table.PeerInfo;

/** This peer, as others are told of it. */
@Singleton
public final class LocalPeer {
    private final PeerInfo info;

    public LocalPeer(NodeId self, Settings settings) {
        String address = settings.ring().dialOnly() ? "" : settings.advertise().toString();
        this.info = new PeerInfo(self, address, settings.site());
    }

    /** Its Node-ID, address and site. */
    public PeerInfo info() {
        return info;
    }
}
