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
        return new Attribute(TYPE, xor(AddressValue.encode(address), transactionId));
    }

    /** Empty when the value is no address of a known family. */
    public static Optional<XorMappedAddress> decode(Attribute attribute, TransactionId transactionId) {
        return AddressValue.decode(xor(attribute.value(), transactionId)).map(XorMappedAddress::new);
    }

    private static byte[] xor(byte[] value, TransactionId transactionId) {
        byte[] key = transactionId.octets();
        for (int i = AddressValue.PORT_AT; i < Math.min(value.length, AddressValue.ADDRESS_AT); i++) {
            value[i] ^= key[i - AddressValue.PORT_AT];
        }
        for (int i = AddressValue.ADDRESS_AT; i < Math.min(value.length, AddressValue.ADDRESS_AT + key.length); i++) {
            value[i] ^= key[i - AddressValue.ADDRESS_AT];
        }
        return value;
    }
}
