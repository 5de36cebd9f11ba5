package org.p2psip.edge.locate;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Hosts that are written as an address (RFC 3261 25.1 IPv4address, IPv6reference). */
public final class HostLiteral {
    private static final int MAX_OCTET = 255;

    private HostLiteral() {}

    /** The address that a host is written as; null for a name. Never asks anybody. */
    public static InetAddress of(String host) {
        try {
            if (host.startsWith("[")) {
                String inner = host.endsWith("]") ? host.substring(1, host.length() - 1) : "";
                return isIpv6(inner) ? InetAddress.getByName(inner) : null;
            }
            byte[] octets = ipv4(host);
            return octets == null ? null : InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            return null; // looks like an address and is none: nobody has that name either
        }
    }

    private static boolean isIpv6(String text) {
        boolean colon = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            colon |= c == ':';
            if (c != ':' && c != '.' && Character.digit(c, 16) < 0) {
                return false;
            }
        }
        return colon;
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
