package org.p2psip.storage.service.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.grpc.GrpcService;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.FetchRequest;
import org.p2psip.proto.v1.FetchResponse;
import org.p2psip.proto.v1.RemoveRequest;
import org.p2psip.proto.v1.RemoveResponse;
import org.p2psip.proto.v1.ScanRequest;
import org.p2psip.proto.v1.ScannedResource;
import org.p2psip.proto.v1.StatRequest;
import org.p2psip.proto.v1.StatResponse;
import org.p2psip.proto.v1.StorageBatch;
import org.p2psip.proto.v1.StorageGrpc;
import org.p2psip.proto.v1.StorageOperation;
import org.p2psip.proto.v1.StorageOperation.RequestCase;
import org.p2psip.proto.v1.StorageResult;
import org.p2psip.proto.v1.StorageResults;
import org.p2psip.proto.v1.StoreRequest;
import org.p2psip.proto.v1.StoreResponse;
import org.p2psip.storage.access.Domains;
import org.p2psip.storage.admission.RequestRights;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.service.admission.AdmissionCounts;
import org.p2psip.storage.service.admission.SignedWrites;
import org.p2psip.storage.service.admission.SignerCertificates;
import org.p2psip.storage.service.config.Settings;
import org.p2psip.storage.service.message.Errors;
import org.p2psip.storage.service.records.RecordStore;
import org.p2psip.tls.service.ServiceSecurity;

/** The store of a site, as its routing peers call it. Runs on event loops; nothing here waits. */
@GrpcService
public class StorageService extends StorageGrpc.StorageImplBase {
    private final Operations operations;
    private final RequestRights rights;
    private final SignedWrites.Rules rules;
    private final OperationCounts counts;
    private final OperationLimits limits;
    private final Scans scans;
    private final int gatherMicros;
    private final Vertx vertx;
    private final Clock clock;
    private final Tracer tracer;

    public StorageService(
            RecordStore records,
            Settings settings,
            MeterRegistry metrics,
            Vertx vertx,
            Clock clock,
            OpenTelemetry telemetry,
            ServiceSecurity security) {
        this.tracer = telemetry.getTracer("org.p2psip.storage");
        this.operations = new Operations(records, clock);
        this.rights = new RequestRights(records.kinds(), Domains.ANY);
        this.counts = new OperationCounts(metrics);
        this.limits = new OperationLimits(
                settings.limits().inFlight(), settings.limits().inFlightAll());
        SignerCertificates signers = new SignerCertificates(records, security.grpc());
        this.rules = new SignedWrites.Rules(
                records.kinds(),
                settings.signatures() == Settings.Signatures.REQUIRED ? KindCatalog.SIGNED : Set.of(),
                signers,
                new AdmissionCounts(metrics),
                clock);
        this.scans = new Scans(records, signers, clock, settings.limits().scans(), vertx);
        this.gatherMicros = settings.limits().gatherMicros();
        this.vertx = vertx;
        this.clock = clock;
        Gauge.builder("p2psip.storage.in.flight", limits.inFlight(), Number::doubleValue)
                .description("Operations that were not answered yet")
                .register(metrics);
    }

    @Override
    public void store(StoreRequest request, StreamObserver<StoreResponse> client) {
        Connected connected = Connected.current(rights, rules);
        single(RequestCase.STORE, () -> operations.store(request, connected), client);
    }

    @Override
    public void fetch(FetchRequest request, StreamObserver<FetchResponse> client) {
        Connected connected = Connected.current(rights, rules);
        single(RequestCase.FETCH, () -> operations.fetch(request, connected), client);
    }

    @Override
    public void stat(StatRequest request, StreamObserver<StatResponse> client) {
        single(RequestCase.STAT, () -> operations.stat(request), client);
    }

    @Override
    public void remove(RemoveRequest request, StreamObserver<RemoveResponse> client) {
        Connected connected = Connected.current(rights, rules);
        single(RequestCase.REMOVE, () -> operations.remove(request, connected), client);
    }

    @Override
    public StreamObserver<StorageBatch> pipeline(StreamObserver<StorageResults> client) {
        Connected connected = Connected.current(rights, rules);
        PipelineCall call = new PipelineCall(
                (ServerCallStreamObserver<StorageResults>) client,
                (stream, operation) -> pipelined(stream, operation, connected),
                new LoopSender(vertx, gatherMicros, counts::messageSent),
                limits);
        call.start();
        return call;
    }

