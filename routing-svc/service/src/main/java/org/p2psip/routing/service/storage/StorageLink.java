package org.p2psip.routing.service.storage;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.p2psip.proto.v1.ScanRequest;
import org.p2psip.proto.v1.ScannedResource;
import org.p2psip.proto.v1.StorageOperation;
import org.p2psip.proto.v1.StorageResult;
import org.p2psip.proto.v1.StorageResults;
import org.p2psip.routing.service.config.HostPort;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.timing.Backoff;
import org.p2psip.tls.service.ServiceSecurity;

/**
 * The way to the site's storage: to its first member that is reached, which is tried anew whenever it breaks. Operations that are given in one turn of the peer loop leave in one message; while
 * storage is not reached each is answered at once; the stream mends itself. All but {@link #start}, {@link #isUp},
 * {@link #hasBeenUp}, {@link #drain} and {@link #close} is called on the peer loop.
 */
@Singleton
public final class StorageLink implements StorageConnection.Listener {
    private static final Logger LOG = Logger.getLogger(StorageLink.class);
    private static final Backoff BACKOFF = new Backoff(100, 1000);
    /**
     * Longest wait for the first answer of a connection, and for any answer while some are due, milliseconds: a little
     * more than operations wait, so that theirs end by their own timeout.
     */
    private static final long SILENCE_LIMIT_MS = StorageRequest.DEFAULT_TIMEOUT_MS + 200;

    private static final String NO_ANSWER = "no answer for " + SILENCE_LIMIT_MS + " ms";

    private final Settings settings;
    private final ServiceSecurity security;
    private final PeerLoop loop;
    /** What other tasks of the loop add until then leaves in the same message. */
    private final LoopTask flush;

    private final LinkMetrics metrics;
    private final FirstQuestion firstQuestion;
    private final InFlight inFlight;
    private final List<StorageOperation> outgoing = new ArrayList<>();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    private volatile LinkState state = new LinkState.Down(0, "not yet tried");
    private volatile boolean hasBeenUp;
    private boolean draining;
    private boolean tickPlanned;
    private long nextId = FirstQuestion.ID + 1;
    /** Storage was asked and has said nothing since; operations that timed out meanwhile change nothing of that. */
    private boolean answerDue;
    /** Since when an answer is due, and nothing came. */
    private long silentSince;

    StorageLink(
            Settings settings,
            ServiceSecurity security,
            PeerLoop loop,
            LinkMetrics metrics,
            FirstQuestion firstQuestion) {
        this.security = security;
        this.settings = settings;
        this.loop = loop;
        this.flush = new LoopTask(loop, this::flush);
        this.metrics = metrics;
        this.firstQuestion = firstQuestion;
        this.inFlight = new InFlight(settings.limits(), PeerLoop.nowMs());
    }

    /** Begins to connect; from any thread, once. */
    public void start() {
        loop.execute(() -> connect(0));
    }

    /** Sends an operation, or answers it with an error where that cannot be done. */
    public void send(StorageRequest request) {
        if (draining) {
            request.answer().accept(StorageErrors.stopping());
            return;
        }
        switch (state) {
            case LinkState.Up up -> admit(request);
            case LinkState.Down(int failures, String reason) ->
                request.answer().accept(StorageErrors.unavailable(reason));
            case LinkState.Connecting connecting -> request.answer().accept(StorageErrors.unavailable("connecting"));
            case LinkState.Closed closed -> request.answer().accept(StorageErrors.stopping());
        }
    }

    /** Streams the resources of a range; flow control is the observer's. */
    public void scan(ScanRequest request, StreamObserver<ScannedResource> observer) {
        if (state instanceof LinkState.Up(StorageConnection connection) && !draining) {
            connection.stub().scan(request, observer);
        } else {
            observer.onError(Status.UNAVAILABLE
                    .withDescription("storage cannot be reached; try again later")
                    .asException());
        }
    }

    /** Whether storage answers now; from any thread. */
    public boolean isUp() {
        return state instanceof LinkState.Up;
    }

    /** Whether storage has answered since the start; from any thread. */
    public boolean hasBeenUp() {
        return hasBeenUp;
    }

    /** Takes no more operations. The future is done when those in flight are answered; from any thread. */
    public CompletableFuture<Void> drain() {
        loop.execute(() -> {
            draining = true;
            checkDrained();
        });
        return drained;
    }

    /** Ends the link and answers what is still in flight; from any thread. */
    public void close() {
        loop.execute(() -> {
            LinkState last = state;
            state = new LinkState.Closed();
            connectionOf(last).ifPresent(StorageConnection::close);
            inFlight.failAll(StorageErrors.stopping());
        });
    }

