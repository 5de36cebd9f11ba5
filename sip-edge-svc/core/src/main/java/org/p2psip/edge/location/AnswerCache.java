package org.p2psip.edge.location;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.p2psip.edge.Aor;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.OverlayResult;
import org.p2psip.edge.transaction.TransactionContext;

/**
 * What the overlay said of AORs: kept at most {@link #MAX_AGE}, and asked for once for all who want it meanwhile. An
 * answer that was under way while its AOR changed is used, but not kept.
 *
 * @param <V> what an answer says
 */
final class AnswerCache<V> {
    /** How old an answer may be that is used without asking. */
    static final long MAX_AGE = TimeUnit.SECONDS.toNanos(5);

    /** Above every generation, as they are compared without sign. */
    private static final long UNKNOWN = -1;

    /** The command that asks for an AOR. */
    @FunctionalInterface
    interface Question {
        EdgeCommand of(long token, Aor aor);
    }

    /** What a result of the overlay says. */
    @FunctionalInterface
    interface Reader<V> {
        Answer<V> read(OverlayResult result);
    }

    /**
     * What a result says.
     *
     * @param worthKeeping false for what may soon be otherwise without anybody saying so
     * @param generation of what it says, which grows with each change; 0 when there is none
     */
    record Answer<V>(V value, boolean worthKeeping, long generation) {}

    /** @param sinceNanos when the overlay said so */
    record Kept<V>(V value, long sinceNanos, long generation) {}

    private final TransactionContext context;
    private final Questions questions;
    private final Question question;
    private final Reader<V> reader;
    private final Map<Aor, Kept<V>> cache;
    private final Map<Aor, UnderWay<V>> underWay = new HashMap<>();

    /** @param limit answers that are kept */
    AnswerCache(TransactionContext context, Questions questions, Question question, Reader<V> reader, int limit) {
        this.context = context;
        this.questions = questions;
        this.question = question;
        this.reader = reader;
        this.cache = new BoundedCache<>(limit);
    }

    /** What is kept and not too old; null when there is nothing. */
    Kept<V> kept(Aor aor) {
        Kept<V> kept = cache.get(aor);
        return kept != null && context.time().nanos() - kept.sinceNanos <= MAX_AGE ? kept : null;
    }

    /** Whether anything is kept, however old. */
    boolean knows(Aor aor) {
        return cache.containsKey(aor);
    }

    /** Hands over what the overlay says now. */
    void ask(Aor aor, Consumer<V> answer) {
        UnderWay<V> known = underWay.get(aor);
        if (known != null && known.outdatedBefore == 0) {
            known.waiting.add(answer);
            return;
        }
        UnderWay<V> asked = new UnderWay<>();
        asked.waiting.add(answer);
        underWay.put(aor, asked);
        questions.ask(token -> question.of(token, aor), result -> answered(aor, asked, result));
    }

    private void answered(Aor aor, UnderWay<V> asked, OverlayResult result) {
        underWay.remove(aor, asked);
        Answer<V> answer = reader.read(result);
        if (Long.compareUnsigned(answer.generation, asked.outdatedBefore) >= 0) {
            keep(aor, answer);
        }
        asked.handOver(answer.value);
    }

    /** Keeps an answer, if it is worth it. */
    void keep(Aor aor, Answer<V> answer) {
        if (answer.worthKeeping) {
            cache.put(aor, new Kept<>(answer.value, context.time().nanos(), answer.generation));
        }
    }

    /** Forgets what is kept; what is under way is as good as before. */
    void drop(Aor aor) {
        cache.remove(aor);
    }

    /** An AOR changed, nobody knows how: what is kept is forgotten, and what is under way will not be kept. */
    void changed(Aor aor) {
        changed(aor, 0);
    }

    /**
     * An AOR changed: what is older is forgotten, and what is under way will only be kept if it is not older.
     *
     * @param generation after the change; 0 when nobody knows
     * @return false when what is kept has that change already
     */
    boolean changed(Aor aor, long generation) {
        if (generation != 0) {
            Kept<V> kept = cache.get(aor);
            if (kept != null && Long.compareUnsigned(kept.generation, generation) >= 0) {
                return false;
            }
        }
        cache.remove(aor);
        outdate(aor, generation == 0 ? UNKNOWN : generation);
        return true;
    }

    private void outdate(Aor aor, long generation) {
        UnderWay<V> known = underWay.get(aor);
        if (known != null && Long.compareUnsigned(generation, known.outdatedBefore) > 0) {
            known.outdatedBefore = generation;
        }
    }

    private static final class UnderWay<V> {
        private final List<Consumer<V>> waiting = new ArrayList<>(1);
        /** An answer of an older generation is not kept; 0 keeps every answer. */
        private long outdatedBefore;

        /** A bug that one of them meets must not cost the others their answer; it is told when all have it. */
        void handOver(V value) {
            RuntimeException bug = null;
            for (Consumer<V> each : waiting) {
                try {
                    each.accept(value);
                } catch (RuntimeException thrown) {
                    if (bug == null) {
                        bug = thrown;
                    } else if (bug != thrown) {
                        bug.addSuppressed(thrown);
                    }
                }
            }
            if (bug != null) {
                throw bug;
            }
        }
    }
}
