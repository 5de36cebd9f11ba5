package org.p2psip.edge.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Hosts of URIs and Vias that are written as addresses. Nothing here asks anybody for a name. */
final class HostLiteral {
    private static final int MAX_OCTET = 255;

    private HostLiteral() {}

    /** The 4 or 16 bytes of an address, IPv6 in brackets; null for a name. */
    static byte[] bytes(String host) {
        if (!host.startsWith("[")) {
            return ipv4(host);
        }
        String inner = host.substring(1, Math.max(1, host.length() - 1));
        if (inner.indexOf(':') < 0 || !inner.chars().allMatch(HostLiteral::isOfIpv6)) {
            return null;
        }
        try {
            return InetAddress.getByName(inner).getAddress();
        } catch (UnknownHostException notAnAddress) {
            return null; // it looked like one, and nobody has that name either
        }
    }

    static boolean is(byte[] literal, InetAddress address) {
        return Arrays.equals(literal, address.getAddress());
    }

    /** Whether such an address is only known behind a NAT or inside a network (RFC 1918, 6598, 3927, 4193, 4291). */
    static boolean isPrivate(byte[] a) {
        int first = a[0] & 0xff;
        int second = a[1] & 0xff;
        if (a.length > 4) {
            return (first & 0xfe) == 0xfc || (first == 0xfe && (second & 0xc0) == 0x80);
        }
        return first == 10
                || first == 127
                || (first == 172 && (second & 0xf0) == 16)
                || (first == 192 && second == 168)
                || (first == 169 && second == 254)
                || (first == 100 && (second & 0xc0) == 64);
    }

    private static boolean isOfIpv6(int c) {
        return c == ':' || c == '.' || Character.digit(c, 16) >= 0;
    }

    private static byte[] ipv4(String host) {
        byte[] octets = new byte[4];
        int index = 0;
        int value = -1;
        for (int i = 0; i <= host.length(); i++) {
            char c = i == host.length() ? '.' : host.charAt(i);
            if (c == '.') {
                if (value < 0 || value > MAX_OCTET || index == octets.length) {
                    return null;
                }
                octets[index++] = (byte) value;
                value = -1;
            } else if (c >= '0' && c <= '9' && value <= MAX_OCTET) {
                value = Math.max(value, 0) * 10 + (c - '0');
            } else {
                return null;
            }
        }
        return index == octets.length ? octets : null;
    }
}
