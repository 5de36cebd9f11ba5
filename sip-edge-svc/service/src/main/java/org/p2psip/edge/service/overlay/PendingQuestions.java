package org.p2psip.edge.service.overlay;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Operations that wait for their answer, in the order asked, which is the order of deadlines. */
final class PendingQuestions {
    private final Map<Long, Pending> pending = new LinkedHashMap<>();
    private long lastId;

    /** What an answer means. */
    enum Question {
        BINDINGS,
        STORE,
        CREDENTIALS,
        /** One operation of several for a command: its token is a number of GatewayRecords. */
        GATEWAYS,
        /** What is to be cleared: its token is a number of SignedPuts. */
        CLEAR,
        FIRST_ANSWER
    }

    /** @param put what was signed; null for what was not */
    record Pending(long token, Question question, long askedNanos, SignedPuts.SignedPut put) {}

    /** The id that it is asked with. */
    long add(Pending asked) {
        pending.put(++lastId, asked);
        return lastId;
    }

    /** Null when nobody waits for it any more. */
    Pending remove(long id) {
        return pending.remove(id);
    }

    int size() {
        return pending.size();
    }

    /** All of them, which wait no more. */
    List<Pending> removeAll() {
        List<Pending> all = List.copyOf(pending.values());
        pending.clear();
        return all;
    }

    /** Those that waited for so long, which wait no more. */
    List<Pending> removeLate(long now, long timeoutNanos) {
        List<Pending> late = new ArrayList<>();
        for (Iterator<Pending> oldest = pending.values().iterator(); oldest.hasNext(); ) {
            Pending asked = oldest.next();
            if (now - asked.askedNanos() < timeoutNanos) {
                break;
            }
            late.add(asked);
            oldest.remove();
        }
        return late;
    }

    /** Until the next one has waited for so long; there is one. */
    long nextDeadline(long now, long timeoutNanos) {
        return pending.values().iterator().next().askedNanos() + timeoutNanos - now;
    }
}