    private void admit(StorageRequest request) {
        long now = PeerLoop.nowMs();
        StorageOperation operation = request.operation().setId(nextId).build();
        if (!inFlight.add(operation, request, now)) {
            metrics.refusedAtLimit();
            request.answer().accept(StorageErrors.full());
            return;
        }
        nextId++;
        if (!answerDue) {
            answerDue = true;
            silentSince = now;
        }
        outgoing.add(operation);
        flush.plan();
        planTick();
    }

    private void flush() {
        if (state instanceof LinkState.Up(StorageConnection connection) && !outgoing.isEmpty()) {
            connection.send(outgoing);
        }
        outgoing.clear();
        metrics.inFlight(inFlight.size());
    }

    private void planTick() {
        if (!tickPlanned) {
            tickPlanned = true;
            loop.schedule(this::tick, InFlight.TICK_MS);
        }
    }

    private void tick() {
        tickPlanned = false;
        long now = PeerLoop.nowMs();
        int expired = inFlight.expire(now, StorageErrors.timedOut());
        if (expired > 0) {
            metrics.timedOut(expired);
            settled();
        }
        boolean silent = answerDue && now - silentSince >= SILENCE_LIMIT_MS;
        if (silent && state instanceof LinkState.Up(StorageConnection connection)) {
            ended(connection, NO_ANSWER);
        }
        if (answerDue || inFlight.size() > 0) {
            planTick();
        }
    }

    @Override
    public void answered(StorageConnection connection, StorageResults results) {
        switch (state) {
            case LinkState.Up(StorageConnection current)
            when current == connection -> {
                silentSince = PeerLoop.nowMs();
                for (StorageResult result : results.getResultsList()) {
                    inFlight.answer(result);
                }
                answerDue = inFlight.size() > 0;
                settled();
            }
            case LinkState.Connecting(StorageConnection current, int failures)
            when current == connection ->
                firstQuestion
                        .refusal(results)
                        .ifPresentOrElse(reason -> ended(connection, reason), () -> up(connection));
            default -> LOG.debug("An answer came on a connection that was given up");
        }
    }

    @Override
    public void ended(StorageConnection connection, String reason) {
        switch (state) {
            case LinkState.Up(StorageConnection current) when current == connection -> down(connection, 1, reason);
            case LinkState.Connecting(StorageConnection current, int failures)
            when current == connection -> down(connection, failures + 1, reason);
            default -> LOG.debug("A connection ended that was given up");
        }
    }

    private void connect(int failures) {
        if (state instanceof LinkState.Down) {
            metrics.attempt();
            HostPort target = target(failures);
            StorageConnection connection = new StorageConnection(target, security.grpc(), loop, this);
            state = new LinkState.Connecting(connection, failures);
            connection.send(List.of(firstQuestion.operation()));
            loop.schedule(() -> giveUpConnecting(connection), SILENCE_LIMIT_MS);
        }
    }

    /** The first member again when a connection broke that worked; the next one after each that did not come about. */
    private HostPort target(int failures) {
        List<HostPort> members = settings.storage();
        return members.get(Math.max(0, failures - 1) % members.size());
    }

    private void giveUpConnecting(StorageConnection connection) {
        if (state instanceof LinkState.Connecting(StorageConnection current, int failures) && current == connection) {
            ended(connection, NO_ANSWER);
        }
    }

    private void up(StorageConnection connection) {
        state = new LinkState.Up(connection);
        hasBeenUp = true;
        metrics.wentUp();
        LOG.infof("Storage at %s answers", connection.target());
    }

    private void down(StorageConnection connection, int failures, String reason) {
        if (failures == 1) {
            LOG.warnf("Storage at %s cannot be reached: %s. Trying again until it can", connection.target(), reason);
        }
        if (state instanceof LinkState.Up) {
            metrics.wentDown();
        }
        state = new LinkState.Down(failures, reason);
        connection.close();
        answerDue = false;
        outgoing.clear();
        inFlight.failAll(StorageErrors.unavailable(reason));
        settled();
        loop.schedule(
                () -> connect(failures),
                BACKOFF.waitMs(failures, ThreadLocalRandom.current().nextDouble()));
    }

    private void settled() {
        metrics.inFlight(inFlight.size());
        checkDrained();
    }

    private void checkDrained() {
        if (draining && inFlight.size() == 0) {
            drained.complete(null);
        }
    }

    private static Optional<StorageConnection> connectionOf(LinkState state) {
        return switch (state) {
            case LinkState.Up(StorageConnection connection) -> Optional.of(connection);
            case LinkState.Connecting(StorageConnection connection, int failures) -> Optional.of(connection);
            case LinkState.Down down -> Optional.empty();
            case LinkState.Closed closed -> Optional.empty();
        };
    }
}
