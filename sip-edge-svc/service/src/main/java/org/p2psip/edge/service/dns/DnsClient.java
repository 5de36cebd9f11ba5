package org.p2psip.edge.service.dns;

import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.HostsFileEntriesResolver;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.p2psip.edge.locate.DnsAnswer;
import org.p2psip.edge.locate.DnsQuestion;
import org.p2psip.edge.service.Counts;
import org.p2psip.edge.service.EdgeInput;
import org.p2psip.edge.service.transport.NativeTransport;

/**
 * Asks name servers, each question within a bounded time and only once at a time; believes answers for their time to
 * live. What the hosts file names is a host, whose services nobody is asked for. On the event loop only.
 */
public final class DnsClient {
    private static final int MIN_QUERY_MS = 100;
    private static final int QUERIES_WITHIN_TIMEOUT = 2;
    private static final int MAX_QUERIES = 8;
    /** Nobody asks name servers that are down more often than that for one name. */
    private static final int FAILED_SECONDS = 5;

    private static final int MAX_NAME = 253;
    private static final int MAX_LABEL = 63;

    private final NativeTransport io;
    private final EdgeInput edge;
    private final Counts<DnsCounter> counts;
    private final DnsOptions options;
    private final HostsFileEntriesResolver hosts;
    private final DnsNameResolver resolver;
    private final TtlCache<DnsQuestion, DnsAnswer> answers;
    /** Who waits for the answer to a question that is being asked. */
    private final Map<DnsQuestion, List<Long>> waiting = new HashMap<>();

    public DnsClient(NativeTransport io, EdgeInput edge, Counts<DnsCounter> counts, DnsOptions options) {
        this(io, edge, counts, options, HostsFileEntriesResolver.DEFAULT);
    }

