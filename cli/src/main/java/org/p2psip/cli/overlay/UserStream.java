package org.p2psip.cli.overlay;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.p2psip.cli.CommandFailure;
import org.p2psip.cli.overlay.Users.NewUser;
import org.p2psip.proto.v1.EnrollUserRequest;
import org.p2psip.proto.v1.EnrollUserResponse;

/** Enrolls users on one stream, many in flight. Used by one thread. */
public final class UserStream {
    /** Users whose answers are awaited at one time. */
    static final int MAX_IN_FLIGHT = 256;

    /** Told of each user, in their order, on a thread of the connection. */
    public interface Answers {
        /** The user at this position, as it was sent, is enrolled. */
        void enrolled(long position);

        /** It was refused, and why. */
        void refused(long position, String why);
    }

    private final NodeConnection node;
    private final Answers answers;
    private final Semaphore free = new Semaphore(MAX_IN_FLIGHT);
    private final Queue<Long> inFlight = new ConcurrentLinkedQueue<>();
    private final AtomicReference<CommandFailure> failure = new AtomicReference<>();
    private final StreamObserver<EnrollUserRequest> requests;

    UserStream(NodeConnection node, Answers answers) {
        this.node = node;
        this.answers = answers;
        this.requests = node.enrollmentStream().enrollUsers(new Receiver());
    }

    private final class Receiver implements StreamObserver<EnrollUserResponse> {
        @Override
        public void onNext(EnrollUserResponse response) {
            Long position = inFlight.poll();
            if (position == null) {
                fail(Status.INTERNAL.withDescription("more answers than users"), new Metadata());
                return;
            }
            if (response.getError().isEmpty()) {
                answers.enrolled(position);
            } else {
                answers.refused(position, response.getError());
            }
            free.release();
        }

        @Override
        public void onError(Throwable error) {
            fail(Status.fromThrowable(error), Status.trailersFromThrowable(error));
        }

        @Override
        public void onCompleted() {
            if (!inFlight.isEmpty()) {
                fail(
                        Status.INTERNAL.withDescription("the stream ended before every user was answered"),
                        new Metadata());
            }
        }
    }

    private void fail(Status status, Metadata trailers) {
        failure.compareAndSet(null, node.failure(status, trailers));
        free.release(MAX_IN_FLIGHT);
    }

    /** Sends one; waits while too many are in flight. */
    public void enroll(long position, NewUser user) {
        awaitFree();
        inFlight.add(position);
        requests.onNext(user.request());
    }

    /** Waits for the last answer. */
    public void finish() {
        requests.onCompleted();
        for (int i = 0; i < MAX_IN_FLIGHT; i++) {
            awaitFree();
        }
        throwFailure();
    }

    private void awaitFree() {
        try {
            if (!free.tryAcquire(NodeConnection.DEADLINE_S, TimeUnit.SECONDS)) {
                fail(Status.DEADLINE_EXCEEDED, new Metadata());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            fail(Status.CANCELLED.withDescription("interrupted"), new Metadata());
        }
        throwFailure();
    }

    private void throwFailure() {
        if (failure.get() != null) {
            throw failure.get();
        }
    }
}
