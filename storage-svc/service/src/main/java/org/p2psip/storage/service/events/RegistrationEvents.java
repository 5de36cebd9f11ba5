package org.p2psip.storage.service.events;

import com.google.protobuf.UnsafeByteOperations;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.p2psip.proto.v1.RegistrationEvent;
import org.p2psip.proto.v1.RegistrationEvent.Change;
import org.p2psip.storage.StoredKind;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.service.config.Settings;
import org.p2psip.storage.service.records.CommitListener;
import org.p2psip.storage.service.records.RecordKey;

/** Tells of changed and expired registrations and credentials on the topic p2psip.registrations. */
@ApplicationScoped
public class RegistrationEvents implements CommitListener {
    private static final Logger LOG = Logger.getLogger(RegistrationEvents.class);
    private static final Set<Integer> TOLD_KINDS =
            Set.of(KindCatalog.EDGE_REGISTRATION, KindCatalog.SIP_REGISTRATION, KindCatalog.CREDENTIALS);
    private static final long STOP_LIMIT_MS = 2000;

    private final EventSender sender;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("registration-events").factory());
    private final Clock clock;

    RegistrationEvents(Settings settings, EventSink sink, MeterRegistry metrics, Clock clock) {
        EventQueue queue = new EventQueue(settings.limits().events(), metrics);
        this.sender = new EventSender(queue, sink, this::later, metrics);
        this.clock = clock;
    }

    static boolean isTold(int kind) {
        return TOLD_KINDS.contains(kind);
    }

    @Override
    public void committed(RecordKey key, StoredKind state) {
        if (isTold(key.kind())) {
            sender.offer(event(key, state, Change.CHANGE_WRITTEN));
        }
    }

    /** The last value of a record expired. */
    void expired(RecordKey key, StoredKind state) {
        sender.offer(event(key, state, Change.CHANGE_EXPIRED));
    }

    /** The topic exists: what waits may leave. */
    void open() {
        sender.open();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        thread.execute(sender::close);
        thread.shutdown();
        if (!thread.awaitTermination(STOP_LIMIT_MS, TimeUnit.MILLISECONDS)) {
            LOG.warn("Kafka did not take the last registration events");
        }
    }

    private void later(Runnable task, long delayMs) {
        try {
            thread.schedule(task, delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("The service has stopped; no more events are sent", e);
        }
    }

    private RegistrationEvent event(RecordKey key, StoredKind state, Change change) {
        long now = clock.millis();
        return RegistrationEvent.newBuilder()
                .setResourceName(state.resourceName())
                .setResourceId(
                        UnsafeByteOperations.unsafeWrap(key.resource().octets().unsafeArray()))
                .setKind(key.kind())
                .setChange(change)
                .setGeneration(state.generation())
                .setEntries(state.countLive(now))
                .setAtMs(now)
                .build();
    }
}
