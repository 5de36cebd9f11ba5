package org.p2psip.client.bootstrap;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.p2psip.routing.bootstrap.DiscoveryDatagram;

/**
 * Ways to find an overlay, as operators write them, each in a string of its own:
 *
 * <ul>
 *   <li>{@code host:port}, {@code 192.0.2.1:7460}, {@code [2001:db8::1]:7460}: a bootstrap server
 *   <li>{@code dns:_p2psip._tcp.example.org}: the servers of these SRV records
 *   <li>{@code dns:peers.default.svc:7460}: all addresses of the name
 *   <li>{@code multicast}: neighbors that answer on the groups and the port of {@link DiscoveryDatagram}
 *   <li>{@code broadcast}: neighbors of the IPv4 networks that this machine is in
 * </ul>
 *
 * @param servers "host:port"
 * @param names without "dns:"
 * @param targets where to call neighbors
 */
public record Ways(List<String> servers, List<String> names, List<CallTarget> targets) {
    private static final String DNS = "dns:";
    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+):([0-9]{1,5})");
    private static final Pattern SRV = Pattern.compile("_[A-Za-z0-9-]+\\._(tcp|udp)\\.[A-Za-z0-9._-]+");

    /** Where a call to neighbors is sent. */
    public enum Call {
        MULTICAST,
        BROADCAST
    }

    /**
     * A group or network to call.
     *
     * @param call how
     * @param address where; null for every network that the machine is in
     */
    public record CallTarget(Call call, InetSocketAddress address) {}

    public Ways {
        servers = List.copyOf(servers);
        names = List.copyOf(names);
        targets = List.copyOf(targets);
    }

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException that names the one which is none, and what would be
     */
    public static Ways of(List<String> written) {
        List<String> servers = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<CallTarget> targets = new ArrayList<>();
        for (String way : written) {
            if (way.equals("multicast")) {
                DiscoveryDatagram.GROUPS.forEach(group -> targets.add(
                        new CallTarget(Call.MULTICAST, new InetSocketAddress(group, DiscoveryDatagram.PORT))));
            } else if (way.equals("broadcast")) {
                targets.add(new CallTarget(Call.BROADCAST, null));
            } else if (way.startsWith(DNS) && isName(way.substring(DNS.length()))) {
                names.add(way.substring(DNS.length()));
            } else if (isHostAndPort(way)) {
                servers.add(way);
            } else {
                throw new IllegalArgumentException("\"" + way + "\" is no way to find an overlay; it must be host:port,"
                        + " dns:_service._tcp.domain, dns:host:port, multicast or broadcast");
            }
        }
        return new Ways(servers, names, targets);
    }

    private static boolean isName(String name) {
        return SRV.matcher(name).matches() || isHostAndPort(name);
    }

    private static boolean isHostAndPort(String text) {
        var match = HOST_AND_PORT.matcher(text);
        if (!match.matches()) {
            return false;
        }
        int port = Integer.parseInt(match.group(2));
        return port >= 1 && port <= 65_535;
    }
}
