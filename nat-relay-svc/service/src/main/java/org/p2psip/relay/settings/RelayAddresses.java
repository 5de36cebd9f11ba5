package org.p2psip.relay.settings;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.p2psip.relay.turn.attribute.AddressFamily;

/** The addresses that relayed ports are bound at, one of a family. */
final class RelayAddresses {
    private static final int DISCARD_PORT = 9;

    private RelayAddresses() {}

    /** Those that were named, one of a family at most. */
    static Map<AddressFamily, InetAddress> parse(String key, List<String> texts) {
        Map<AddressFamily, InetAddress> addresses = new EnumMap<>(AddressFamily.class);
        for (String text : texts) {
            InetAddress address = NetUtil.createInetAddressFromIpAddressString(text.strip());
            if (address == null || address.isAnyLocalAddress()) {
                throw new SettingRefused(key, text, "an IPv4 or IPv6 address of one host, such as 192.0.2.1");
            }
            if (addresses.put(AddressFamily.of(address), address) != null) {
                throw new SettingRefused(key, String.join(",", texts), "at most one IPv4 and one IPv6 address");
            }
        }
        return addresses;
    }

    /** Those that follow from where the relay listens: that address, or this machine's where it listens at all. */
    static Map<AddressFamily, InetAddress> of(InetAddress listen) {
        Map<AddressFamily, InetAddress> addresses = new EnumMap<>(AddressFamily.class);
        if (!listen.isAnyLocalAddress()) {
            addresses.put(AddressFamily.of(listen), listen);
            return addresses;
        }
        leadingTo("192.0.2.1").ifPresent(own -> addresses.put(AddressFamily.IPV4, own));
        if (!(listen instanceof Inet4Address)) {
            leadingTo("2001:db8::1").ifPresent(own -> addresses.put(AddressFamily.IPV6, own));
        }
        if (addresses.isEmpty()) {
            addresses.put(AddressFamily.IPV4, NetUtil.LOCALHOST4);
        }
        return addresses;
    }

    /** The address that leads elsewhere: connecting a datagram socket asks the routing table and sends nothing. */
    private static Optional<InetAddress> leadingTo(String elsewhere) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(InetAddress.getByName(elsewhere), DISCARD_PORT);
            InetAddress own = socket.getLocalAddress();
            boolean usable = !own.isAnyLocalAddress() && (own instanceof Inet4Address == elsewhere.indexOf(':') < 0);
            return usable ? Optional.of(own) : Optional.empty();
        } catch (IOException | UncheckedIOException noRoute) {
            return Optional.empty();
        }
    }
}
