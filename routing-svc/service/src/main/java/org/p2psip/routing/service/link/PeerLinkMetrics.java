package org.p2psip.routing.service.link;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What is counted of the links to other peers. */
@Singleton
final class PeerLinkMetrics {
    /** What happens to links and to messages on them. */
    enum Event {
        DIALED,
        ACCEPTED,
        /** Could not be opened. */
        FAILED,
        /** Not accepted: who is at the other side is not what it says, or of another overlay. */
        REFUSED,
        BROKEN,
        CLOSED,
        /** A message for a peer that reads too slowly. */
        DROPPED_QUEUE,
        /** A message for a peer that is not linked any more. */
        DROPPED_NO_LINK,
        /** A message that is not as the contract wants it. */
        MALFORMED
    }

    private final Map<Event, Counter> counters = new EnumMap<>(Event.class);
    private final AtomicInteger links = new AtomicInteger();

    PeerLinkMetrics(MeterRegistry registry) {
        registry.gauge("p2psip.ring.links", links);
        for (Event event : Event.values()) {
            counters.put(
                    event,
                    registry.counter(
                            "p2psip.ring.link.events", "event", event.name().toLowerCase(Locale.ROOT)));
        }
    }

    void count(Event event) {
        counters.get(event).increment();
    }

    void links(int number) {
        links.lazySet(number);
    }
}
