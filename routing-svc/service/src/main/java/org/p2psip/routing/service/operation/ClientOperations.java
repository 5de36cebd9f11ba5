package org.p2psip.routing.service.operation;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Function;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.FetchRequest;
import org.p2psip.proto.v1.GetRequest;
import org.p2psip.proto.v1.GetResponse;
import org.p2psip.proto.v1.Operation;
import org.p2psip.proto.v1.PutRequest;
import org.p2psip.proto.v1.PutResponse;
import org.p2psip.proto.v1.Requester;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.Result;
import org.p2psip.proto.v1.StorageOperation;
import org.p2psip.proto.v1.StorageResult;
import org.p2psip.proto.v1.StoreRequest;
import org.p2psip.routing.record.RequestedResource;
import org.p2psip.routing.record.Verdict;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.service.storage.StorageRequest;

/** Plans the operations of clients, and makes their results of what storage answered. Free of state, any thread. */
@Singleton
public final class ClientOperations {
    /** Longest response, encoded bytes: with its frame below the 4 MiB that gRPC clients take. */
    private static final int RESPONSE_LIMIT = (4 << 20) - 1024;

    private final NodeOperations nodes;
    private final Results results;
    private final Tracer tracer;

    ClientOperations(NodeId self, OperationMetrics metrics, OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("org.p2psip.routing");
        this.results = new Results(metrics);
        this.nodes = new NodeOperations(self, results);
    }

    /**
     * What has to be done for an operation.
     *
     * @param requester who wants it; empty without TLS
     */
    public Plan plan(Operation operation, Optional<Requester> requester) {
        OperationKind kind = kindOf(operation);
        if (Integer.compareUnsigned(operation.getTimeoutMs(), StorageRequest.TIMEOUT_LIMIT_MS) > 0) {
            return results.refuse(
                    kind,
                    operation,
                    ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                    "timeout_ms is " + Integer.toUnsignedString(operation.getTimeoutMs()) + ", at most "
                            + StorageRequest.TIMEOUT_LIMIT_MS + " is allowed");
        }
        return switch (kind) {
            case PUT -> planPut(operation, operation.getPut(), requester);
            case GET -> planGet(operation, operation.getGet(), requester);
            case SEND -> nodes.planSend(operation, operation.getSend());
            case ANNOUNCE -> nodes.planAnnounce(operation, operation.getAnnounce(), requester);
            case NONE ->
                results.refuse(
                        kind,
                        operation,
                        ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                        "the operation has no request, expected put, get, send or announce");
        };
    }

    /** The result of an operation that storage was asked for. */
    public Result result(Plan.AskStorage plan, StorageResult answer) {
        Result.Builder result = Result.newBuilder().setId(plan.id());
        switch (answer.getResponseCase()) {
            case STORE ->
                result.setPut(PutResponse.newBuilder()
                        .setResourceId(plan.resourceId())
                        .addAllKinds(answer.getStore().getKindsList()));
            case FETCH ->
                result.setGet(GetResponse.newBuilder()
                        .setResourceId(plan.resourceId())
                        .addAllKinds(answer.getFetch().getKindsList()));
            case ERROR -> result.setError(answer.getError());
            default ->
                result.setError(Errors.of(
                        ErrorCode.ERROR_CODE_UNAVAILABLE,
                        "storage answered with " + answer.getResponseCase() + ", which was not asked for"));
        }
        if (result.hasError()) {
            plan.span().setStatus(StatusCode.ERROR, result.getError().getMessage());
        }
        plan.span().end();
        return results.counted(plan.kind(), fitting(result.build()));
    }

    /** The result of a message that a node or client was sent. */
    public Result sent(Plan.AskNode plan, SendOutcome outcome) {
        return nodes.sent(plan, outcome);
    }

    /** The result of an announcement. */
    public Result announced(Plan.Announce plan, Optional<Error> refusal) {
        return nodes.announced(plan, refusal);
    }

    /** A response that no client would take would end its stream; an error does not. */
    private static Result fitting(Result result) {
        int bytes = result.getSerializedSize();
        return bytes <= RESPONSE_LIMIT
                ? result
                : Results.error(
                        result.getId(),
                        Errors.of(
                                ErrorCode.ERROR_CODE_RESPONSE_TOO_LARGE,
                                "the response has " + bytes + " bytes, at most " + RESPONSE_LIMIT
                                        + " are sent; ask for fewer kinds or keys"));
    }

    /** Refuses an operation for a limit of the caller's stream. */
    public Result refuseAtLimit(OperationKind kind, long id, String message) {
        return results.counted(kind, Results.error(id, Errors.of(ErrorCode.ERROR_CODE_LIMIT_REACHED, message)));
    }

    /** Which operation it is. */
    public static OperationKind kindOf(Operation operation) {
        return switch (operation.getRequestCase()) {
            case PUT -> OperationKind.PUT;
            case GET -> OperationKind.GET;
            case SEND -> OperationKind.SEND;
            case ANNOUNCE -> OperationKind.ANNOUNCE;
            case REQUEST_NOT_SET -> OperationKind.NONE;
        };
    }

    private Plan planPut(Operation operation, PutRequest put, Optional<Requester> requester) {
        if (WireRules.check(put) instanceof Verdict.Refused refused) {
            return results.refuse(OperationKind.PUT, operation, refused);
        }
        return askOf(OperationKind.PUT, operation, put.getResource(), resource -> {
            StoreRequest.Builder store = StoreRequest.newBuilder()
                    .setResource(resource)
                    .addAllKinds(put.getKindsList())
                    .setReturnValues(put.getReturnValues());
            requester.ifPresent(store::setRequester);
            return StorageOperation.newBuilder().setStore(store);
        });
    }

    private Plan planGet(Operation operation, GetRequest get, Optional<Requester> requester) {
        if (WireRules.check(get) instanceof Verdict.Refused refused) {
            return results.refuse(OperationKind.GET, operation, refused);
        }
        return askOf(OperationKind.GET, operation, get.getResource(), resource -> {
            FetchRequest.Builder fetch =
                    FetchRequest.newBuilder().setResource(resource).addAllKinds(get.getKindsList());
            requester.ifPresent(fetch::setRequester);
            return StorageOperation.newBuilder().setFetch(fetch);
        });
    }

    /** Asks storage for what a resource needs, once it is known which one it is. */
    private Plan askOf(
            OperationKind kind,
            Operation operation,
            Resource requested,
            Function<Resource, StorageOperation.Builder> request) {
        return switch (WireRules.resolve(requested)) {
            case RequestedResource.Unresolved(Verdict.Refused refused) -> results.refuse(kind, operation, refused);
            case RequestedResource.Resolved(ResourceId id) -> {
                Resource resource = Results.withId(requested, id);
                yield ask(kind, operation, resource, request.apply(resource));
            }
        };
    }

    private Plan ask(OperationKind kind, Operation operation, Resource resource, StorageOperation.Builder request) {
        Span span = TraceParent.parent(operation.getTraceparent())
                .map(parent -> tracer.spanBuilder("overlay " + kind)
                        .setSpanKind(SpanKind.SERVER)
                        .setParent(parent)
                        .startSpan())
                .orElse(Span.getInvalid());
        request.setTraceparent(TraceParent.of(span));
        return new Plan.AskStorage(
                kind, operation.getId(), resource.getResourceId(), request, Results.timeoutMs(operation), span);
    }
}
