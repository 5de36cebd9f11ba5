package org.p2psip.routing.service.events;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.timing.Backoff;

/** Creates the topic of overlay events, in the background and for as long as it takes. */
@Singleton
public final class OverlayTopic {
    static final String NAME = "p2psip.overlay";

    private static final Logger LOG = Logger.getLogger(OverlayTopic.class);
    private static final Backoff BACKOFF = new Backoff(1000, 30_000);
    private static final int REQUEST_TIMEOUT_MS = 10_000;

    private final Settings.Kafka settings;
    private final CompletableFuture<Void> created = new CompletableFuture<>();
    private final ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("overlay-topic").unstarted(task));
    private int failures;

    public OverlayTopic(Settings settings) {
        this.settings = settings.kafka();
    }

    /** Begins; the future is done when the topic is there. */
    public CompletableFuture<Void> create() {
        background.execute(this::attempt);
        return created;
    }

    /** Done when the topic is there. */
    public CompletableFuture<Void> created() {
        return created;
    }

    /** Whether the topic is there. */
    public boolean isCreated() {
        return created.isDone();
    }

    private void attempt() {
        Map<String, Object> properties = settings.access()
                .with(Map.of(
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        REQUEST_TIMEOUT_MS,
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        REQUEST_TIMEOUT_MS,
                        AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        1000L));
        try (Admin admin = Admin.create(properties)) {
            admin.createTopics(List.of(new NewTopic(NAME, settings.partitions(), settings.replication())))
                    .all()
                    .get();
            finish();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                finish();
            } else {
                retry(e.getCause().getMessage());
            }
        } catch (KafkaException e) {
            retry(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
        } catch (InterruptedException e) {
            // The service stops, and with it this thread.
            Thread.currentThread().interrupt();
        }
    }

    private void finish() {
        created.complete(null);
        background.shutdown();
    }

    private void retry(String reason) {
        failures++;
        if (failures == 1) {
            LOG.warnf("%s: topic %s is not there yet (%s). Trying on", settings.access(), NAME, reason);
        }
        background.schedule(this::attempt, BACKOFF.waitMs(failures, 0), TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        background.shutdownNow();
    }
}
