package org.p2psip.edge.regevent;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.p2psip.edge.Binding;
import org.p2psip.edge.Flow;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.time.Agenda;
import org.p2psip.edge.time.CurrentTime;
import org.p2psip.edge.uac.Outcome;

/**
 * One subscription (RFC 6665 section 4.2): active until it expires, is ended by the subscriber, or a NOTIFY shows that
 * nobody is there. There is one NOTIFY at a time, and after one on a change none on the next change for {@link
 * #THROTTLE} (RFC 3680 section 4.10); what changes meanwhile is told together.
 */
final class Subscription {
    /** Least time between NOTIFYs on changes. */
    static final long THROTTLE = TimeUnit.SECONDS.toNanos(5);

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Sends NOTIFYs. */
    interface Notifier {
        /**
         * Sends one.
         *
         * @param state value of Subscription-State
         * @param notice what it tells
         */
        void send(Subscription subscription, String state, Notice notice, Consumer<Outcome> done);
    }

    /**
     * What a NOTIFY tells.
     *
     * @param version number of the document
     * @param full whether it lists all contacts
     */
    record Notice(int version, boolean full, String registrationState, List<ContactChange> contacts) {}

    private final Dialog dialog;
    private final String event;
    private final WatchedUser user;
    private final CurrentTime time;
    private final Agenda agenda;
    private final Notifier notifier;
    private final Consumer<Subscription> ended;
    private Flow flow;
    private SipUri target;
    private long lastCseq = -1;
    private long expiresAt;
    private Agenda.Entry expiry;
    private Agenda.Entry throttled;
    private List<Binding> told = List.of();
    private long toldAt;
    private int nextVersion;
    private boolean fullDue = true;
    private boolean notifying;
    private String endReason;
    private boolean over;

    /** @param ended told once, when nothing more is sent */
    Subscription(
            Dialog dialog,
            String event,
            WatchedUser user,
            CurrentTime time,
            Agenda agenda,
            Notifier notifier,
            Consumer<Subscription> ended) {
        this.dialog = dialog;
        this.event = event;
        this.user = user;
        this.time = time;
        this.agenda = agenda;
        this.notifier = notifier;
        this.ended = ended;
    }

    Dialog dialog() {
        return dialog;
    }

    /** The Event value. */
    String event() {
        return event;
    }

    WatchedUser user() {
        return user;
    }

    /** Over which flow the last SUBSCRIBE came. */
    Flow flow() {
        return flow;
    }

    /** The Contact of the last SUBSCRIBE. */
    SipUri target() {
        return target;
    }

    /** Whether a SUBSCRIBE with that CSeq number is newer than the last one. */
    boolean isNext(long cseq) {
        return cseq > lastCseq;
    }

    /** A SUBSCRIBE came. */
    void heardFrom(Flow from, SipUri contact, long cseq) {
        flow = from;
        target = contact;
        lastCseq = cseq;
    }

    /** The subscriber asked for so much time, counted from now; 0 ends it. All contacts are told. */
    void subscribed(int expiresSeconds) {
        if (expiry != null) {
            expiry.cancel();
        }
        fullDue = true;
        if (expiresSeconds == 0) {
            end("timeout");
        } else {
            expiresAt = time.nanos() + expiresSeconds * SECOND;
            expiry = agenda.after(expiresSeconds * SECOND, () -> end("timeout"));
            sendDue();
        }
    }

    /** The user's bindings may have changed. */
    void changed() {
        sendDue();
    }

    /** Ends it, and says so with all contacts (RFC 6665 section 4.1.3). */
    void end(String reason) {
        if (endReason == null && !over) {
            endReason = reason;
            fullDue = true;
            sendDue();
        }
    }

    private void sendDue() {
        if (over || notifying) {
            return;
        }
        List<Binding> now = user.current();
        if (fullDue) {
            String state = now.isEmpty() ? "init" : "active";
            send(now, new Notice(nextVersion, true, state, ContactChange.all(now)));
            return;
        }
        long elapsed = time.nanos() - toldAt;
        List<ContactChange> changes = ContactChange.between(told, elapsed / SECOND, now);
        if (changes.isEmpty() || throttled != null) {
            return;
        }
        if (elapsed < THROTTLE) {
            throttled = agenda.after(THROTTLE - elapsed, () -> {
                throttled = null;
                sendDue();
            });
        } else {
            send(now, new Notice(nextVersion, false, now.isEmpty() ? "terminated" : "active", changes));
        }
    }

    private void send(List<Binding> bindings, Notice notice) {
        notifying = true;
        fullDue = false;
        told = bindings;
        toldAt = time.nanos();
        nextVersion++;
        boolean last = endReason != null;
        notifier.send(this, last ? "terminated;reason=" + endReason : active(), notice, outcome -> {
            notifying = false;
            if (last || !isAccepted(outcome)) {
                stop();
            } else {
                sendDue();
            }
        });
    }

    private String active() {
        return "active;expires=" + Math.max(0, (expiresAt - time.nanos() + SECOND - 1) / SECOND);
    }

    /** RFC 6665 4.2.2: silence and refusal end a subscription; a subscriber that cannot for the moment stays one. */
    private static boolean isAccepted(Outcome outcome) {
        return outcome instanceof Outcome.Answered answered
                && (answered.response().status() < 300
                        || (answered.response().status() >= 500
                                && answered.response().status() < 600));
    }

    private void stop() {
        if (!over) {
            over = true;
            if (expiry != null) {
                expiry.cancel();
            }
            if (throttled != null) {
                throttled.cancel();
            }
            ended.accept(this);
        }
    }
}
