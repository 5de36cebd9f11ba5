package org.p2psip.edge.regevent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.p2psip.edge.Aor;
import org.p2psip.edge.Binding;
import org.p2psip.edge.location.RouteSet;
import org.p2psip.edge.location.RouteSets;
import org.p2psip.edge.time.Agenda;
import org.p2psip.edge.time.CurrentTime;

/** The bindings of a user whom somebody subscribed to: asked for once for all his subscriptions. */
final class WatchedUser {
    /** Until the overlay is asked again that could not answer. */
    static final long RETRY = TimeUnit.SECONDS.toNanos(5);

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Aor aor;
    private final RouteSets routeSets;
    private final CurrentTime time;
    private final Agenda agenda;
    private final List<Subscription> subscriptions = new ArrayList<>(1);
    private List<Binding> bindings = List.of();
    private long sinceNanos;
    private Agenda.Entry nextLook;
    private boolean asking;
    private boolean askAgain;

    WatchedUser(Aor aor, RouteSets routeSets, CurrentTime time, Agenda agenda) {
        this.aor = aor;
        this.routeSets = routeSets;
        this.time = time;
        this.agenda = agenda;
    }

    Aor aor() {
        return aor;
    }

    void add(Subscription subscription) {
        subscriptions.add(subscription);
    }

    void remove(Subscription subscription) {
        subscriptions.remove(subscription);
        if (subscriptions.isEmpty()) {
            lookLater(Long.MAX_VALUE);
        }
    }

    /** Whether nobody is subscribed to him. */
    boolean isUnwatched() {
        return subscriptions.isEmpty();
    }

    /** Looks for a subscription that begins or goes on; false when the overlay is unavailable. */
    void look(Consumer<Boolean> known) {
        routeSets.find(aor, found -> {
            found.ifPresent(this::take);
            known.accept(found.isPresent());
            List.copyOf(subscriptions).forEach(Subscription::changed); // it may be news for the others
        });
    }

    /** Something changed: looks, and tells the subscriptions. */
    void changed() {
        if (asking) {
            askAgain = true;
            return;
        }
        asking = true;
        routeSets.find(aor, this::found);
    }

    private void found(Optional<RouteSet> found) {
        asking = false;
        if (subscriptions.isEmpty()) {
            return;
        }
        if (askAgain) {
            askAgain = false;
            changed();
        } else if (found.isEmpty()) {
            lookLater(RETRY);
        } else {
            take(found.get());
            List.copyOf(subscriptions).forEach(Subscription::changed);
        }
    }

    private void take(RouteSet routeSet) {
        bindings = routeSet.bindings();
        sinceNanos = time.nanos();
        long next = Long.MAX_VALUE;
        for (Binding binding : bindings) {
            next = Math.min(next, TimeUnit.SECONDS.toNanos(binding.expiresSeconds()) + SECOND);
        }
        lookLater(next); // of an expiry that leaves other contacts nobody tells
    }

    private void lookLater(long nanos) {
        if (nextLook != null) {
            nextLook.cancel();
        }
        nextLook = nanos == Long.MAX_VALUE ? null : agenda.after(nanos, this::changed);
    }

    /** The bindings with the time to live that they have now. */
    List<Binding> current() {
        long seconds = (time.nanos() - sinceNanos) / SECOND;
        List<Binding> current = new ArrayList<>(bindings.size());
        for (Binding binding : bindings) {
            if (binding.expiresSeconds() > seconds) {
                current.add(binding.expiringIn(binding.expiresSeconds() - seconds));
            }
        }
        return current;
    }
}
