package org.p2psip.edge.outbound;

import java.net.InetAddress;

/** Addresses that are known only behind a NAT, inside a network or on one host. */
final class PrivateAddress {
    private PrivateAddress() {}

    /** RFC 1918, 6598, 3927, 4193, 4291 and loopback. */
    static boolean is(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        boolean shared = bytes.length == 4 && first == 100 && (bytes[1] & 0xc0) == 64;
        boolean unique = bytes.length > 4 && (first & 0xfe) == 0xfc;
        return shared
                || unique
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || address.isLoopbackAddress();
    }
}
