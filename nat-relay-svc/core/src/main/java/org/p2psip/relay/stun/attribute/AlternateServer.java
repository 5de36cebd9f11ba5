package org.p2psip.relay.stun.attribute;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.p2psip.relay.stun.Attribute;

/**
 * ALTERNATE-SERVER (RFC 8489 section 14.15): in a 300 answer, the server to try instead.
 *
 * @param address resolved, of the family that the client asked over
 */
public record AlternateServer(InetSocketAddress address) {
    public static final int TYPE = 0x8023;

    public Attribute encode() {
        return new Attribute(TYPE, AddressValue.encode(address));
    }

    /** Empty when the value is no address of a known family. */
    public static Optional<AlternateServer> decode(Attribute attribute) {
        return AddressValue.decode(attribute.value()).map(AlternateServer::new);
    }
}
