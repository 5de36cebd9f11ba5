package org.p2psip.routing.service.watch;

import io.grpc.ManagedChannel;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.p2psip.routing.service.link.LinkChannels;

/** Connections to peers of other sites, one for all watches at the same peer. On the peer loop. */
@Singleton
final class RemoteChannels {
    private final LinkChannels channels;
    private final Map<String, Shared> open = new HashMap<>();

    private static final class Shared {
        private final ManagedChannel channel;
        private int users;

        private Shared(ManagedChannel channel) {
            this.channel = channel;
        }
    }

    RemoteChannels(LinkChannels channels) {
        this.channels = channels;
    }

    /** The connection to an address; each use is given back. */
    ManagedChannel use(String address) {
        Shared shared = open.computeIfAbsent(address, to -> new Shared(channels.to(to)));
        shared.users++;
        return shared.channel;
    }

    /** Gives a use back. */
    void giveBack(String address) {
        Shared shared = open.get(address);
        shared.users--;
        if (shared.users == 0) {
            open.remove(address);
            shared.channel.shutdownNow();
        }
    }
}
