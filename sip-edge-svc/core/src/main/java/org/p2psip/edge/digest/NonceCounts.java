package org.p2psip.edge.digest;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which counts of which nonces were used (RFC 7616 3.4.3, 5.5): each is accepted once. Datagrams overtake each other, so
 * counts may come out of order within {@link #WINDOW}.
 *
 * <p>A nonce takes room with its first right response, never before; so those who know no password cost nothing. At the
 * limit the nonce that was first used longest ago goes: it is stale from then on, as are all unused ones that were issued
 * before it, because nobody can tell those from forgotten ones. For one thread.
 */
public final class NonceCounts {
    /** How far a count may lag behind the highest. */
    public static final int WINDOW = 64;

    /** What a count is. */
    public enum Use {
        /** New: the request is authenticated. */
        ACCEPTED,
        /** Used before, or too far behind: challenge with {@code stale=true}. */
        REPLAYED,
        /** The nonce was forgotten: challenge with {@code stale=true}. */
        FORGOTTEN
    }

    /** The highest count, and which of the {@link #WINDOW} up to it were used: bit n is the highest minus n. */
    private static final class Counts {
        private final String user;
        private long highest;
        private long used;

        Counts(String user) {
            this.user = user;
        }

        boolean use(long count) {
            if (count > highest) {
                long shift = count - highest;
                used = (shift >= WINDOW ? 0 : used << shift) | 1;
                highest = count;
                return true;
            }
            long behind = highest - count;
            if (behind >= WINDOW || (used >>> behind & 1) != 0) {
                return false;
            }
            used |= 1L << behind;
            return true;
        }
    }

    private final int limit;
    private final Map<Long, Counts> bySequence;
    /** Sequence numbers below are forgotten, unless they are in the table. */
    private long forgottenBelow;

    private long evicted;

    /** A table for as many nonces. */
    public NonceCounts(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("A table for " + limit + " nonces: 1 is the least");
        }
        this.limit = limit;
        this.bySequence = new LinkedHashMap<>();
    }

    /**
     * Uses a count. Only to be called when the response was right, else anybody could use up a phone's counts.
     *
     * @param nonce a nonce of this edge
     * @param count the nonce count; 0 for credentials without one (RFC 2069), whose nonce is good once
     * @param user who gave the right response
     */
    public Use use(Nonce nonce, long count, String user) {
        Counts counts = bySequence.get(nonce.sequence());
        if (counts == null) {
            if (nonce.sequence() < forgottenBelow) {
                return Use.FORGOTTEN;
            }
            if (bySequence.size() >= limit) {
                evictOldest();
            }
            counts = new Counts(user);
            bySequence.put(nonce.sequence(), counts);
        }
        return counts.use(Math.max(1, count)) ? Use.ACCEPTED : Use.REPLAYED;
    }

    /** Whether that user was the first to give a right response with the nonce. */
    public boolean isOf(Nonce nonce, String user) {
        Counts counts = bySequence.get(nonce.sequence());
        return counts != null && counts.user.equals(user);
    }

    private void evictOldest() {
        Iterator<Long> sequences = bySequence.keySet().iterator();
        forgottenBelow = Math.max(forgottenBelow, sequences.next() + 1);
        sequences.remove();
        evicted++;
    }

    /** Nonces in the table. */
    public int size() {
        return bySequence.size();
    }

    /** Nonces that went because the table was full, so far. */
    public long evicted() {
        return evicted;
    }
}
