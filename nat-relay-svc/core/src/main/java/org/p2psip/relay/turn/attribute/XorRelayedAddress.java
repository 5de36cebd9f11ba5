package org.p2psip.relay.turn.attribute;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.TransactionId;
import org.p2psip.relay.stun.attribute.XorAddressValue;

/**
 * XOR-RELAYED-ADDRESS (RFC 8656 section 18.5): the address that the server took for the client.
 *
 * @param address resolved
 */
public record XorRelayedAddress(InetSocketAddress address) {
    public static final int TYPE = 0x0016;

    public Attribute encode(TransactionId transactionId) {
        return new Attribute(TYPE, XorAddressValue.encode(address, transactionId));
    }

    /** Empty when the value is no address of a known family. */
    public static Optional<XorRelayedAddress> decode(Attribute attribute, TransactionId transactionId) {
        return XorAddressValue.decode(attribute.value(), transactionId).map(XorRelayedAddress::new);
    }
}
