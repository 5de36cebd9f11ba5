package org.p2psip.edge.protect;

import java.util.concurrent.TimeUnit;

/**
 * How many requests a source may send: a bucket of tokens for each, told by the time at which it would be full again
 * (the generic cell rate algorithm, ITU-T I.371). The table has a fixed size, and a place in it is found in a few steps:
 * a source may be in any of {@value #WAYS} places, and takes that of the source which was quiet the longest. Nothing is
 * allocated once it is made.
 */
final class RateLimit {
    /** Answers that say "too many" may come so often for each source; requests beyond are dropped. */
    static final int REFUSALS_PER_SECOND = 10;

    private static final int WAYS = 8;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long REFUSAL_INTERVAL = SECOND / REFUSALS_PER_SECOND;
    private static final long REFUSAL_TOLERANCE = SECOND - REFUSAL_INTERVAL;

    /** What becomes of a request. */
    enum Verdict {
        /** It may pass, and its source is not {@link #known}, as far as the table remembers. */
        NEWCOMER,
        ADMITTED,
        /** Too many: to be answered so. */
        REFUSED,
        /** Too many, and the source was told so often enough. */
        DROPPED
    }

    private final long interval;
    private final long tolerance;
    private final long seed;
    private final int mask;
    /** Of {@link SourceKey}; 0 where nobody is. */
    private final long[] keys;

    private final long[] fullAgain;
    private final long[] refusals;
    private final boolean[] known;
    private long displaced;

    /**
     * @param perSecond requests that a source may send for long; 0 for any number
     * @param burst requests that it may send at once
     * @param sources at least so many have a place
     * @param seed so that nobody can choose addresses that displace each other
     */
    RateLimit(int perSecond, int burst, int sources, long seed) {
        this.interval = perSecond == 0 ? 0 : SECOND / perSecond;
        this.tolerance = interval * (burst - 1);
        this.seed = seed;
        int sets = Math.max(1, Integer.highestOneBit(Math.max(1, sources - 1)) * 2 / WAYS);
        this.mask = sets - 1;
        this.keys = new long[sets * WAYS];
        this.fullAgain = new long[sets * WAYS];
        this.refusals = new long[sets * WAYS];
        this.known = new boolean[sets * WAYS];
    }

    /** A request of a source came. */
    Verdict request(long key, long now) {
        int base = set(key);
        int place = base;
        for (int i = base; i < base + WAYS; i++) {
            if (keys[i] == key) {
                return spend(i, now);
            }
            if (keys[i] == 0) {
                place = i;
                break; // places fill in order, and are never given back
            }
            if (fullAgain[i] - fullAgain[place] < 0) {
                place = i;
            }
        }
        if (keys[place] != 0 && fullAgain[place] - now > 0) {
            displaced++;
        }
        keys[place] = key;
        fullAgain[place] = now;
        refusals[place] = now;
        known[place] = false;
        return spend(place, now);
    }

    private Verdict spend(int place, long now) {
        long full = fullAgain[place] - now > 0 ? fullAgain[place] : now;
        if (full - now <= tolerance) {
            fullAgain[place] = full + interval;
            return known[place] ? Verdict.ADMITTED : Verdict.NEWCOMER;
        }
        long told = refusals[place] - now > 0 ? refusals[place] : now;
        if (told - now <= REFUSAL_TOLERANCE) {
            refusals[place] = told + REFUSAL_INTERVAL;
            return Verdict.REFUSED;
        }
        return Verdict.DROPPED;
    }

    /** A source was looked at: it is no newcomer any more. */
    void known(long key) {
        int base = set(key);
        for (int i = base; i < base + WAYS; i++) {
            if (keys[i] == key) {
                known[i] = true;
            }
        }
    }

    /** Sources that lost their place while they had used some of their requests. */
    long displaced() {
        return displaced;
    }

    private int set(long key) {
        long mixed = (key ^ seed) * 0x9e3779b97f4a7c15L; // 2^64 divided by the golden ratio
        mixed = (mixed ^ mixed >>> 32) * 0x9e3779b97f4a7c15L;
        return (int) (mixed >>> 33 & mask) * WAYS;
    }
}
