package org.p2psip.edge.service.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;
import org.p2psip.edge.Aor;
import org.p2psip.edge.service.overlay.ContractMapping;
import org.p2psip.kafka.KafkaAccess;
import org.p2psip.proto.v1.RegistrationEvent;

/**
 * Topic p2psip.registrations: which AORs were written, so that the edge drops what it keeps of them. Events are hints:
 * what is missed while Kafka is away only makes the edge believe its cache until that is too old.
 *
 * <p>Kafka's own client on a thread of its own, and no channel of Reactive Messaging: a channel whose broker's name does
 * not resolve when the edge starts fails for good and cannot be subscribed to again, so that an edge started before
 * Kafka's DNS entry would never read an event.
 */
public final class RegistrationEvents {
    private static final Logger LOG = Logger.getLogger(RegistrationEvents.class);
    private static final String TOPIC = "p2psip.registrations";
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration CLOSE_LIMIT = Duration.ofMillis(500);
    private static final int RETRY_SECONDS = 5;
    private static final int MAX_BATCH = 2_000;
    private static final int FETCH_BYTES = 64 << 10;
    private static final int FETCH_WAIT_MS = 100;

    private final Map<String, Object> options;
    private final Consumer<List<RegistrationChange>> listener;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private volatile KafkaConsumer<String, byte[]> consumer;
    private volatile long received;
    private volatile long unreadable;

    /**
     * @param access where Kafka is
     * @param listener is told what changed, a batch at a time, on a thread of this
     */
    public RegistrationEvents(KafkaAccess access, Consumer<List<RegistrationChange>> listener) {
        this.listener = listener;
        options = access.with(Map.ofEntries(
                // A group of its own for each process: every edge sees every event, from now on.
                Map.entry(ConsumerConfig.GROUP_ID_CONFIG, "p2psip-edge-" + UUID.randomUUID()),
                Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest"),
                Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false),
                Map.entry(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false),
                Map.entry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_BATCH),
                // Events gather at the broker for a moment: a fetch for each few of them costs more than reading them.
                Map.entry(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, FETCH_BYTES),
                Map.entry(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS),
                // The topic may be made after the edge has started.
                Map.entry(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 5_000),
                Map.entry(ConsumerConfig.RECONNECT_BACKOFF_MS_CONFIG, 100),
                Map.entry(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 2_000)));
        thread = Thread.ofPlatform().name("registration-events").daemon().unstarted(this::run);
    }

    /** Starts to read; returns at once. */
    public void start() {
        thread.start();
    }

    /** Ends to read; waits for it for a moment. */
    public void stop() {
        stopped.countDown();
        KafkaConsumer<String, byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        try {
            thread.join(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Events since the start. Any thread. */
    public long received() {
        return received;
    }

    /** Events whose value was no RegistrationEvent; nothing is dropped for them. Any thread. */
    public long unreadable() {
        return unreadable;
    }

    private void run() {
        try {
            do {
                read();
            } while (!stopped.await(RETRY_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until the edge stops, or the client fails with what it does not recover from itself. */
    private void read() {
        try (KafkaConsumer<String, byte[]> reading =
                new KafkaConsumer<>(options, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer = reading;
            reading.subscribe(List.of(TOPIC));
            while (stopped.getCount() > 0) {
                tell(reading.poll(POLL));
            }
            reading.close(CLOSE_LIMIT);
        } catch (WakeupException e) {
            LOG.debug("the edge stops", e);
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            LOG.warnf("registration events are not read, again in %d s: %s", RETRY_SECONDS, cause.getMessage());
        } finally {
            consumer = null;
        }
    }

    /** The key of an event is the AOR; one without a name concerns no route-set that is kept by name. */
    private void tell(ConsumerRecords<String, byte[]> batch) {
        List<RegistrationChange> changes = new ArrayList<>(batch.count());
        for (ConsumerRecord<String, byte[]> event : batch) {
            int at = event.key() == null ? -1 : event.key().lastIndexOf('@');
            if (at > 0 && event.value() != null) {
                Aor aor = new Aor(event.key().substring(0, at), event.key().substring(at + 1));
                try {
                    changes.add(change(aor, RegistrationEvent.parseFrom(event.value())));
                } catch (InvalidProtocolBufferException e) {
                    unreadable++; // one writer
                    LOG.debugf(e, "event of %s at offset %d", event.key(), event.offset());
                }
            }
        }
        received += batch.count(); // one writer
        if (!changes.isEmpty()) {
            listener.accept(changes);
        }
    }

    static RegistrationChange change(Aor aor, RegistrationEvent event) {
        // Route-sets are known by the generation of what phones registered; another kind's says nothing of it
        boolean written = event.getChange() == RegistrationEvent.Change.CHANGE_WRITTEN
                && event.getKind() != ContractMapping.SIP_REGISTRATION;
        return new RegistrationChange(
                aor, event.getKind() == ContractMapping.CREDENTIALS, written ? event.getGeneration() : 0);
    }
}