    @Override
    public void scan(ScanRequest request, StreamObserver<ScannedResource> client) {
        scans.start(request, (ServerCallStreamObserver<ScannedResource>) client);
    }

    private <T> void single(
            RequestCase kind, Supplier<CompletionStage<Answer<T>>> operation, StreamObserver<T> client) {
        run(kind, operation, answer -> {
            switch (answer) {
                case Answer.Done<T>(T response) -> {
                    client.onNext(response);
                    client.onCompleted();
                }
                case Answer.Failed<T>(var error) -> client.onError(Errors.exception(error));
            }
        });
    }

    private void pipelined(PipelineCall call, StorageOperation operation, Connected connected) {
        StorageResult.Builder result = StorageResult.newBuilder().setId(operation.getId());
        RequestCase kind = operation.getRequestCase();
        if (call.unanswered() > limits.perStream()) {
            answer(call, result, counted(kind, limitReached("operations in flight on a stream", limits.perStream())));
            return;
        }
        Span span = span(operation);
        switch (kind) {
            case STORE ->
                run(
                        kind,
                        () -> operations.store(operation.getStore(), connected),
                        into(call, span, result, result::setStore));
            case FETCH ->
                run(
                        kind,
                        () -> operations.fetch(operation.getFetch(), connected),
                        into(call, span, result, result::setFetch));
            case STAT ->
                run(kind, () -> operations.stat(operation.getStat()), into(call, span, result, result::setStat));
            case REMOVE ->
                run(
                        kind,
                        () -> operations.remove(operation.getRemove(), connected),
                        into(call, span, result, result::setRemove));
            case REQUEST_NOT_SET ->
                answer(
                        call,
                        result,
                        counted(
                                kind,
                                Answer.Failed.of(
                                        ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                                        "Operation " + operation.getId() + " has no request this release knows")));
        }
    }

    /** Of an operation that is no part of a trace, one that costs nothing. */
    private Span span(StorageOperation operation) {
        return TraceParent.parent(operation.getTraceparent())
                .map(parent -> tracer.spanBuilder("storage " + operation.getRequestCase())
                        .setSpanKind(SpanKind.SERVER)
                        .setParent(parent)
                        .startSpan())
                .orElse(Span.getInvalid());
    }

    private static <T> Consumer<Answer<T>> into(
            PipelineCall call, Span span, StorageResult.Builder result, Consumer<T> setResponse) {
        return answer -> {
            if (answer instanceof Answer.Failed<T> failed) {
                span.setStatus(StatusCode.ERROR, failed.error().getMessage());
            }
            span.end();
            switch (answer) {
                case Answer.Done<T>(T response) -> {
                    setResponse.accept(response);
                    call.answer(result.build());
                }
                case Answer.Failed<T> failed -> answer(call, result, failed);
            }
        };
    }

    private static void answer(PipelineCall call, StorageResult.Builder result, Answer.Failed<?> failed) {
        call.answer(result.setError(failed.error()).build());
    }

    private <T> void run(
            RequestCase kind, Supplier<CompletionStage<Answer<T>>> operation, Consumer<Answer<T>> answered) {
        if (!limits.enter()) {
            answered.accept(counted(kind, limitReached("operations in flight", limits.all())));
            return;
        }
        BiConsumer<Answer<T>, Throwable> end = (answer, failure) -> {
            limits.leave();
            Answer<T> result = failure == null ? answer : counts.storeFailed(failure, clock.millis());
            counts.count(kind, result);
            answered.accept(result);
        };
        started(operation).whenComplete(end);
    }

    private static <T> CompletionStage<T> started(Supplier<CompletionStage<T>> operation) {
        try {
            return operation.get();
        } catch (RuntimeException e) {
            // The cache refuses some calls at once, while it stops for one; it is answered like a late failure.
            return CompletableFuture.failedFuture(e);
        }
    }

    private <T, A extends Answer<T>> A counted(RequestCase kind, A answer) {
        counts.count(kind, answer);
        return answer;
    }

    private static <T> Answer.Failed<T> limitReached(String what, int limit) {
        return Answer.Failed.of(ErrorCode.ERROR_CODE_LIMIT_REACHED, "The limit of " + what + " is reached: " + limit);
    }
}
