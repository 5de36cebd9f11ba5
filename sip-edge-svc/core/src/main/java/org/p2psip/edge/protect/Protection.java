package org.p2psip.edge.protect;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.p2psip.edge.AddressRange;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.Flow;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.transaction.TransactionContext;

/**
 * Decides which requests outside of dialogs are worked on at all, and which sources are not listened to for a while.
 *
 * <p>The source of a UDP datagram can be forged. So what is held against one counts towards a ban only where the source
 * has shown that it gets what is sent to it: on a stream, or by the use of a nonce that was issued to that address.
 */
public final class Protection {
    /** What becomes of a request. */
    public enum Verdict {
        ADMITTED,
        /** Answered 503 with Retry-After, without a transaction. */
        REFUSED,
        /** Not answered at all. */
        DROPPED
    }

    private final ProtectConfig config;
    private final TransactionContext context;
    private final RateLimit rates;
    private final OffenceCounts offences;
    private final BanList bans;
    private final Overload overload;
    private final Predicate<Flow> friends;

    /**
     * @param friends whom no rate holds for beside the trusted ranges: trunks, other edges
     * @param seed random
     */
    public Protection(ProtectConfig config, TransactionContext context, Predicate<Flow> friends, long seed) {
        this.config = config;
        this.context = context;
        this.friends = friends;
        rates = new RateLimit(config.requestsPerSecond(), config.burst(), config.sources(), seed);
        offences = new OffenceCounts(
                context.time(), TimeUnit.SECONDS.toNanos(config.bans().windowSeconds()));
        bans = new BanList(
                context.time(),
                context.timers(),
                TimeUnit.SECONDS.toNanos(config.bans().seconds()),
                config.bans().limit());
        overload = new Overload(TimeUnit.MILLISECONDS.toNanos(config.maxLagMillis()));
    }

    /** Whether what comes from there is not even read. */
    public boolean isBanned(InetAddress source) {
        return bans.contains(source);
    }

    /** Looks at a request that is in no dialog of ours. */
    public Verdict judge(Flow flow, SipMessage request) {
        if (overload.isOverloaded()) {
            context.counters().add(EdgeCounter.REFUSED_OVERLOAD);
            return Verdict.REFUSED;
        }
        long source = SourceKey.of(flow.remote().getAddress());
        return switch (rates.request(source, context.time().nanos())) {
            case ADMITTED -> Verdict.ADMITTED;
            case NEWCOMER -> newcomer(source, flow, request);
            case REFUSED -> limited(flow, Verdict.REFUSED, EdgeCounter.RATE_REFUSED);
            case DROPPED -> limited(flow, Verdict.DROPPED, EdgeCounter.RATE_DROPPED);
        };
    }

    /** The same for what cannot be understood, and is answered at most. */
    public Verdict judgeMalformed(Flow flow) {
        long source = SourceKey.of(flow.remote().getAddress());
        return switch (rates.request(source, context.time().nanos())) {
            case ADMITTED, NEWCOMER -> Verdict.ADMITTED;
            case REFUSED, DROPPED -> limited(flow, Verdict.DROPPED, EdgeCounter.RATE_DROPPED);
        };
    }

    private Verdict limited(Flow flow, Verdict verdict, EdgeCounter counter) {
        if (isTrusted(flow)) {
            return Verdict.ADMITTED;
        }
        context.counters().add(counter);
        return verdict;
    }

    /** Programs that look for victims mostly say who they are; whoever does not is known from then on. */
    private Verdict newcomer(long source, Flow flow, SipMessage request) {
        if (isScanner(request) && !isTrusted(flow)) {
            context.counters().add(EdgeCounter.SCANNERS_DROPPED);
            offended(flow, Offence.SCANNER, false);
            return Verdict.DROPPED;
        }
        rates.known(source);
        return Verdict.ADMITTED;
    }

    private boolean isScanner(SipMessage request) {
        String userAgent = request.header(Header.USER_AGENT);
        if (userAgent == null) {
            return false;
        }
        String name = userAgent.toLowerCase(Locale.ROOT);
        return config.bans().scanners().stream().anyMatch(name::startsWith);
    }

    /**
     * Something is held against a source, which may have it banned.
     *
     * @param answered whether the source has shown that it gets our answers, as it used a nonce that was issued to it;
     *     on a stream it has anyway
     */
    public void offended(Flow flow, Offence offence, boolean answered) {
        int threshold = config.bans().threshold(offence);
        boolean verified =
                answered || flow.transport().isReliable() || config.bans().unverified();
        if (threshold == 0 || !verified || isTrusted(flow)) {
            return;
        }
        long source = SourceKey.of(flow.remote().getAddress());
        if (offences.add(source, offence) >= threshold) {
            offences.forget(source);
            context.counters().add(EdgeCounter.BANS);
            if (bans.add(source, offence)) {
                context.counters().add(EdgeCounter.LIMIT_BANS);
            }
            context.out().accept(new EdgeCommand.Banned(SourceKey.range(source), offence));
        }
    }

    /** The lag of the event loop, in ns; told at a steady rate, some ten times a second. */
    public void lag(long nanos) {
        overload.measured(nanos);
    }

    public boolean isOverloaded() {
        return overload.isOverloaded();
    }

    public int banCount() {
        return bans.size();
    }

    /** All bans, those that end first before others. */
    public List<Ban> bans() {
        return bans.list();
    }

    /** Ends the ban that an address is under; false when it is under none. */
    public boolean lift(InetAddress address) {
        return bans.lift(SourceKey.of(address));
    }

    /** Sources that lost their place in the table of rates while they had used some of their requests. */
    public long displacedSources() {
        return rates.displaced();
    }

    private boolean isTrusted(Flow flow) {
        InetAddress address = flow.remote().getAddress();
        for (AddressRange range : config.trusted()) {
            if (range.contains(address)) {
                return true;
            }
        }
        return friends.test(flow);
    }
}
