package org.p2psip.edge.service.transport;

import java.net.InetSocketAddress;

/** An address that cannot be listened on: taken, not of this machine, or not allowed. The message is one line. */
public final class PortTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PortTaken(String transport, InetSocketAddress address, Throwable cause) {
        super(
                "cannot listen for SIP on " + transport + " "
                        + address.getAddress().getHostAddress() + " port "
                        + address.getPort() + ": " + cause.getMessage()
                        + "; another process may use it, or p2psip.listen is no address of this machine",
                cause);
    }
}
