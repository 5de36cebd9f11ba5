package org.p2psip.storage.service.events;

import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Takes the events of the tested service instead of Kafka. */
@Mock
@ApplicationScoped
class RecordedEvents implements EventSink {
    private final List<Sent> sent = new CopyOnWriteArrayList<>();

    record Sent(String key, byte[] event) {}

    @Override
    public boolean send(String key, byte[] event, Consumer<Optional<Exception>> answered) {
        sent.add(new Sent(key, event));
        answered.accept(Optional.empty());
        return true;
    }

    @Override
    public void close() {
        sent.clear();
    }

    List<Sent> sent() {
        return sent;
    }
}
