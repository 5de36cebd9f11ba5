package org.p2psip.edge.gateway;

import org.p2psip.edge.time.Agenda;

/** How long an INVITE that was sent out may stay without any answer. */
final class Patience {
    private final Agenda agenda;
    private Agenda.Entry end;

    Patience(Agenda agenda) {
        this.agenda = agenda;
    }

    /** Begins, anew when it has begun before. */
    void start(long nanos, Runnable giveUp) {
        stop();
        end = agenda.after(nanos, giveUp);
    }

    /** Ends it, as there is an answer; without effect when it has not begun. */
    void stop() {
        if (end != null) {
            end.cancel();
            end = null;
        }
    }
}
