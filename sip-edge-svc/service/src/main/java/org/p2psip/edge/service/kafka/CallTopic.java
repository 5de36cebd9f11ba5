package org.p2psip.edge.service.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;
import org.p2psip.kafka.KafkaAccess;

/** Makes topic p2psip.calls, which the edge produces, as soon as there is a broker; tries again until then. */
public final class CallTopic {
    private static final Logger LOG = Logger.getLogger(CallTopic.class);
    private static final String NAME = "p2psip.calls";
    private static final int RETRY_SECONDS = 5;
    private static final int REQUEST_TIMEOUT_MS = 3_000;

    private final ScheduledExecutorService thread;
    private final KafkaAccess access;
    private final NewTopic topic;

    /** @param thread where the client is made, which looks up names and so may take a while */
    public CallTopic(ScheduledExecutorService thread, KafkaAccess access, int partitions, int replication) {
        this.thread = thread;
        this.access = access;
        topic = new NewTopic(NAME, partitions, (short) replication);
    }

    /** Starts to try; returns at once. */
    public void make() {
        thread.execute(this::attempt);
    }

    private void attempt() {
        try {
            Admin admin = Admin.create(access.with(Map.of(
                    AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS,
                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS)));
            admin.createTopics(List.of(topic)).all().whenComplete((none, failure) -> {
                admin.close(Duration.ZERO);
                done(failure);
            });
        } catch (KafkaException e) {
            done(e); // the name of the broker does not resolve
        }
    }

    private void done(Throwable failure) {
        if (failure == null) {
            LOG.infof("topic %s is made", NAME);
        } else if (failure instanceof TopicExistsException || failure.getCause() instanceof TopicExistsException) {
            LOG.debugf("topic %s is there", NAME);
        } else if (!thread.isShutdown()) {
            LOG.debugf("topic %s is not made yet: %s", NAME, failure);
            thread.schedule(this::attempt, RETRY_SECONDS, TimeUnit.SECONDS);
        }
    }
}
