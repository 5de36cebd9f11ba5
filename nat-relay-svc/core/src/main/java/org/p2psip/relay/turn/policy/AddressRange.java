package org.p2psip.relay.turn.policy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A range of IP addresses.
 *
 * @param network the first address, resolved
 * @param prefix leading bits that all of them share
 */
public record AddressRange(InetAddress network, int prefix) {
    public AddressRange {
        int bits = 8 * network.getAddress().length;
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException(
                    "A prefix of " + network.getHostAddress() + " has 0 to " + bits + " bits, not " + prefix);
        }
    }

    /**
     * @param text address and prefix, such as 10.0.0.0/8 or fd00::/8, or an address alone
     * @throws IllegalArgumentException when it is neither; the message says what would be right
     */
    public static AddressRange parse(String text) {
        String trimmed = text.strip();
        int slash = trimmed.indexOf('/');
        String address = slash < 0 ? trimmed : trimmed.substring(0, slash);
        // digits, dots and colons only: a name would be looked up
        boolean literal = !address.isEmpty()
                && address.chars().allMatch(c -> c == '.' || c == ':' || Character.digit(c, 16) >= 0)
                && (address.indexOf(':') >= 0 || Character.isDigit(address.charAt(0)));
        try {
            if (literal) {
                InetAddress network = InetAddress.getByName(address);
                int bits = 8 * network.getAddress().length;
                return new AddressRange(network, slash < 0 ? bits : Integer.parseInt(trimmed.substring(slash + 1)));
            }
        } catch (UnknownHostException | NumberFormatException wrong) {
            throw refused(text);
        }
        throw refused(text);
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException(
                "\"" + text + "\" is no range of addresses (allowed: such as 10.0.0.0/8, fd00::/8 or 192.0.2.1)");
    }

    public boolean contains(InetAddress address) {
        if (address instanceof Inet4Address != network instanceof Inet4Address) {
            return false;
        }
        byte[] given = address.getAddress();
        byte[] own = network.getAddress();
        for (int bit = 0; bit < prefix; bit += 8) {
            int mask = prefix - bit >= 8 ? 0xFF : 0xFF << 8 - (prefix - bit) & 0xFF;
            if (((given[bit / 8] ^ own[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefix;
    }
}
