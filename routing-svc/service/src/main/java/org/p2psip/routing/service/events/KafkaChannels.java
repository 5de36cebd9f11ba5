package org.p2psip.routing.service.events;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.Map;
import org.p2psip.routing.service.config.Settings;

/** What all channels of Reactive Messaging connect to Kafka with: the same as the clients that are made by hand. */
final class KafkaChannels {
    private KafkaChannels() {}

    /** Takes the place of Quarkus' own, which reads keys of another name. */
    @Produces
    @ApplicationScoped
    @Identifier("default-kafka-broker")
    static Map<String, Object> access(Settings settings) {
        return settings.kafka().access().options();
    }
}
