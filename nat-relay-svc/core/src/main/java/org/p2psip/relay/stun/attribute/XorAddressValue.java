package org.p2psip.relay.stun.attribute;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.p2psip.relay.stun.TransactionId;

/** The value of XOR-MAPPED-ADDRESS (RFC 8489 section 14.2), which TURN's addresses of peers and relays share. */
public final class XorAddressValue {
    private XorAddressValue() {}

    public static byte[] encode(InetSocketAddress address, TransactionId transactionId) {
        return xor(AddressValue.encode(address), transactionId);
    }

    /**
     * Empty when the value is no address of a known family.
     *
     * @param value is changed
     */
    public static Optional<InetSocketAddress> decode(byte[] value, TransactionId transactionId) {
        return AddressValue.decode(xor(value, transactionId));
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
