package org.p2psip.edge.service.overlay;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.p2psip.edge.Aor;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.OverlayResult;
import org.p2psip.edge.service.Counts;
import org.p2psip.edge.service.EdgeInput;
import org.p2psip.edge.service.Occasional;
import org.p2psip.edge.service.overlay.PendingQuestions.Pending;
import org.p2psip.edge.service.overlay.PendingQuestions.Question;
import org.p2psip.edge.service.signing.SigningQueue;
import org.p2psip.edge.service.transport.NativeTransport;
import org.p2psip.proto.v1.Operation;
import org.p2psip.proto.v1.OperationBatch;
import org.p2psip.proto.v1.Result;
import org.p2psip.proto.v1.ResultBatch;
import org.p2psip.tls.GrpcSecurity;

/**
 * Asks the overlay what the core wants to know, and answers each command exactly once: with what the peer said, or with
 * Unavailable when its time is up, the stream breaks, or too many wait. On the event loop only.
 *
 * <p>Commands gathered during one turn of the loop leave together when the turn ends.
 */
public final class OverlayClient implements OverlayStream.Events {
    private static final Logger LOG = Logger.getLogger(OverlayClient.class);
    private static final int MAX_BATCH = 256; // OperationBatch.operations
    private static final int FIRST_ANSWER_RETRY_MS = 500;
    /** A stream on which operations time out and nothing at all comes for so long is given up. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(4);
    /** Never registered by anybody, asked for at start to see that the overlay answers. */
    private static final Aor NOBODY = new Aor("edge-start", "invalid");

    /**
     * What the client is made with.
     *
     * @param targets HOST:PORT of routing peers, the one to prefer first
     * @param timeoutMs until an operation is given up
     * @param inFlight operations that may wait for their answer
     * @param edgeName stands in the records
     * @param tombstoneSeconds how long a removal is remembered
     */
    public record Options(List<String> targets, int timeoutMs, int inFlight, String edgeName, int tombstoneSeconds) {}

    private final NativeTransport io;
    private final EdgeInput edge;
    private final Options options;
    private final Counts<OverlayCounter> counts;
    private final AnswerLatency latency;
    private final OperationTracing tracing;
    private final ContractMapping mapping;
    private final GatewayRecords gateways;
    private final OverlayStream stream;
    private final SignedPuts signed;
    private final Occasional complaints = new Occasional(LOG);
    private final PendingQuestions pending = new PendingQuestions();
    private final List<Operation> gathered = new ArrayList<>();
    private boolean heardSinceAsked = true;
    private long silentSinceNanos;
    private ScheduledFuture<?> deadline;
    private volatile int inFlight;
    private volatile boolean everAnswered;

    public OverlayClient(
            NativeTransport io,
            EdgeInput edge,
            Options options,
            GrpcSecurity security,
            SigningQueue signing,
            Counts<OverlayCounter> counts,
            AnswerLatency latency,
            OperationTracing tracing) {
        this.tracing = tracing;
        this.io = io;
        this.edge = edge;
        this.options = options;
        this.counts = counts;
        this.latency = latency;
        mapping = new ContractMapping(options.edgeName(), options.tombstoneSeconds(), counts);
        signed = new SignedPuts(
                security.isOn(),
                signing,
                new SignedPuts.Overlay(this::ask, this::answerLater, this::flush),
                options.inFlight(),
                mapping,
                counts);
        gateways = new GatewayRecords(signed::gateways, edge::answered, counts);
        stream = new OverlayStream(io, options.targets(), security, this, counts);
    }

    /** Connects. */
    public void start() {
        stream.open();
    }

    public void lookup(EdgeCommand.Lookup command) {
        ask(command.token(), Question.BINDINGS, ContractMapping.lookup(command.aor()));
    }

    public void fetchCredentials(EdgeCommand.FetchCredentials command) {
        ask(command.token(), Question.CREDENTIALS, ContractMapping.get(command.user(), ContractMapping.CREDENTIALS));
    }

    public void store(EdgeCommand.StoreBindings command) {
        signed.store(command);
    }

    public void find(EdgeCommand.FindGateways command) {
        gateways.find(command);
    }

    public void publish(EdgeCommand.PublishGateways command) {
        gateways.publish(command);
    }

    /** Sends what was gathered since. */
    public void flush() {
        for (int from = 0; from < gathered.size(); from += MAX_BATCH) {
            List<Operation> batch = gathered.subList(from, Math.min(gathered.size(), from + MAX_BATCH));
            stream.send(OperationBatch.newBuilder().addAllOperations(batch).build());
            counts.add(OverlayCounter.BATCHES);
        }
        gathered.clear();
        signed.flush();
    }

    /** Operations that wait for their answer. Any thread may ask. */
    public int inFlight() {
        return inFlight;
    }

    /** Whether the overlay has answered anything since the start. Any thread may ask. */
    public boolean hasEverAnswered() {
        return everAnswered;
    }

    /** Whether the stream is there. Only for tests and the log. */
    boolean isUp() {
        return stream.isUp();
    }

    /** Breaks the stream off for good; what waits is answered Unavailable. */
    public void close() {
        stream.close();
        abandon("the edge stops");
        signed.close();
    }

    private void ask(long token, Question question, Operation.Builder operation) {
        ask(token, question, operation, null);
    }

