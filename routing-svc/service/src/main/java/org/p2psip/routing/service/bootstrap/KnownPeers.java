package org.p2psip.routing.service.bootstrap;

import jakarta.inject.Singleton;
import java.util.random.RandomGenerator;
import org.p2psip.routing.bootstrap.BootstrapServer;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.service.peer.LocalPeer;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.table.PeerInfo;

/** The peers that this one names to who starts. On the peer loop. */
@Singleton
public final class KnownPeers {
    private final BootstrapServer server;

    public KnownPeers(LocalPeer local, Settings settings) {
        this.server = new BootstrapServer(
                local.info(), settings.bootstrap().server(), RandomGenerator.getDefault(), PeerLoop.nowMs());
    }

    /** A peer was online and reachable now. */
    public void heard(PeerInfo peer) {
        server.heard(peer, PeerLoop.nowMs());
    }

    /** A peer is gone. */
    public void failed(PeerInfo peer) {
        server.failed(peer);
    }

    /** Whether this peer may be named too. */
    public void namesSelf(boolean yes) {
        server.namesSelf(yes);
    }

    BootstrapServer server() {
        return server;
    }
}
