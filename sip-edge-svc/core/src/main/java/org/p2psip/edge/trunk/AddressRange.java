package org.p2psip.edge.trunk;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Addresses with the same first bits (CIDR, RFC 4632, RFC 4291 2.3).
 *
 * @param network the first address; bits behind the prefix are 0
 * @param bits length of the prefix, 0 to 32 or 128
 */
public record AddressRange(InetAddress network, int bits) {

    /** Reads {@code 192.0.2.0/24}, {@code 2001:db8::/32} or a single address; empty when the text is none of them. */
    public static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        boolean literal = !address.isEmpty()
                && address.chars().allMatch(c -> c == '.' || c == ':' || Character.digit(c, 16) >= 0 && c < 0x80);
        boolean digits = address.indexOf(':') >= 0
                || address.chars().filter(c -> c == '.').count() == 3;
        if (!literal || !digits) {
            return Optional.empty(); // a name would be looked up
        }
        try {
            InetAddress network = InetAddress.getByName(address);
            int most = network.getAddress().length * Byte.SIZE;
            int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
            boolean valid = bits >= 0 && bits <= most && isNetwork(network.getAddress(), bits);
            return valid ? Optional.of(new AddressRange(network, bits)) : Optional.empty();
        } catch (UnknownHostException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean isNetwork(byte[] address, int bits) {
        for (int i = bits; i < address.length * Byte.SIZE; i++) {
            if ((address[i / Byte.SIZE] >> (Byte.SIZE - 1 - i % Byte.SIZE) & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + '/' + bits;
    }
}
