package org.p2psip.cli.process;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/**
 * A port that a service will listen on.
 *
 * @param purpose what for, as a reader of an error message knows it: "SIP", "storage gRPC"
 * @param protocol TCP or UDP
 * @param address local address
 * @param number 1 to 65535
 */
public record PortUse(String purpose, Protocol protocol, InetAddress address, int number) {
    /** Transport protocols of ports. */
    public enum Protocol {
        TCP,
        UDP
    }

    boolean isTcp() {
        return protocol == Protocol.TCP;
    }

    /** Why nobody can listen here now, with who has the port where that can be seen; empty when it is free. */
    public Optional<String> problem() {
        try {
            tryToBind();
            return Optional.empty();
        } catch (IOException refused) {
            String who = PortOwner.of(this)
                    .map(owner -> "taken by " + owner)
                    .orElseGet(() -> "not available: " + refused.getMessage());
            return Optional.of(this + " is " + who);
        }
    }

    private void tryToBind() throws IOException {
        InetSocketAddress socketAddress = new InetSocketAddress(address, number);
        if (isTcp()) {
            try (ServerSocket socket = new ServerSocket()) {
                // Connections of an earlier node that linger in TIME_WAIT are no obstacle
                socket.setReuseAddress(true);
                socket.bind(socketAddress);
            }
        } else {
            try (DatagramSocket socket = new DatagramSocket(null)) {
                socket.bind(socketAddress);
            }
        }
    }

    @Override
    public String toString() {
        return protocol + " port " + number + " on " + address.getHostAddress() + " (" + purpose + ")";
    }
}