    private void ask(long token, Question question, Operation.Builder operation, SignedPuts.SignedPut put) {
        if (!stream.takes()) {
            counts.add(OverlayCounter.STREAM_DOWN);
            answerLater(token, question, new OverlayResult.Unavailable("no connection to " + options.targets()));
            return;
        }
        if (pending.size() >= options.inFlight()) {
            counts.add(OverlayCounter.LIMIT_IN_FLIGHT);
            answerLater(
                    token,
                    question,
                    new OverlayResult.Unavailable(
                            "p2psip.overlay.in-flight (" + options.inFlight() + ") operations wait already"));
            return;
        }
        long now = System.nanoTime();
        if (pending.size() == 0 && deadline == null) {
            deadline = io.loop().schedule(this::giveUpLate, options.timeoutMs(), TimeUnit.MILLISECONDS);
        }
        if (heardSinceAsked) {
            heardSinceAsked = false;
            silentSinceNanos = now;
        }
        long id = pending.add(new Pending(token, question, now, put));
        inFlight = pending.size();
        String traceparent = question == Question.FIRST_ANSWER ? "" : tracing.asks(token, question.name());
        if (!traceparent.isEmpty()) {
            operation.setTraceparent(traceparent);
        }
        gathered.add(operation.setId(id).setTimeoutMs(options.timeoutMs()).build());
        counts.add(OverlayCounter.OPERATIONS);
    }

    @Override
    public void results(ResultBatch batch) {
        long now = System.nanoTime();
        heardSinceAsked = true;
        everAnswered = true;
        for (Result result : batch.getResultsList()) {
            Pending asked = pending.remove(result.getId());
            if (asked == null) {
                counts.add(OverlayCounter.LATE_ANSWERS);
                continue;
            }
            counts.add(OverlayCounter.ANSWERS);
            latency.record(now - asked.askedNanos());
            if (asked.put() == null || !isSentAgain(asked.put(), result)) {
                answer(asked, meaning(asked, result));
            }
        }
        inFlight = pending.size();
    }

    private boolean isSentAgain(SignedPuts.SignedPut put, Result result) {
        if (!result.hasError()) {
            signed.taken();
            return false;
        }
        return signed.again(put, result.getError());
    }

    @Override
    public void up() {
        heardSinceAsked = true;
        signed.streamIsNew();
        awaitFirstAnswer();
    }

    @Override
    public void down(String reason) {
        abandon(reason);
    }

    private OverlayResult meaning(Pending asked, Result result) {
        if (result.hasError()) {
            counts.add(OverlayCounter.ERRORS);
            OverlayResult refusal = ContractMapping.refusal(result.getError(), asked.question() == Question.STORE);
            if (refusal instanceof OverlayResult.Unavailable unavailable) {
                complaints.warn(() -> "the overlay cannot serve: " + unavailable.reason());
            }
            return refusal;
        }
        return switch (asked.question()) {
            case CREDENTIALS -> mapping.credentials(result);
            case GATEWAYS -> gateways.read(result);
            default -> mapping.bindings(result);
        };
    }

    /** Asks for nobody until there is any answer: at start the edge is ready only then. */
    private void awaitFirstAnswer() {
        if (!everAnswered && stream.isUp()) {
            ask(0, Question.FIRST_ANSWER, ContractMapping.get(NOBODY, ContractMapping.EDGE_REGISTRATION));
            flush();
            io.loop().schedule(this::awaitFirstAnswer, FIRST_ANSWER_RETRY_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void giveUpLate() {
        deadline = null;
        long now = System.nanoTime();
        long timeout = TimeUnit.MILLISECONDS.toNanos(options.timeoutMs());
        List<Pending> late = pending.removeLate(now, timeout);
        if (pending.size() > 0) {
            deadline = io.loop().schedule(this::giveUpLate, pending.nextDeadline(now, timeout), TimeUnit.NANOSECONDS);
        }
        inFlight = pending.size();
        for (Pending asked : late) {
            counts.add(OverlayCounter.TIMEOUTS);
            answer(asked, new OverlayResult.Unavailable("no answer within " + options.timeoutMs() + " ms"));
        }
        if (!late.isEmpty() && !heardSinceAsked && now - silentSinceNanos > SILENCE_NANOS) {
            stream.breakOff("nothing heard for " + TimeUnit.NANOSECONDS.toSeconds(now - silentSinceNanos) + " s");
        }
    }

    private void abandon(String reason) {
        List<Pending> lost = pending.removeAll();
        gathered.clear();
        inFlight = 0;
        for (Pending asked : lost) {
            counts.add(OverlayCounter.STREAM_DOWN);
            answerLater(asked.token(), asked.question(), new OverlayResult.Unavailable(reason));
        }
    }

    private void answerLater(long token, Question question, OverlayResult result) {
        io.loop().execute(() -> answer(new Pending(token, question, 0, null), result));
    }

    private void answer(Pending asked, OverlayResult result) {
        switch (asked.question()) {
            case FIRST_ANSWER -> {} // nobody asked
            case GATEWAYS -> gateways.answered(asked.token(), result);
            case CLEAR -> signed.read(asked.token(), result);
            default -> edge.answered(asked.token(), result);
        }
    }
}
