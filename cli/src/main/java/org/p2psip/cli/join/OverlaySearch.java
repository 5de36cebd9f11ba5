package org.p2psip.cli.join;

import io.grpc.netty.NettyChannelBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.p2psip.cli.CommandFailure;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.node.HostPort;
import org.p2psip.cli.node.NodeService;
import org.p2psip.cli.overlay.NodeConnection;
import org.p2psip.cli.overlay.OverlayDomains;
import org.p2psip.client.bootstrap.Discovery;
import org.p2psip.client.bootstrap.Ways;
import org.p2psip.identity.Role;
import org.p2psip.routing.table.PeerInfo;
import org.p2psip.tls.Fingerprint;
import org.p2psip.tls.GrpcSecurity;

/** Looks for an overlay whose peers have certificates of a known CA. Others are passed over, whatever they say. */
public final class OverlaySearch {
    private static final int LIMIT_S = 20;

    /** Peers that are remembered of those that were named. */
    private static final int PEERS = 8;

    private OverlaySearch() {}

    /**
     * What was found.
     *
     * @param overlay its name
     * @param domains SIP domains that it serves
     * @param peers "host:port" of some, at least one
     * @param sites that those are in
     */
    public record Found(String overlay, List<String> domains, List<String> peers, Set<String> sites) {}

    /** Searches for at most {@value #LIMIT_S} s; fails with a message for the operator. */
    public static Found find(String way, Fingerprint authority) {
        Ways ways;
        try {
            ways = Ways.of(List.of(way));
        } catch (IllegalArgumentException none) {
            throw new CommandFailure(ExitCode.USAGE, "--join " + none.getMessage());
        }
        GrpcSecurity security = GrpcSecurity.pinned(authority);
        List<PeerInfo> named = named(way, ways, security);
        List<String> peers = new ArrayList<>(ways.servers());
        Set<String> sites = new TreeSet<>();
        for (PeerInfo peer : named) {
            sites.add(peer.site());
            if (!peers.contains(peer.address()) && peers.size() < PEERS) {
                peers.add(peer.address());
            }
        }
        HostPort first = HostPort.parse(peers.getFirst())
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.FAILED,
                        "a peer is said to be at \"" + peers.getFirst() + "\", which is no HOST:PORT"));
        try (NodeConnection connection = new NodeConnection(first, NodeService.ROUTING, security)) {
            OverlayDomains known = OverlayDomains.of(connection);
            return new Found(known.overlay(), known.domains(), List.copyOf(peers), sites);
        }
    }

    private static List<PeerInfo> named(String way, Ways ways, GrpcSecurity security) {
        ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
        ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
        Discovery.Tools tools = new Discovery.Tools(
                loop, blocking, server -> security.secure(NettyChannelBuilder.forTarget(server), Role.PEER)
                        .executor(loop)
                        .build());
        try (Discovery discovery = new Discovery("", ways, tools)) {
            try {
                return discovery
                        .start(List.of())
                        .orTimeout(LIMIT_S, TimeUnit.SECONDS)
                        .join();
            } catch (CompletionException late) {
                String why = discovery.problem();
                throw new CommandFailure(
                        ExitCode.FAILED,
                        "no peer of the overlay was found within " + LIMIT_S + " s by --join " + way
                                + (why.isEmpty() ? "" : ": " + why)
                                + ". A node of the overlay has to run with --listen at an address that this machine"
                                + " reaches; by multicast and broadcast with --discoverable as well");
            }
        } finally {
            blocking.shutdownNow();
            loop.shutdown();
        }
    }
}
