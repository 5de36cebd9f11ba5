package org.p2psip.routing.service.events;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Takes events and sends them nowhere. */
public final class NoEvents implements Emitter<byte[]> {
    private final Queue<byte[]> events = new ConcurrentLinkedQueue<>();

    /** What was to be sent, oldest first. */
    public Queue<byte[]> events() {
        return events;
    }

    @Override
    public CompletionStage<Void> send(byte[] event) {
        events.add(event);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public <M extends Message<? extends byte[]>> void send(M message) {
        events.add(message.getPayload());
    }

    @Override
    public void complete() {
        events.clear();
    }

    @Override
    public void error(Exception failure) {
        events.clear();
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public boolean hasRequests() {
        return true;
    }
}
