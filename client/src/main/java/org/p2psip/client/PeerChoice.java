package org.p2psip.client;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.p2psip.routing.table.PeerInfo;
import org.p2psip.routing.timing.Backoff;

/**
 * Which peer to talk to: a random one of those known, so that clients spread; after a failure another one. One that failed
 * is not tried again for a while, which grows with each failure in a row.
 */
final class PeerChoice {
    /** Peers remembered; with more, those that failed go first, then the oldest. */
    static final int LIMIT = 64;

    private static final Backoff HOLD_DOWN = new Backoff(1_000, 60_000);

    private final RandomGenerator random;
    /** By address, in the order of trying. */
    private final Map<String, PeerInfo> known = new LinkedHashMap<>();

    private final Map<String, Failures> failed = new HashMap<>();

    private record Failures(int inARow, long untilMs) {}

    PeerChoice(RandomGenerator random) {
        this.random = random;
    }

    /** Adds peers that bootstrap has named, behind those that are known. */
    void learned(List<PeerInfo> peers) {
        List<PeerInfo> shuffled = new ArrayList<>(peers);
        Collections.shuffle(shuffled, Random.from(random));
        shuffled.stream().filter(PeerInfo::isDialable).forEach(peer -> known.putIfAbsent(peer.address(), peer));
        while (known.size() > LIMIT) {
            String leaves = known.keySet().stream()
                    .filter(failed::containsKey)
                    .findFirst()
                    .orElseGet(() -> known.keySet().iterator().next());
            known.remove(leaves);
            failed.remove(leaves);
        }
    }

    /** The peer to try now; empty when all that are known have failed lately. */
    Optional<PeerInfo> next(long nowMs) {
        return known.values().stream().filter(peer -> !isHeldDown(peer, nowMs)).findFirst();
    }

    private boolean isHeldDown(PeerInfo peer, long nowMs) {
        Failures failures = failed.get(peer.address());
        return failures != null && nowMs < failures.untilMs;
    }

    /** The link to a peer broke, or was not made. */
    void failed(PeerInfo peer, long nowMs) {
        Failures before = failed.get(peer.address());
        int inARow = before == null ? 1 : before.inARow + 1;
        failed.put(peer.address(), new Failures(inARow, nowMs + HOLD_DOWN.waitMs(inARow, random.nextDouble())));
        known.remove(peer.address());
        known.put(peer.address(), peer); // it is tried after the others
    }

    /** A peer has answered. */
    void answered(PeerInfo peer) {
        failed.remove(peer.address());
    }

    /** Addresses of all peers that are known, those that work before those that failed. */
    List<String> addresses() {
        List<String> addresses = new ArrayList<>(known.keySet());
        addresses.sort((one, other) -> Boolean.compare(failed.containsKey(one), failed.containsKey(other)));
        return addresses;
    }
}
