package org.p2psip.storage.service.config;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.p2psip.storage.service.config.Settings.Discovery;

/** Reads the keys under "p2psip.cluster". */
final class ClusterReader {
    private static final String PREFIX = "p2psip.cluster.";
    private static final int MAX_SIZE = 64;

    private ClusterReader() {}

    /**
     * Empty without "listen".
     *
     * @param secured whether members speak TLS to each other
     */
    static Optional<Settings.Cluster> read(StorageConfig.Cluster cluster, boolean secured) {
        int owners = SettingsReader.number(PREFIX + "owners", cluster.owners(), 1, 5);
        if (cluster.listen().isEmpty()) {
            return Optional.empty();
        }
        InetSocketAddress listen = address("listen", cluster.listen().get());
        if (!secured && !listen.getAddress().isLoopbackAddress()) {
            throw StartRefused.setting(
                    PREFIX + "listen",
                    cluster.listen().get(),
                    "a loopback address and port, as p2psip.tls.enabled is false");
        }
        if (listen.getAddress().isAnyLocalAddress()) {
            throw StartRefused.setting(
                    PREFIX + "listen",
                    cluster.listen().get(),
                    "one address of this machine and a port: the other members are told it");
        }
        Discovery discovery = discovery(cluster);
        int size = size(cluster, discovery);
        return Optional.of(new Settings.Cluster(listen, discovery, size, owners));
    }

    private static Discovery discovery(StorageConfig.Cluster cluster) {
        long given = Stream.of(cluster.members(), cluster.dns(), cluster.multicast())
                .filter(Optional::isPresent)
                .count();
        if (given > 1) {
            throw new StartRefused(PREFIX + "members, dns and multicast are " + given
                    + " ways to find the other members; one of them is to be given");
        }
        if (cluster.dns().isPresent()) {
            return new Discovery.Dns(cluster.dns().get().strip());
        }
        if (cluster.multicast().isPresent()) {
            InetSocketAddress group = address("multicast", cluster.multicast().get());
            if (!group.getAddress().isMulticastAddress()) {
                throw StartRefused.setting(
                        PREFIX + "multicast",
                        cluster.multicast().get(),
                        "a multicast address and port, as in 239.255.74.60:7466");
            }
            return new Discovery.Multicast(group);
        }
        String members = cluster.members().orElse(cluster.listen().orElseThrow());
        List<InetSocketAddress> all = Arrays.stream(members.split(",", -1))
                .map(member -> address("members", member.strip()))
                .toList();
        return new Discovery.Members(all);
    }

    private static int size(StorageConfig.Cluster cluster, Discovery discovery) {
        String key = PREFIX + "size";
        if (cluster.size().isPresent()) {
            return SettingsReader.number(key, cluster.size().get(), 1, MAX_SIZE);
        }
        if (discovery instanceof Discovery.Members(List<InetSocketAddress> members)) {
            return members.size();
        }
        throw new StartRefused(key + " is not given; with p2psip.cluster.dns or multicast it is needed, since nobody"
                + " else knows how many members there are when all are there (1 to " + MAX_SIZE + ")");
    }

    private static InetSocketAddress address(String name, String value) {
        String key = PREFIX + name;
        int colon = value.lastIndexOf(':');
        if (colon > 0) {
            InetSocketAddress address = new InetSocketAddress(
                    value.substring(0, colon),
                    SettingsReader.number(key, value.substring(colon + 1), 1, SettingsReader.MAX_PORT));
            if (!address.isUnresolved()) {
                return address;
            }
        }
        throw StartRefused.setting(key, value, "an address and port, as in 127.0.0.1:7800");
    }
}
