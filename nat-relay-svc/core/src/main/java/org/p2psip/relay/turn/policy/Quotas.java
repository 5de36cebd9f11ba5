package org.p2psip.relay.turn.policy;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many allocations there may be, in all and for each account. Any thread may ask. */
public final class Quotas {
    private final int total;
    private final int perAccount;
    private final AtomicInteger held = new AtomicInteger();
    private final ConcurrentMap<String, Integer> byAccount = new ConcurrentHashMap<>();

    /** What became of the wish for one more. */
    public enum Verdict {
        ADMITTED,
        /** This account has as many as one may have: 486. */
        ACCOUNT_FULL,
        /** All have: 508. */
        RELAY_FULL
    }

    /**
     * @param total at least 1
     * @param perAccount at least 1
     */
    public Quotas(int total, int perAccount) {
        if (total < 1 || perAccount < 1) {
            throw new IllegalArgumentException("Quotas are at least 1: " + total + " in all, " + perAccount + " each");
        }
        this.total = total;
        this.perAccount = perAccount;
    }

    /** Takes one, to be given back by {@link #release}, if it is admitted. */
    public Verdict take(String account) {
        if (held.incrementAndGet() > total) {
            held.decrementAndGet();
            return Verdict.RELAY_FULL;
        }
        if (byAccount.merge(account, 1, Integer::sum) > perAccount) {
            release(account);
            return Verdict.ACCOUNT_FULL;
        }
        return Verdict.ADMITTED;
    }

    public void release(String account) {
        held.decrementAndGet();
        byAccount.computeIfPresent(account, (same, count) -> count == 1 ? null : count - 1);
    }

    /** Allocations that are held now. */
    public int held() {
        return held.get();
    }
}
