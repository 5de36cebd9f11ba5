package org.p2psip.edge;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import org.p2psip.edge.locate.HostLiteral;

/**
 * A range of IP addresses in CIDR notation (RFC 4632 section 3.1, RFC 4291 section 2.3).
 *
 * @param network the first address of the range
 * @param prefixLength leading bits that all its addresses share: 0 to 32, or 0 to 128 for IPv6
 */
public record AddressRange(InetAddress network, int prefixLength) {
    private static final int MOST_DIGITS = 3;

    public AddressRange {
        int bits = network.getAddress().length * Byte.SIZE;
        if (prefixLength < 0 || prefixLength > bits) {
            throw new IllegalArgumentException("a prefix of " + prefixLength + " bits is not 0 to " + bits);
        }
        network = first(network.getAddress(), prefixLength);
    }

    /**
     * Reads {@code 192.0.2.0/24}, {@code 2001:db8::/32} or a single address; empty when the text is none of them, or has
     * bits behind its prefix. Never asks anybody for a name.
     */
    public static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        InetAddress network = HostLiteral.of(address.indexOf(':') < 0 ? address : '[' + address + ']');
        if (network == null) {
            return Optional.empty();
        }
        int bits = network.getAddress().length * Byte.SIZE;
        int length = slash < 0 ? bits : length(text.substring(slash + 1));
        if (length < 0 || length > bits) {
            return Optional.empty();
        }
        AddressRange range = new AddressRange(network, length);
        return range.network().equals(network) ? Optional.of(range) : Optional.empty();
    }

    private static int length(String digits) {
        boolean isLength = !digits.isEmpty()
                && digits.length() <= MOST_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return isLength ? Integer.parseInt(digits) : -1;
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

    /** The range that an address is in, by its bytes: 4, or 16 for IPv6. */
    public static AddressRange of(byte[] address, int prefixLength) {
        return new AddressRange(address(address), prefixLength);
    }

    private static InetAddress first(byte[] address, int prefixLength) {
        for (int bit = prefixLength; bit < address.length * Byte.SIZE; bit++) {
            address[bit / Byte.SIZE] &= (byte) ~(0x80 >> bit % Byte.SIZE);
        }
        return address(address);
    }

    private static InetAddress address(byte[] bytes) {
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
