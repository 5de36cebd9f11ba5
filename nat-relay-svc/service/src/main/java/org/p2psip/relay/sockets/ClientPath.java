package org.p2psip.relay.sockets;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import org.p2psip.relay.turn.allocation.PeerConnection;

/** How messages reach a client: by datagrams or in a stream. */
interface ClientPath {
    /**
     * Sends a message, or drops it when too many wait.
     *
     * @param message whole, and given away
     * @param client its address, for paths that serve many
     */
    void send(ByteBuf message, InetSocketAddress client);

    /** The client's connection carries no messages from now on, but the octets of the peer's. */
    void splice(PeerConnection connection);

    /** Whether messages have to begin at multiples of four octets. */
    boolean isPadded();
}
