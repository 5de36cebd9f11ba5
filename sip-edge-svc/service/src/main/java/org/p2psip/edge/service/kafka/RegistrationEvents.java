package org.p2psip.edge.service.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.p2psip.edge.Aor;

/**
 * Topic p2psip.registrations: which AORs were written, so that the edge drops what it keeps of them. Events are hints:
 * what is missed while Kafka is away only makes the edge believe its cache until that is too old.
 */
@ApplicationScoped
public class RegistrationEvents {
    private volatile Consumer<List<Aor>> changed = aors -> {};
    private volatile long received;

    /** Who is told, on a thread of Kafka's channel. */
    public void onChange(Consumer<List<Aor>> listener) {
        changed = listener;
    }

    /** Events since the start. */
    public long received() {
        return received;
    }

    /** The key of an event is the AOR; one without a name concerns no route-set that is kept by name. */
    @Incoming("registrations")
    void changed(ConsumerRecords<String, byte[]> events) {
        List<Aor> aors = new ArrayList<>(events.count());
        for (ConsumerRecord<String, byte[]> event : events) {
            int at = event.key() == null ? -1 : event.key().lastIndexOf('@');
            if (at > 0) {
                aors.add(new Aor(event.key().substring(0, at), event.key().substring(at + 1)));
            }
        }
        received += events.count(); // one channel, one call at a time
        if (!aors.isEmpty()) {
            changed.accept(aors);
        }
    }
}
