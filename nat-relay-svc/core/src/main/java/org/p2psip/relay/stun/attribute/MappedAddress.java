package org.p2psip.relay.stun.attribute;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.p2psip.relay.stun.Attribute;

/**
 * MAPPED-ADDRESS (RFC 8489 section 14.1): the client's address as the server sees it, in the clear. Only for clients
 * of RFC 3489; some NATs rewrite addresses that they find in a payload.
 *
 * @param address resolved
 */
public record MappedAddress(InetSocketAddress address) {
    public static final int TYPE = 0x0001;

    public Attribute encode() {
        return new Attribute(TYPE, AddressValue.encode(address));
    }

    /** Empty when the value is no address of a known family. */
    public static Optional<MappedAddress> decode(Attribute attribute) {
        return AddressValue.decode(attribute.value()).map(MappedAddress::new);
    }
}
