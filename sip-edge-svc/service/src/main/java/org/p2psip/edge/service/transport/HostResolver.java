package org.p2psip.edge.service.transport;

import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.p2psip.edge.service.Counts;
import org.p2psip.edge.service.EdgeInput;

/** Host names to addresses, A and AAAA, within a bounded time; the hosts file and IP literals count too. */
public final class HostResolver {
    private static final int MIN_QUERY_MS = 100;
    private static final int QUERIES_WITHIN_TIMEOUT = 2;

    private final NativeTransport io;
    private final EdgeInput edge;
    private final Counts<TransportCounter> counts;
    private final int timeoutMs;
    private final DnsNameResolver resolver;

    public HostResolver(NativeTransport io, EdgeInput edge, Counts<TransportCounter> counts, int timeoutMs) {
        this.io = io;
        this.edge = edge;
        this.counts = counts;
        this.timeoutMs = timeoutMs;
        resolver = new DnsNameResolverBuilder(io.loop())
                .datagramChannelType(io.datagram())
                .resolvedAddressTypes(ResolvedAddressTypes.IPV4_PREFERRED)
                .queryTimeoutMillis(Math.max(MIN_QUERY_MS, timeoutMs / QUERIES_WITHIN_TIMEOUT))
                .maxQueriesPerResolve(8)
                .build();
    }

    /** Resolves; the answer comes later on the loop, an empty list when there is none in time. */
    public void resolve(long token, String host) {
        Future<List<InetAddress>> asked = resolver.resolveAll(host);
        ScheduledFuture<?> limit = io.loop().schedule(() -> asked.cancel(false), timeoutMs, TimeUnit.MILLISECONDS);
        // Deferred, as a literal is resolved at once and the core is still calling.
        asked.addListener(done -> io.loop().execute(() -> {
            limit.cancel(false);
            boolean resolved = asked.isSuccess();
            counts.add(resolved ? TransportCounter.NAMES_RESOLVED : TransportCounter.NAMES_UNRESOLVED);
            edge.resolved(token, resolved ? asked.getNow() : List.of());
        }));
    }

    /** Closes its socket. */
    public void close() {
        resolver.close();
    }
}
