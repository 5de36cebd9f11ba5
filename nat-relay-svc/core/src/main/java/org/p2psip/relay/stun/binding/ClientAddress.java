package org.p2psip.relay.stun.binding;

import java.net.InetSocketAddress;

/**
 * Where a datagram came from and its answer goes: the client's address, or that of the last NAT before it.
 *
 * @param address resolved
 */
public record ClientAddress(InetSocketAddress address) {
    public ClientAddress {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("A sender has an IP address: " + address);
        }
    }
}
