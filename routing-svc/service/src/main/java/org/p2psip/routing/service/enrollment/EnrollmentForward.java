package org.p2psip.routing.service.enrollment;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.p2psip.identity.Role;
import org.p2psip.proto.v1.EnrollmentGrpc;
import org.p2psip.proto.v1.EnrollmentGrpc.EnrollmentStub;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.tls.service.ServiceSecurity;

/**
 * Passes what a peer that is no enrollment server is asked on to the one by which it enrolled itself. So a new member
 * enrolls by whichever peer it finds, and one behind a NAT by the peer of its own node. Any thread.
 */
@Singleton
public class EnrollmentForward {
    /** Questions that are passed on at a time; one more is refused. Ends circles of peers that name each other, too. */
    static final int LIMIT = 64;

    private static final Logger LOG = Logger.getLogger(EnrollmentForward.class);
    private static final long DEADLINE_S = 4;

    private final List<ManagedChannel> channels;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Counter forwarded;
    private final Counter refused;
    private volatile int first;

    @Inject
    EnrollmentForward(Settings settings, ServiceSecurity security, MeterRegistry metrics) {
        this(
                Arrays.stream(settings.tls().enrollment().split(","))
                        .filter(target -> !target.isEmpty())
                        .map(target -> security.grpc()
                                .secure(NettyChannelBuilder.forTarget(target), Role.PEER)
                                .build())
                        .toList(),
                metrics);
    }

    EnrollmentForward(List<ManagedChannel> channels, MeterRegistry metrics) {
        this.channels = List.copyOf(channels);
        this.forwarded = metrics.counter("p2psip.enrollment.forwarded", "result", "passed_on");
        this.refused = metrics.counter("p2psip.enrollment.forwarded", "result", "refused");
    }

    /** Whether there is anybody to pass on to. */
    boolean isPossible() {
        return !channels.isEmpty();
    }

    /** Passes a question on; the next one is asked where one cannot be reached. */
    <T> void ask(BiConsumer<EnrollmentStub, StreamObserver<T>> question, StreamObserver<T> client) {
        if (inFlight.incrementAndGet() > LIMIT) {
            inFlight.decrementAndGet();
            refused.increment();
            client.onError(Status.RESOURCE_EXHAUSTED
                    .withDescription(LIMIT + " questions wait for the enrollment server; try again later")
                    .asRuntimeException());
            return;
        }
        forwarded.increment();
        new Attempt<>(question, client, Deadline.after(DEADLINE_S, TimeUnit.SECONDS)).ask(0);
    }

    @PreDestroy
    void close() {
        channels.forEach(ManagedChannel::shutdownNow);
    }

    /** One question on its way from server to server. */
    private final class Attempt<T> {
        private final BiConsumer<EnrollmentStub, StreamObserver<T>> question;
        private final StreamObserver<T> client;
        private final Deadline deadline;

        Attempt(BiConsumer<EnrollmentStub, StreamObserver<T>> question, StreamObserver<T> client, Deadline deadline) {
            this.question = question;
            this.client = client;
            this.deadline = deadline;
        }

        void ask(int asked) {
            int number = (first + asked) % channels.size();
            EnrollmentStub stub = EnrollmentGrpc.newStub(channels.get(number)).withDeadline(deadline);
            // Who asked may hang up; what was begun ends by its own deadline
            Context.ROOT.run(() -> question.accept(stub, new StreamObserver<>() {
                @Override
                public void onNext(T answer) {
                    first = number;
                    client.onNext(answer);
                }

                @Override
                public void onError(Throwable failure) {
                    Status status = Status.fromThrowable(failure);
                    if (status.getCode() == Status.Code.UNAVAILABLE && asked + 1 < channels.size()) {
                        ask(asked + 1);
                        return;
                    }
                    inFlight.decrementAndGet();
                    LOG.debugf("A question for the enrollment server failed: %s", status);
                    client.onError(
                            status.getCode() == Status.Code.UNAVAILABLE
                                    ? Status.UNAVAILABLE
                                            .withDescription("the enrollment server is not reached from here: "
                                                    + (status.getDescription() == null
                                                            ? status
                                                            : status.getDescription()))
                                            .asRuntimeException()
                                    : failure);
                }

                @Override
                public void onCompleted() {
                    inFlight.decrementAndGet();
                    client.onCompleted();
                }
            }));
        }
    }
}
