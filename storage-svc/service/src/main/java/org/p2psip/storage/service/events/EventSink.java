package org.p2psip.storage.service.events;

import java.util.Optional;
import java.util.function.Consumer;

/** Where registration events go. One thread uses it. */
interface EventSink {
    /**
     * Hands an event over. May block for some seconds while nobody is reached.
     *
     * @param key      events of one key keep their order
     * @param answered called once, from any thread, when the event was taken for good (empty) or never will be
     * @return whether it was handed over; when not, {@code answered} is not called, and it may be tried again later
     */
    boolean send(String key, byte[] event, Consumer<Optional<Exception>> answered);

    /** Sends what was handed over, for a second at most. */
    void close();
}
