package org.p2psip.storage.service.events;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import org.jboss.logging.Logger;
import org.p2psip.storage.StoredKind;
import org.p2psip.storage.StoredValue;
import org.p2psip.storage.service.config.Settings;
import org.p2psip.storage.service.records.RecordKey;
import org.p2psip.storage.service.records.RecordStore;

/**
 * Tells when the last value of a record expired. Infinispan's own expiry is of no use for that: a record stays, with
 * what is remembered of it, after its last value. Records that were there at the start are found by going once through
 * the store in the background, a 256th of the ring at a time.
 */
@ApplicationScoped
public class ExpiryWatch {
    private static final Logger LOG = Logger.getLogger(ExpiryWatch.class);
    private static final int MAX_PER_TICK = 2000;
    private static final int SEGMENTS = 256;

    private final RecordStore records;
    private final RegistrationEvents events;
    private final Vertx vertx;
    private final Clock clock;
    private final ExpiryDeadlines deadlines;
    private final Counter unwatched;
    private volatile boolean stopping;

    public ExpiryWatch(
            RecordStore records,
            RegistrationEvents events,
            Settings settings,
            MeterRegistry metrics,
            Vertx vertx,
            Clock clock) {
        this.records = records;
        this.events = events;
        this.vertx = vertx;
        this.clock = clock;
        this.deadlines = new ExpiryDeadlines(settings.limits().expiryWatch());
        this.unwatched = Counter.builder("p2psip.storage.expiry.unwatched")
                .description("Writes whose expiry will not be told: the limit of watched records was reached")
                .register(metrics);
        Gauge.builder("p2psip.storage.expiry.watched", deadlines, ExpiryDeadlines::size)
                .description("Records whose expiry will be told")
                .register(metrics);
    }

    void start(@Observes StartupEvent event) {
        records.onCommit(events);
        records.onCommit(this::watch);
        vertx.setPeriodic(ExpiryDeadlines.STEP_MS, tick -> tick());
        records.serving().thenRun(() -> findStored(0));
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    private void watch(RecordKey key, StoredKind state) {
        long expiry = state.lastExpiryMs();
        if (RegistrationEvents.isTold(key.kind()) && expiry > clock.millis() && !deadlines.watch(key, expiry)) {
            unwatched.increment();
        }
    }

    private void tick() {
        for (RecordKey key : deadlines.due(clock.millis(), MAX_PER_TICK)) {
            look(key);
        }
    }

    private void look(RecordKey key) {
        records.read(key).whenComplete((found, failure) -> {
            if (failure != null) {
                LOG.debugf(failure, "Cannot read %s to tell its expiry", key);
                return;
            }
            found.ifPresent(state -> tell(key, state));
        });
    }

    private void tell(RecordKey key, StoredKind state) {
        if (state.lastExpiryMs() > clock.millis()) {
            watch(key, state);
        } else if (state.values().stream().anyMatch(StoredValue::exists)) {
            events.expired(key, state);
        }
    }

    private void findStored(int segment) {
        if (segment == SEGMENTS || stopping) {
            return;
        }
        vertx.executeBlocking(
                        () -> {
                            records.visit(segment, this::found);
                            return segment;
                        },
                        false)
                .onComplete(visited -> {
                    if (visited.failed()) {
                        LOG.warnf("Cannot go through the store: some expiries will not be told: %s", visited.cause());
                    } else {
                        findStored(segment + 1);
                    }
                });
    }

    private void found(RecordKey key, StoredKind state) {
        if (RegistrationEvents.isTold(key.kind())) {
            tell(key, state);
        }
    }
}
