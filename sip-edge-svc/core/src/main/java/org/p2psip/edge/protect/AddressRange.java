package org.p2psip.edge.protect;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A range of IP addresses in CIDR notation (RFC 4632 section 3.1, RFC 4291 section 2.3).
 *
 * @param network the first address of the range
 * @param prefixLength leading bits that all its addresses share: 0 to 32, or 0 to 128 for IPv6
 */
public record AddressRange(InetAddress network, int prefixLength) {
    public AddressRange {
        int bits = network.getAddress().length * Byte.SIZE;
        if (prefixLength < 0 || prefixLength > bits) {
            throw new IllegalArgumentException("a prefix of " + prefixLength + " bits is not 0 to " + bits);
        }
        network = first(network.getAddress(), prefixLength);
    }

    /**
     * Puts a network address and the digits behind its slash together.
     *
     * @param address an IPv4 or IPv6 address
     * @param prefixLength decimal; null for the address alone
     * @return empty when that is no length of a prefix of such an address
     */
    public static Optional<AddressRange> of(InetAddress address, String prefixLength) {
        int bits = address.getAddress().length * Byte.SIZE;
        if (prefixLength == null) {
            return Optional.of(new AddressRange(address, bits));
        }
        if (prefixLength.isEmpty()
                || prefixLength.length() > 3
                || !prefixLength.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        int length = Integer.parseInt(prefixLength);
        return length > bits ? Optional.empty() : Optional.of(new AddressRange(address, length));
    }

    /** Whether an address is in it; one of the other IP version never is. */
    public boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] other = address.getAddress();
        int whole = prefixLength / Byte.SIZE;
        if (mine.length != other.length || !Arrays.equals(mine, 0, whole, other, 0, whole)) {
            return false;
        }
        int left = prefixLength % Byte.SIZE;
        return left == 0 || ((mine[whole] ^ other[whole]) & 0xff) >> (Byte.SIZE - left) == 0;
    }

    private static InetAddress first(byte[] address, int prefixLength) {
        for (int bit = prefixLength; bit < address.length * Byte.SIZE; bit++) {
            address[bit / Byte.SIZE] &= (byte) ~(0x80 >> bit % Byte.SIZE);
        }
        return address(address);
    }

    static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(bytes.length + " bytes are no address", e);
        }
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefixLength;
    }
}
