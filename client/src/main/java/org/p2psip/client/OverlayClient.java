package org.p2psip.client;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.p2psip.proto.v1.AnnounceRequest;
import org.p2psip.proto.v1.AnnounceResponse;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.GetRequest;
import org.p2psip.proto.v1.GetResponse;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.Operation;
import org.p2psip.proto.v1.OperationBatch;
import org.p2psip.proto.v1.PutRequest;
import org.p2psip.proto.v1.PutResponse;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.Result;
import org.p2psip.proto.v1.ResultBatch;
import org.p2psip.proto.v1.SendRequest;
import org.p2psip.proto.v1.SendResponse;
import org.p2psip.proto.v1.WatchRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client of an overlay. It finds a peer, keeps to it while it lives, and goes on with another when it does not; many
 * operations share one stream. Safe to use from any thread; state is owned by one thread of its own.
 *
 * <p>Every operation completes within the timeout: with the answer of the overlay, or with an {@link OverlayException}:
 * REQUEST_TIMEOUT, UNAVAILABLE (the link broke and a Send cannot be repeated, or the client is closed), LIMIT_REACHED (too
 * many wait), or what the overlay says. Get and Put are repeated through another peer when theirs fails, at most {@value
 * PendingOperations#MAX_ATTEMPTS} times; a Send never is, since nobody knows whether it arrived.
 */
public final class OverlayClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OverlayClient.class);
    private static final int MAX_BATCH = 256; // OperationBatch.operations
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** A stream on which operations run into their timeout and nothing comes for so long is given up. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(4);

    private final ClientOptions options;
    private final ScheduledThreadPoolExecutor loop;
    private final ExecutorService blocking;
    private final PendingOperations pending;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Connection connection;
    private final Watches watches;
    private final Messages messages;
    private final Optional<SignedWrites> signed;
    private ScheduledFuture<?> deadline;
    private ScheduledFuture<?> flushing;

    public OverlayClient(ClientOptions options) {
        this.options = options;
        pending = new PendingOperations(options.timeout().toNanos());
        loop = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("p2psip-client").daemon().factory());
        loop.setRemoveOnCancelPolicy(true);
        loop.setRejectedExecutionHandler((event, ended) -> LOG.trace("nobody waits for {} any more", event));
        blocking = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("p2psip-client-dns").daemon().factory());
        connection = new Connection(options, loop, blocking, new LinkEvents());
        watches = new Watches(loop);
        messages = new Messages(loop, new Asked());
        signed = options.signing()
                .map(security -> new SignedWrites(this, security, InstantSource.system(), SignedWrites.GAP));
        loop.execute(connection::open);
    }

    /** Writes records. */
    public CompletableFuture<PutResponse> put(PutRequest request) {
        return ask(Operation.newBuilder().setPut(request), true, Result::getPut);
    }

    /** Reads records. */
    public CompletableFuture<GetResponse> get(GetRequest request) {
        return ask(Operation.newBuilder().setGet(request), true, Result::getGet);
    }

    /** Delivers a message, and brings its answer. */
    public CompletableFuture<SendResponse> send(SendRequest request) {
        return ask(Operation.newBuilder().setSend(request), false, Result::getSend);
    }

    /**
     * Watches a resource, through whichever peer this client has, until the returned handle is closed. At most {@value
     * Watches#LIMIT} at a time.
     */
    public Watching watch(WatchRequest request, WatchListener listener) {
        Watches.Watch watch = watches.watch(request, listener);
        loop.execute(watch::open);
        return watch;
    }

    /**
     * Takes messages of an application that are sent to an address of record ({@link #send} with a resource), whichever
     * peer this client has, until the returned handle is closed.
     *
     * @param aor "user@domain", that of this client's certificate
     * @param application 1 to 64 characters; at most one handler for each
     */
    public Listening onMessage(String aor, String application, MessageHandler handler) {
        return messages.listen(aor, application, handler);
    }

    /** Addresses of the peers that it knows, those that work first: for {@link ClientOptions#remembered()} of the next. */
    public CompletableFuture<List<String>> knownPeers() {
        CompletableFuture<List<String>> addresses = new CompletableFuture<>();
        onLoop(() -> addresses.complete(connection.addresses()), addresses);
        return addresses;
    }

    private <T> CompletableFuture<T> ask(Operation.Builder operation, boolean repeatable, Function<Result, T> meaning) {
        CompletableFuture<Result> answer = new CompletableFuture<>();
        if (inFlight.incrementAndGet() > options.inFlight()) {
            inFlight.decrementAndGet();
            return CompletableFuture.failedFuture(OverlayException.of(
                    ErrorCode.ERROR_CODE_LIMIT_REACHED, options.inFlight() + " operations wait already"));
        }
        answer.whenComplete((result, failure) -> inFlight.decrementAndGet());
        onLoop(() -> begin(operation, repeatable, answer), answer);
        return answer.thenApply(result -> {
            if (result.hasError()) {
                throw new OverlayException(result.getError());
            }
            return meaning.apply(result);
        });
    }

    /** After the end the loop takes nothing: then the answer is that. */
    private void onLoop(Runnable task, CompletableFuture<?> answer) {
        loop.execute(task);
        if (loop.isShutdown()) {
            answer.completeExceptionally(closed());
        }
    }

    private static OverlayException closed() {
        return OverlayException.of(ErrorCode.ERROR_CODE_UNAVAILABLE, "the client is closed");
    }

    private void begin(Operation.Builder operation, boolean repeatable, CompletableFuture<Result> answer) {
        if (connection.isClosed()) {
            answer.completeExceptionally(closed());
            return;
        }
        pending.add(operation, repeatable, answer, System.nanoTime());
        flushSoon(0);
        awaitDeadline();
    }

    /** What is asked in one turn of the loop leaves together. */
    private void flushSoon(long inNanos) {
        if (flushing == null) {
            flushing = loop.schedule(this::flush, inNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void flush() {
        flushing = null;
        PeerLink link = connection.link();
        if (link == null) {
            return; // the next link's up flushes
        }
        List<Operation> batch = pending.take(MAX_BATCH, System.nanoTime());
        while (!batch.isEmpty()) {
            link.send(OperationBatch.newBuilder().addAllOperations(batch).build());
            batch = pending.take(MAX_BATCH, System.nanoTime());
        }
    }

    private void awaitDeadline() {
        long next = pending.nextDeadline(System.nanoTime());
        if (deadline == null && next >= 0) {
            deadline = loop.schedule(this::giveUpLate, next, TimeUnit.NANOSECONDS);
        }
    }

    private void giveUpLate() {
        deadline = null;
        long now = System.nanoTime();
        List<PendingOperations.Ended> late = pending.late(now);
        fail(late, ErrorCode.ERROR_CODE_REQUEST_TIMEOUT);
        awaitDeadline();
        if (!late.isEmpty()) {
            connection.leaveSilent(now, SILENCE_NANOS);
        }
    }

    private static void fail(List<PendingOperations.Ended> ended, ErrorCode code) {
        ended.forEach(one -> one.answer().completeExceptionally(OverlayException.of(code, one.reason())));
    }

    private final class Asked implements Messages.Peer {
        @Override
        public CompletableFuture<AnnounceResponse> announce(AnnounceRequest request) {
            return ask(Operation.newBuilder().setAnnounce(request), false, Result::getAnnounced);
        }

        @Override
        public CompletableFuture<PutResponse> store(String aor, KindWrite write) {
            return signed.map(writes -> writes.put(aor, write))
                    .orElseGet(() -> put(PutRequest.newBuilder()
                            .setResource(Resource.newBuilder().setName(aor))
                            .addKinds(write)
                            .build()));
        }
    }

    private final class LinkEvents implements Connection.Events {
        @Override
        public void up(PeerLink which) {
            flush();
            watches.linkUp(which);
            messages.linkUp(which);
        }

        @Override
        public void results(ResultBatch batch) {
            batch.getDeliveriesList().forEach(messages::delivered);
            long now = System.nanoTime();
            for (Result result : batch.getResultsList()) {
                boolean unavailable =
                        result.hasError() && result.getError().getCode() == ErrorCode.ERROR_CODE_UNAVAILABLE;
                CompletableFuture<Result> answer = pending.answered(result, unavailable, now, RETRY_NANOS);
                if (answer != null) {
                    answer.complete(result);
                } else if (unavailable) {
                    flushSoon(RETRY_NANOS);
                }
            }
        }

        @Override
        public void down(String reason) {
            fail(pending.linkBroke(reason), ErrorCode.ERROR_CODE_UNAVAILABLE);
            watches.linkDown();
            messages.linkDown();
        }
    }

    /** Ends it; what waits ends with UNAVAILABLE. */
    @Override
    public void close() {
        loop.execute(() -> {
            watches.end();
            connection.close("the client is closed");
            fail(pending.end("the client is closed"), ErrorCode.ERROR_CODE_UNAVAILABLE);
            loop.shutdown();
        });
        blocking.shutdownNow();
        signed.ifPresent(SignedWrites::close);
    }
}