    DnsClient(
            NativeTransport io,
            EdgeInput edge,
            Counts<DnsCounter> counts,
            DnsOptions options,
            HostsFileEntriesResolver hosts) {
        this.io = io;
        this.edge = edge;
        this.counts = counts;
        this.options = options;
        this.hosts = hosts;
        Runnable forgotten = () -> counts.add(DnsCounter.LIMIT_ENTRIES);
        this.answers = new TtlCache<>(options.entries(), System::nanoTime, forgotten);
        DnsNameResolverBuilder builder = new DnsNameResolverBuilder(io.loop())
                .datagramChannelType(io.datagram())
                .socketChannelType(io.stream()) // for answers that no datagram holds
                .resolvedAddressTypes(options.families())
                .hostsFileEntriesResolver(hosts)
                .resolveCache(AddressCache.of(options, forgotten))
                // Neither is bounded in number; what they would save is kept with the answers.
                .cnameCache(NoopDnsCnameCache.INSTANCE)
                .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE)
                .queryTimeoutMillis(Math.max(MIN_QUERY_MS, options.timeoutMs() / QUERIES_WITHIN_TIMEOUT))
                .maxQueriesPerResolve(MAX_QUERIES);
        if (!options.servers().isEmpty()) {
            builder.nameServerProvider(new SequentialDnsServerAddressStreamProvider(options.servers()));
        }
        resolver = builder.build();
    }

    /** Asks; the answer comes later on the loop. */
    public void ask(long token, DnsQuestion question) {
        DnsAnswer known = known(question);
        if (known != null) {
            counts.add(DnsCounter.CACHED);
            io.loop().execute(() -> edge.dnsAnswered(token, known)); // deferred, as the core is still calling
            return;
        }
        List<Long> alreadyAsked = waiting.get(question);
        if (alreadyAsked != null) {
            alreadyAsked.add(token);
            return;
        }
        List<Long> first = new ArrayList<>(1);
        first.add(token);
        waiting.put(question, first);
        switch (question.type()) {
            case ADDRESS -> askAddresses(question);
            case NAPTR -> askRecords(question, DnsRecordType.NAPTR);
            case SRV -> askRecords(question, DnsRecordType.SRV);
        }
    }

    /** Closes its sockets. */
    public void close() {
        resolver.close();
    }

    private DnsAnswer known(DnsQuestion question) {
        String name = question.name();
        if (!isName(name)) {
            return noRecords(question.type());
        }
        // For addresses the resolver looks into the hosts file and its cache itself; here is what it did not find.
        if (question.type() != DnsQuestion.Type.ADDRESS
                && hosts.address(domainOf(question), options.families()) != null) {
            return noRecords(question.type());
        }
        return answers.get(question);
    }

    /** The domain whose services are asked for: behind {@code _sip._udp.} for SRV. */
    private static String domainOf(DnsQuestion question) {
        String name = question.name();
        while (name.startsWith("_") && name.indexOf('.') > 0) {
            name = name.substring(name.indexOf('.') + 1);
        }
        return name;
    }

    private static boolean isName(String name) {
        int label = 0;
        for (int i = 0; i < name.length() && label <= MAX_LABEL; i++) {
            label = name.charAt(i) == '.' ? 0 : label + 1;
        }
        return !name.isEmpty() && name.length() <= MAX_NAME && label <= MAX_LABEL;
    }

    private static DnsAnswer noRecords(DnsQuestion.Type type) {
        return switch (type) {
            case NAPTR -> new DnsAnswer.Naptrs(List.of());
            case SRV -> new DnsAnswer.Srvs(List.of());
            case ADDRESS -> new DnsAnswer.Addresses(List.of());
        };
    }

    private void askAddresses(DnsQuestion question) {
        Future<List<InetAddress>> asked = resolver.resolveAll(question.name());
        within(asked, () -> {
            if (asked.isSuccess()) {
                answered(
                        question,
                        new DnsAnswer.Addresses(asked.getNow()),
                        !asked.getNow().isEmpty());
            } else {
                notFound(question, asked.cause());
            }
        });
    }

    private void askRecords(DnsQuestion question, DnsRecordType type) {
        Future<List<DnsRecord>> asked = resolver.resolveAll(new DefaultDnsQuestion(question.name(), type));
        within(asked, () -> {
            if (asked.isSuccess()) {
                recordsFound(question, asked.getNow());
            } else {
                notFound(question, asked.cause());
            }
        });
    }

    private void recordsFound(DnsQuestion question, List<DnsRecord> records) {
        try {
            DnsAnswer answer = question.type() == DnsQuestion.Type.SRV
                    ? ServiceRecords.srvs(records)
                    : ServiceRecords.naptrs(records);
            long ttl = records.stream().mapToLong(DnsRecord::timeToLive).min().orElse(options.negativeTtlSeconds());
            answers.put(question, answer, options.believed(ttl));
            answered(question, answer, !records.isEmpty());
        } finally {
            records.forEach(ReferenceCountUtil::release);
        }
    }

    /** Ends the wait at the time limit. */
    private void within(Future<?> asked, Runnable whenDone) {
        ScheduledFuture<?> limit =
                io.loop().schedule(() -> asked.cancel(false), options.timeoutMs(), TimeUnit.MILLISECONDS);
        asked.addListener(done -> {
            limit.cancel(false);
            io.loop().execute(whenDone); // deferred, as what is known is answered while the core is still calling
        });
    }

    private void notFound(DnsQuestion question, Throwable cause) {
        DnsAnswer answer =
                isAnswer(cause) ? noRecords(question.type()) : new DnsAnswer.Failed(String.valueOf(cause.getMessage()));
        int believed = answer instanceof DnsAnswer.Failed ? FAILED_SECONDS : Integer.MAX_VALUE;
        answers.put(question, answer, Math.min(believed, options.negativeTtlSeconds()));
        answered(question, answer, false);
    }

    /** Whether a name server said that there is no such name or record, rather than nothing or that it failed. */
    private static boolean isAnswer(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DnsErrorCauseException error) {
                return DnsResponseCode.NXDOMAIN.equals(error.getCode());
            }
        }
        return failure.getCause() == null && failure instanceof UnknownHostException; // the name has other records
    }

    private void answered(DnsQuestion question, DnsAnswer answer, boolean found) {
        counts.add(
                answer instanceof DnsAnswer.Failed
                        ? DnsCounter.FAILED
                        : found ? DnsCounter.FOUND : DnsCounter.NOT_FOUND);
        waiting.remove(question).forEach(token -> edge.dnsAnswered(token, answer));
    }
}
