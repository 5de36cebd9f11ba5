package org.p2psip.routing.bootstrap;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.p2psip.routing.table.PeerInfo;

/**
 * Answers who starts (draft-willis-p2psip-concepts-02 section 3.4.4): a random sample of a large pool of peers that were
 * online within the last seconds, so that no peer gets all newcomers. With more questions than it may answer it sends
 * them to other servers; every peer is one.
 */
public final class BootstrapServer {
    private final PeerInfo self;
    private final Config config;
    private final PeerPool pool;
    private final RandomGenerator random;
    private double tokens;
    private long tokensAtMs;
    private long redirected;
    private long refused;
    private boolean namesSelf = true;

    /**
     * How much a server does.
     *
     * @param poolLimit peers kept in the pool, at least 1
     * @param freshMs a peer that was not heard of for so long is not named, milliseconds
     * @param ratePerSecond questions answered with a sample, at least 1; those above it are sent elsewhere
     * @param redirects servers named to who is sent elsewhere, at least 1
     * @param servers bootstrap servers known from configuration, "host:port"; named beside the pool's peers
     */
    public record Config(int poolLimit, long freshMs, int ratePerSecond, int redirects, List<String> servers) {
        public Config {
            servers = List.copyOf(servers);
        }

        public static Config defaults() {
            return new Config(10_000, 10_000, 200, 3, List.of());
        }
    }

    /** Named when nothing is asked for. */
    public static final int DEFAULT_COUNT = 8;

    /** Most peers named in one answer. */
    public static final int MAX_COUNT = 64;

    private static final double SECOND_MS = 1_000;

    public BootstrapServer(PeerInfo self, Config config, RandomGenerator random, long nowMs) {
        this.self = self;
        this.config = config;
        this.pool = new PeerPool(config.poolLimit());
        this.random = random;
        this.tokens = config.ratePerSecond();
        this.tokensAtMs = nowMs;
    }

    /** A peer was online and reachable now. */
    public void heard(PeerInfo peer, long nowMs) {
        if (!peer.id().equals(self.id())) {
            pool.heard(peer, nowMs, random);
        }
    }

    /** Whether this peer may be named too: not before it is in the ring, as it could admit nobody. */
    public void namesSelf(boolean yes) {
        namesSelf = yes;
        if (!yes) {
            pool.failed(self.id());
        }
    }

    /** A peer is gone. */
    public void failed(PeerInfo peer) {
        pool.failed(peer.id());
    }

    /**
     * The answer to a question.
     *
     * @param count peers wanted, 1 to {@link #MAX_COUNT}; 0 for {@link #DEFAULT_COUNT}
     */
    public BootstrapAnswer discover(int count, long nowMs) {
        refill(nowMs);
        if (tokens >= 1) {
            tokens--;
            return sample(count == 0 ? DEFAULT_COUNT : count, nowMs);
        }
        List<String> others = others(nowMs);
        if (others.isEmpty()) {
            refused++;
            return new BootstrapAnswer.Overloaded((long) Math.ceil((1 - tokens) * SECOND_MS / config.ratePerSecond()));
        }
        redirected++;
        return new BootstrapAnswer.Redirect(others);
    }

    private void refill(long nowMs) {
        double grown = tokens + (nowMs - tokensAtMs) * config.ratePerSecond() / SECOND_MS;
        tokens = Math.min(grown, config.ratePerSecond());
        tokensAtMs = nowMs;
    }

    private BootstrapAnswer.Sample sample(int count, long nowMs) {
        if (namesSelf && self.isDialable()) {
            pool.heard(self, nowMs, random); // as likely to be named as any other
        }
        return new BootstrapAnswer.Sample(pool.sample(count, nowMs - config.freshMs(), null, random).stream()
                .map(peer -> new BootstrapAnswer.Heard(peer, nowMs - pool.heardMs(peer.id())))
                .toList());
    }

    private List<String> others(long nowMs) {
        Set<String> known = new HashSet<>(config.servers());
        pool.sample(config.redirects(), nowMs - config.freshMs(), self.id(), random)
                .forEach(peer -> known.add(peer.address()));
        known.remove(self.address());
        List<String> others = new ArrayList<>(known);
        Collections.shuffle(others, Random.from(random));
        return others.subList(0, Math.min(config.redirects(), others.size()));
    }

    /** Peers that it knows, itself among them once it was asked. */
    public int known() {
        return pool.size();
    }

    /** Peers that had to make room in the pool. */
    public long evicted() {
        return pool.evicted();
    }

    /** Questions that were sent to other servers. */
    public long redirected() {
        return redirected;
    }

    /** Questions that were refused, as no other server was known. */
    public long refused() {
        return refused;
    }
}
