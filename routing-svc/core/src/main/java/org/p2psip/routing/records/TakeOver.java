package org.p2psip.routing.records;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.table.PeerInfo;
import org.p2psip.routing.timing.Backoff;

/**
 * Takes one range over from another site. Until it is done that site serves the range; what is written there meanwhile is
 * brought once more at the end.
 *
 * <pre>
 *   copying --all parts are here--> catching up --nothing was written since--> done
 *      |  ^                             |  ^
 *      +--+ broken: again from the last whole part, after a pause
 *   any --nobody of that site can be reached--> done: what there is are replicas
 * </pre>
 */
final class TakeOver {
    /** Resources written during the transfer; a further write waits for its end. */
    private static final int WRITTEN_LIMIT = 8_192;

    private static final Backoff BACKOFF = new Backoff(100, 3_000);

    private final TakeOvers owner;
    private final Position last;
    private final PeerInfo from;
    private final Set<ResourceId> written = new LinkedHashSet<>();
    private final Position after;
    private Position next;
    private PeerInfo source;
    private Transfer running;
    private boolean copied;
    private boolean ended;
    private int writesInFlight;
    private int failures;

    TakeOver(TakeOvers owner, Position after, Position last, PeerInfo from) {
        this.owner = owner;
        this.after = after;
        this.last = last;
        this.from = from;
        this.next = after.next();
    }

    Position last() {
        return last;
    }

    boolean contains(Position key) {
        return key.isBetween(after, last);
    }

    /** Who serves the range until it is taken over; null when nobody of that site can be reached now. */
    PeerInfo source() {
        return source;
    }

    void begin() {
        source = owner.reachable(from, failures);
        if (source == null) {
            end(false);
            return;
        }
        if (copied) {
            ResourceId one = written.iterator().next();
            written.remove(one);
            run(one.position(), one.position(), failure -> caughtUp(one, failure));
        } else {
            run(next, last, this::copied);
        }
    }

    private void run(Position first, Position end, Consumer<String> whenEnded) {
        running = owner.moves().transfer(source, first, end, new Transfer.Outcome() {
            @Override
            public void through(Position position) {
                if (!copied && !position.equals(last)) {
                    next = position.next();
                }
                failures = 0;
            }

            @Override
            public void ended(String failure) {
                running = null;
                whenEnded.accept(failure);
            }
        });
    }

    private void copied(String failure) {
        if (failure == null) {
            copied = true;
            goOn();
        } else {
            again(failure);
        }
    }

    private void caughtUp(ResourceId one, String failure) {
        if (failure == null) {
            goOn();
        } else {
            written.add(one);
            again(failure);
        }
    }

    /** What was written meanwhile is brought; with nothing left the range is taken over. */
    private void goOn() {
        if (ended || running != null || !copied) {
            return;
        }
        if (!written.isEmpty()) {
            begin();
        } else if (writesInFlight == 0) {
            end(true);
        }
    }

    private void again(String failure) {
        failures++;
        owner.moves().retried(after, last, failures, failure);
        owner.moves()
                .later(
                        () -> {
                            if (!ended && running == null) {
                                begin();
                            }
                        },
                        BACKOFF.waitMs(failures, owner.nextDouble()));
    }

    /** A write goes to the other site; false at the limit. */
    boolean beginWrite() {
        if (written.size() + writesInFlight >= WRITTEN_LIMIT) {
            return false;
        }
        writesInFlight++;
        return true;
    }

    /** The other site has answered a write, or not: it may have been done in any case. */
    void endWrite(ResourceId resource) {
        writesInFlight--;
        written.add(resource);
        goOn();
    }

    private void end(boolean brought) {
        if (!ended) {
            ended = true;
            owner.moves().ended(after, last, from, brought);
            owner.taken(this);
        }
    }

    /** The range is not this peer's any more. */
    void cancel() {
        ended = true;
        if (running != null) {
            running.cancel();
        }
    }
}
