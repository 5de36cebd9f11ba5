package org.p2psip.storage.service.events;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import java.util.Map;

/** The channel of events ends in this process instead of Kafka. */
public final class EventsInMemory implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        return InMemoryConnector.switchOutgoingChannelsToInMemory("registration-events");
    }

    @Override
    public void stop() {
        InMemoryConnector.clear();
    }
}
