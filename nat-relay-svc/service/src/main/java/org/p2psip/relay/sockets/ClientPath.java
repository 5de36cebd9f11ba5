package org.p2psip.relay.sockets;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;

/** How messages reach a client: by datagrams or in a stream. */
interface ClientPath {
    /**
     * Sends a message, or drops it when too many wait.
     *
     * @param message whole, and given away
     * @param client its address, for paths that serve many
     */
    void send(ByteBuf message, InetSocketAddress client);

    /** Whether messages have to begin at multiples of four octets. */
    boolean isPadded();
}
