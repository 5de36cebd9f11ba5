package org.p2psip.client;

import java.util.concurrent.CompletableFuture;

/** A program that takes messages for an address of record, until it is closed. */
public interface Listening extends AutoCloseable {
    /**
     * Done when messages come for the first time. It fails with an {@link OverlayException} when the overlay refuses it,
     * because the address is not the caller's, or a limit is reached; then it is tried no more.
     */
    CompletableFuture<Void> registered();

    /** Takes no more messages, and removes the registration. */
    @Override
    void close();
}
