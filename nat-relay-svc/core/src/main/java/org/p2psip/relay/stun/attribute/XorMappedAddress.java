package org.p2psip.relay.stun.attribute;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.TransactionId;

/**
 * XOR-MAPPED-ADDRESS (RFC 8489 section 14.2): the client's address as the server sees it, XORed with magic cookie and
 * transaction ID so that no NAT rewrites it.
 *
 * @param address resolved
 */
public record XorMappedAddress(InetSocketAddress address) {
    public static final int TYPE = 0x0020;

    public Attribute encode(TransactionId transactionId) {
        return new Attribute(TYPE, XorAddressValue.encode(address, transactionId));
    }

    /** Empty when the value is no address of a known family. */
    public static Optional<XorMappedAddress> decode(Attribute attribute, TransactionId transactionId) {
        return XorAddressValue.decode(attribute.value(), transactionId).map(XorMappedAddress::new);
    }
}
