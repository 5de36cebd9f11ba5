package org.p2psip.storage.service.events;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;
import org.p2psip.storage.service.config.Settings;

/**
 * Creates the topic p2psip.registrations in the background, again and again until Kafka has it. It has a thread of its
 * own for that, since Kafka's administration waits; the thread ends when the topic is there.
 */
@ApplicationScoped
public class RegistrationTopic {
    static final String NAME = "p2psip.registrations";

    private static final Logger LOG = Logger.getLogger(RegistrationTopic.class);
    private static final long RETRY_MS = 2000;
    private static final int TIMEOUT_MS = 5000;

    private final Settings.Kafka kafka;
    private final RegistrationEvents events;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("registration-topic").factory());
    private boolean complained;

    public RegistrationTopic(Settings settings, RegistrationEvents events) {
        this.kafka = settings.kafka();
        this.events = events;
    }

    void start(@Observes StartupEvent event) {
        thread.scheduleWithFixedDelay(this::attempt, 0, RETRY_MS, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
    }

    private void attempt() {
        try (Admin admin = Admin.create(kafka.access()
                .with(Map.of(
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        TIMEOUT_MS,
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        TIMEOUT_MS)))) {
            createOrCompact(admin);
            LOG.infof("Topic %s is there; registration events flow", NAME);
            events.open();
            thread.shutdown();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            complain(e);
        } catch (InterruptedException e) {
            // The service stops; the flag tells the thread's executor.
            Thread.currentThread().interrupt();
        }
    }

    private void complain(Exception cause) {
        if (!complained) {
            complained = true;
            LOG.warnf(
                    "%s does not have the topic %s yet; registration events wait: %s",
                    kafka.access(), NAME, cause.getMessage());
        }
    }

    private void createOrCompact(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        NewTopic topic = new NewTopic(NAME, kafka.partitions(), kafka.replication())
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        try {
            admin.createTopics(List.of(topic)).all().get(2L * TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
            // A consumer's question may have created it with the broker's defaults.
            AlterConfigOp compact = new AlterConfigOp(
                    new ConfigEntry(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT),
                    AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, NAME), List.of(compact)))
                    .all()
                    .get(2L * TIMEOUT_MS, TimeUnit.MILLISECONDS);
        }
    }
}
