package org.p2psip.routing.bootstrap;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.p2psip.routing.record.Quote;
import org.p2psip.routing.table.PeerInfo;
import org.p2psip.routing.timing.Backoff;

/**
 * Finds peers to begin with (draft-willis-p2psip-concepts-02 section 3.4.4): from peers known before, configured servers,
 * names in DNS and whoever answers a call to all. All ways are tried side by side, the first sample ends the search; when
 * none brings one, it begins anew after a while, without an end.
 *
 * <p>Not started → round → (found | pause → round ...).
 */
public final class BootstrapSearch {
    /** Servers asked in one round; those beyond it are left out. */
    static final int MAX_SERVERS = 64;

    private static final int MAX_REASONS = 16;
    private static final long NEVER = Long.MAX_VALUE;

    /**
     * Ways to search, and how patiently.
     *
     * @param overlay name of the overlay wanted, in lower case; empty for whichever is found
     * @param servers "host:port"
     * @param names looked up in DNS
     * @param callsOut whether to call to all neighbors, by multicast or broadcast
     * @param parallel servers asked at once
     * @param patienceMs a server, a name or the neighbors have that long to answer, milliseconds
     * @param backoff pauses between rounds
     */
    public record Config(
            String overlay,
            List<String> servers,
            List<String> names,
            boolean callsOut,
            int parallel,
            long patienceMs,
            Backoff backoff) {
        public Config {
            servers = List.copyOf(servers);
            names = List.copyOf(names);
        }
    }

    private final Config config;
    private final RandomGenerator random;
    private final Deque<String> candidates = new ArrayDeque<>();
    private final Set<String> known = new HashSet<>();
    /** What an answer is awaited from, and until when: servers, names, and {@link #NEIGHBORS} for a call to all. */
    private final Map<Awaited, Long> awaited = new HashMap<>();

    private final Map<String, String> reasons = new LinkedHashMap<>();
    private final List<SearchCommand> commands = new ArrayList<>();
    private List<String> remembered = List.of();
    private int failures;
    private long nextRoundMs = NEVER;
    private boolean ended;

    private enum Way {
        SERVER,
        NAME,
        NEIGHBORS
    }

    private record Awaited(Way way, String name) {}

    private static final Awaited NEIGHBORS = new Awaited(Way.NEIGHBORS, "neighbors");

    public BootstrapSearch(Config config, RandomGenerator random) {
        this.config = config;
        this.random = random;
    }

    /**
     * Begins.
     *
     * @param remembered addresses of peers that were known before, "host:port": who has one needs no server
     */
    public void start(Collection<String> remembered, long nowMs) {
        this.remembered = List.copyOf(remembered);
        beginRound(nowMs);
    }

    private void beginRound(long nowMs) {
        nextRoundMs = NEVER;
        known.clear();
        reasons.clear();
        List<String> all = new ArrayList<>(config.servers());
        all.addAll(remembered);
        Collections.shuffle(all, Random.from(random));
        all.forEach(this::addCandidate);
        long until = nowMs + config.patienceMs();
        for (String name : config.names()) {
            awaited.put(new Awaited(Way.NAME, name), until);
            commands.add(new SearchCommand.Resolve(name));
        }
        if (config.callsOut()) {
            awaited.put(NEIGHBORS, until);
            commands.add(new SearchCommand.CallOut());
        }
        goOn(nowMs);
    }

    private void addCandidate(String server) {
        if (known.size() < MAX_SERVERS && known.add(server)) {
            candidates.add(server);
        }
    }

    /**
     * A server has answered.
     *
     * @param overlay the overlay that it serves
     */
    public void answered(String server, String overlay, BootstrapAnswer answer, long nowMs) {
        if (ended || awaited.remove(new Awaited(Way.SERVER, server)) == null) {
            return; // too late
        }
        if (!config.overlay().isEmpty() && !config.overlay().equalsIgnoreCase(overlay)) {
            because(server, "serves the overlay " + Quote.shorten(overlay));
        } else {
            switch (answer) {
                case BootstrapAnswer.Sample sample -> sampled(server, sample);
                case BootstrapAnswer.Redirect redirect -> {
                    because(server, "names other servers");
                    redirect.servers().forEach(this::addCandidate);
                }
                case BootstrapAnswer.Overloaded overloaded -> because(server, "has too much to do");
            }
        }
        goOn(nowMs);
    }

