package org.p2psip.relay.stun.attribute;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The value that address attributes share (RFC 8489 section 14.1): a zero octet, the family, the port, the address. */
final class AddressValue {
    static final int PORT_AT = 2;
    static final int ADDRESS_AT = 4;

    private static final int IPV4 = 0x01;
    private static final int IPV6 = 0x02;

    private AddressValue() {}

    static byte[] encode(InetSocketAddress address) {
        byte[] ip = address.getAddress().getAddress();
        ByteBuffer value = ByteBuffer.allocate(ADDRESS_AT + ip.length);
        value.put((byte) 0).put((byte) (address.getAddress() instanceof Inet4Address ? IPV4 : IPV6));
        return value.putShort((short) address.getPort()).put(ip).array();
    }

    static Optional<InetSocketAddress> decode(byte[] value) {
        if (value.length < ADDRESS_AT) {
            return Optional.empty();
        }
        int ipOctets =
                switch (value[1]) {
                    case IPV4 -> 4;
                    case IPV6 -> 16;
                    default -> -1;
                };
        if (value.length != ADDRESS_AT + ipOctets) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(value);
        int port = Short.toUnsignedInt(buffer.getShort(PORT_AT));
        byte[] ip = new byte[ipOctets];
        buffer.get(ADDRESS_AT, ip);
        return Optional.of(new InetSocketAddress(inetAddress(ip), port));
    }

    private static InetAddress inetAddress(byte[] ip) {
        try {
            return InetAddress.getByAddress(ip);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 octets are an IP address: " + ip.length, e);
        }
    }
}
