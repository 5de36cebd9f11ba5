package org.p2psip.relay.turn.policy;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which peers clients may reach through the relay. Without it a relay is a way round the firewall that it stands behind
 * (RFC 8656 section 21.2.1). Immutable; any thread may ask.
 */
public final class PeerPolicy {
    /** This host, unspecified, link-local with the clouds' metadata services, multicast and reserved. */
    private static final List<AddressRange> NEVER_PEERS = ranges(
            "0.0.0.0/8",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/128",
            "::1/128",
            "fe80::/10",
            "ff00::/8");

    /** Metadata services that live outside the link-local range. */
    private static final List<AddressRange> METADATA =
            ranges("100.100.100.200/32", "168.63.129.16/32", "192.0.0.0/24", "fd00:ec2::/32");

    /** Pods and services as kubeadm, flannel, k3s and minikube number them; other clusters name their own. */
    private static final List<AddressRange> CLUSTERS =
            ranges("10.96.0.0/12", "10.244.0.0/16", "10.42.0.0/15", "fd00:10:96::/112", "fd00:10:244::/56");

    /** IPv4 addresses in other clothes, which would get round the ranges above: translated and tunnelled. Java reads mapped ones as
     * IPv4 by itself. */
    private static final List<AddressRange> DISGUISES =
            ranges("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16");

    /** What is denied where the operator says nothing. */
    public static final List<AddressRange> DENIED_BY_DEFAULT = Stream.of(NEVER_PEERS, METADATA, CLUSTERS, DISGUISES)
            .flatMap(List::stream)
            .toList();

    private final List<AddressRange> allowed;
    private final List<AddressRange> denied;

    /**
     * @param allowed these are reached even if they are denied too
     */
    public PeerPolicy(List<AddressRange> allowed, List<AddressRange> denied) {
        this.allowed = List.copyOf(allowed);
        this.denied = List.copyOf(denied);
    }

    public boolean allows(InetAddress peer) {
        return contains(allowed, peer) || !contains(denied, peer);
    }

    private static boolean contains(List<AddressRange> ranges, InetAddress address) {
        for (AddressRange range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    private static List<AddressRange> ranges(String... texts) {
        return Stream.of(texts).map(AddressRange::parse).toList();
    }
}