    private void sampled(String server, BootstrapAnswer.Sample sample) {
        List<PeerInfo> peers =
                sample.peers().stream().map(BootstrapAnswer.Heard::peer).toList();
        if (peers.isEmpty()) {
            because(server, "knows no peer");
            return;
        }
        ended = true;
        awaited.clear();
        candidates.clear();
        commands.add(new SearchCommand.Found(server, peers));
    }

    /** A server could not be asked, or has refused. */
    public void failed(String server, String reason, long nowMs) {
        if (awaited.remove(new Awaited(Way.SERVER, server)) != null) {
            because(server, reason);
            goOn(nowMs);
        }
    }

    /**
     * A name was looked up.
     *
     * @param servers "host:port"; none when it does not exist or DNS does not answer
     */
    public void resolved(String name, List<String> servers, long nowMs) {
        if (awaited.remove(new Awaited(Way.NAME, name)) != null) {
            because(name, servers.isEmpty() ? "has no address" : "has " + servers.size() + " addresses");
            List<String> shuffled = new ArrayList<>(servers);
            Collections.shuffle(shuffled, Random.from(random));
            shuffled.forEach(this::addCandidate);
            goOn(nowMs);
        }
    }

    /** A neighbor has answered a call to all. Others may follow. */
    public void heard(String server, long nowMs) {
        if (awaited.containsKey(NEIGHBORS)) {
            addCandidate(server);
            goOn(nowMs);
        }
    }

    /** Time has passed. */
    public void advance(long nowMs) {
        if (nowMs >= nextRoundMs) {
            beginRound(nowMs);
            return;
        }
        List<Awaited> late = awaited.entrySet().stream()
                .filter(entry -> entry.getValue() <= nowMs)
                .map(Map.Entry::getKey)
                .toList();
        if (!late.isEmpty()) {
            late.forEach(one -> {
                awaited.remove(one);
                because(one.name, one == NEIGHBORS ? "no more answers" : "no answer");
            });
            goOn(nowMs);
        }
    }

    /** Asks the next servers; ends the round when nobody is left. */
    private void goOn(long nowMs) {
        if (ended) {
            return;
        }
        while (!candidates.isEmpty() && serversAsked() < config.parallel()) {
            String server = candidates.remove();
            awaited.put(new Awaited(Way.SERVER, server), nowMs + config.patienceMs());
            commands.add(new SearchCommand.Ask(server));
        }
        if (awaited.isEmpty()) {
            failures++;
            long pause = config.backoff().waitMs(failures, random.nextDouble());
            nextRoundMs = nowMs + pause;
            commands.add(new SearchCommand.NobodyFound(why(), pause));
        }
    }

    private long serversAsked() {
        return awaited.keySet().stream().filter(one -> one.way == Way.SERVER).count();
    }

    private void because(String who, String reason) {
        if (reasons.size() < MAX_REASONS || reasons.containsKey(who)) {
            reasons.put(who, reason);
        }
    }

    private String why() {
        if (reasons.isEmpty()) {
            return "no server, name or neighbor to ask";
        }
        List<String> all = new ArrayList<>();
        reasons.forEach((who, reason) -> all.add(who + ": " + reason));
        return String.join("; ", all);
    }

    /** What has to be done since the last call. */
    public List<SearchCommand> commands() {
        List<SearchCommand> taken = List.copyOf(commands);
        commands.clear();
        return taken;
    }

    /** When {@link #advance} is due, on the clock of the other calls; {@link Long#MAX_VALUE} for never. */
    public long deadlineMs() {
        return awaited.values().stream().reduce(nextRoundMs, Math::min);
    }
}
