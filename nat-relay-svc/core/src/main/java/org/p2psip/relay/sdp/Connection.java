package org.p2psip.relay.sdp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where media are wanted (RFC 8866 section 5.7): a unicast address.
 *
 * @param isIpv6 its family
 * @param host an address, or a name that nobody looks up here
 */
public record Connection(boolean isIpv6, String host) {
    private static final Pattern FORM = Pattern.compile("IN IP([46]) ([^ /]+)(/\\d+)*");
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

    static Optional<Connection> read(String value) {
        Matcher match = FORM.matcher(value);
        return match.matches()
                ? Optional.of(new Connection(match.group(1).equals("6"), match.group(2)))
                : Optional.empty();
    }

    static String write(InetAddress address) {
        return "IN IP" + (address instanceof Inet6Address ? '6' : '4') + ' ' + address.getHostAddress();
    }

    /** Whether nothing is wanted now: how RFC 2543 puts a call on hold, which RFC 3264 section 8.4 still lets. */
    public boolean isHold() {
        return host.equals("0.0.0.0") || host.equals("::");
    }

    /** The address; empty where it is a name. */
    public Optional<InetAddress> address() {
        if (!(isIpv6 ? IPV6 : IPV4).matcher(host).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(host)); // a literal: nothing is looked up
        } catch (UnknownHostException notOne) {
            return Optional.empty();
        }
    }
}
