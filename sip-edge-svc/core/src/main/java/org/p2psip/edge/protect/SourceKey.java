package org.p2psip.edge.protect;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.p2psip.edge.AddressRange;

/**
 * Whom an address stands for, as one number: an IPv4 address is somebody, of IPv6 a /64, since whoever has one has all
 * of it (RFC 6177). Never 0.
 */
public final class SourceKey {
    /** Prefix 0::/8 is reserved (RFC 4291 section 2.4), so that IPv4 addresses find room in it. */
    private static final long IPV4 = 1L << 32;

    /** Stands for the prefix of zeros, the one of the loopback address. */
    private static final long ZEROS = 1;

    private static final int IPV6_PREFIX = 64;

    private SourceKey() {}

    public static long of(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return IPV4
                    | (bytes[0] & 0xffL) << 24
                    | (bytes[1] & 0xffL) << 16
                    | (bytes[2] & 0xffL) << 8
                    | (bytes[3] & 0xffL);
        }
        long prefix = ByteBuffer.wrap(bytes).getLong();
        return prefix == 0 ? ZEROS : prefix;
    }

    /** The addresses of a key. */
    public static AddressRange range(long key) {
        if (key >>> 32 == 1) {
            byte[] address =
                    ByteBuffer.allocate(Integer.BYTES).putInt((int) key).array();
            return AddressRange.of(address, address.length * Byte.SIZE);
        }
        byte[] address = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(key == ZEROS ? 0 : key)
                .array();
        return AddressRange.of(address, IPV6_PREFIX);
    }

    /** Half as long: exact for IPv4. */
    public static int folded(InetAddress address) {
        long key = of(address);
        return address instanceof Inet4Address ? (int) key : (int) (key ^ key >>> 32);
    }
}
