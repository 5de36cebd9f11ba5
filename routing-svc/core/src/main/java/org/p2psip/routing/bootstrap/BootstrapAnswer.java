package org.p2psip.routing.bootstrap;

import java.util.List;
import org.p2psip.routing.table.PeerInfo;

/** What a bootstrap server says to who asks where the overlay begins. */
public sealed interface BootstrapAnswer {
    /**
     * Peers to begin with.
     *
     * @param peers of those that were online and reachable within the last seconds
     */
    record Sample(List<Heard> peers) implements BootstrapAnswer {
        public Sample {
            peers = List.copyOf(peers);
        }
    }

    /** @param agoMs when the peer was heard of last, milliseconds before the answer; 0 for the one that answers */
    record Heard(PeerInfo peer, long agoMs) {}

    /**
     * This server has too much to do: ask one of these.
     *
     * @param servers "host:port", at least one
     */
    record Redirect(List<String> servers) implements BootstrapAnswer {
        public Redirect {
            servers = List.copyOf(servers);
        }
    }

    /**
     * This server has too much to do and knows no other.
     *
     * @param retryAfterMs when to ask again, milliseconds
     */
    record Overloaded(long retryAfterMs) implements BootstrapAnswer {}
}
