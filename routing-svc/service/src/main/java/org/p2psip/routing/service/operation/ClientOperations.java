package org.p2psip.routing.service.operation;

import com.google.protobuf.ByteString;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import jakarta.inject.Singleton;
import java.util.function.Function;
import org.p2psip.proto.v1.AppAttachMessage;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.FetchRequest;
import org.p2psip.proto.v1.GetRequest;
import org.p2psip.proto.v1.GetResponse;
import org.p2psip.proto.v1.Operation;
import org.p2psip.proto.v1.PutRequest;
import org.p2psip.proto.v1.PutResponse;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.Result;
import org.p2psip.proto.v1.SendRequest;
import org.p2psip.proto.v1.SendResponse;
import org.p2psip.proto.v1.StorageOperation;
import org.p2psip.proto.v1.StorageResult;
import org.p2psip.proto.v1.StoreRequest;
import org.p2psip.routing.record.Quote;
import org.p2psip.routing.record.RequestedResource;
import org.p2psip.routing.record.SendRules;
import org.p2psip.routing.record.Verdict;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.service.storage.StorageRequest;

/** Plans the operations of clients, and makes their results of what storage answered. Free of state, any thread. */
@Singleton
public final class ClientOperations {
    /** The application that every peer has: it answers with the body that came. */
    private static final String PING = "ping";

    /** Longest response, encoded bytes: with its frame below the 4 MiB that gRPC clients take. */
    private static final int RESPONSE_LIMIT = (4 << 20) - 1024;

    private final ByteString self;
    private final OperationMetrics metrics;
    private final Tracer tracer;

    ClientOperations(NodeId self, OperationMetrics metrics, OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("org.p2psip.routing");
        this.self = ByteString.copyFrom(self.toBytes());
        this.metrics = metrics;
    }

    /** What has to be done for an operation. */
    public Plan plan(Operation operation) {
        OperationKind kind = kindOf(operation);
        if (Integer.compareUnsigned(operation.getTimeoutMs(), StorageRequest.TIMEOUT_LIMIT_MS) > 0) {
            return refuse(
                    kind,
                    operation,
                    ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                    "timeout_ms is " + Integer.toUnsignedString(operation.getTimeoutMs()) + ", at most "
                            + StorageRequest.TIMEOUT_LIMIT_MS + " is allowed");
        }
        return switch (kind) {
            case PUT -> planPut(operation, operation.getPut());
            case GET -> planGet(operation, operation.getGet());
            case SEND -> planSend(operation, operation.getSend());
            case NONE ->
                refuse(
                        kind,
                        operation,
                        ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                        "the operation has no request, expected put, get or send");
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
        return counted(plan.kind(), fitting(result.build()));
    }

    /** The result of a message that another node was sent. */
    public Result sent(Plan.AskNode plan, SendOutcome outcome) {
        Result.Builder result = Result.newBuilder().setId(plan.id());
        switch (outcome) {
            case SendOutcome.Answered(ByteString body, int hops) ->
                result.setSend(SendResponse.newBuilder()
                        .setNodeId(ByteString.copyFrom(plan.target().toBytes()))
                        .setBody(body)
                        .setHops(hops));
            case SendOutcome.Refused(Error error) -> result.setError(error);
        }
        return counted(OperationKind.SEND, result.build());
    }

    /** A response that no client would take would end its stream; an error does not. */
    private static Result fitting(Result result) {
        int bytes = result.getSerializedSize();
        return bytes <= RESPONSE_LIMIT
                ? result
                : error(
                        result.getId(),
                        Errors.of(
                                ErrorCode.ERROR_CODE_RESPONSE_TOO_LARGE,
                                "the response has " + bytes + " bytes, at most " + RESPONSE_LIMIT
                                        + " are sent; ask for fewer kinds or keys"));
    }

    /** Refuses an operation for a limit of the caller's stream. */
    public Result refuseAtLimit(OperationKind kind, long id, String message) {
        return counted(kind, error(id, Errors.of(ErrorCode.ERROR_CODE_LIMIT_REACHED, message)));
    }

    /** Which operation it is. */
    public static OperationKind kindOf(Operation operation) {
        return switch (operation.getRequestCase()) {
            case PUT -> OperationKind.PUT;
            case GET -> OperationKind.GET;
            case SEND -> OperationKind.SEND;
            case REQUEST_NOT_SET -> OperationKind.NONE;
        };
    }

    private Plan planPut(Operation operation, PutRequest put) {
        if (WireRules.check(put) instanceof Verdict.Refused refused) {
            return refuse(OperationKind.PUT, operation, refused);
        }
        return askOf(OperationKind.PUT, operation, put.getResource(), resource -> StorageOperation.newBuilder()
                .setStore(StoreRequest.newBuilder()
                        .setResource(resource)
                        .addAllKinds(put.getKindsList())
                        .setReturnValues(put.getReturnValues())));
    }

    private Plan planGet(Operation operation, GetRequest get) {
        if (WireRules.check(get) instanceof Verdict.Refused refused) {
            return refuse(OperationKind.GET, operation, refused);
        }
        return askOf(OperationKind.GET, operation, get.getResource(), resource -> StorageOperation.newBuilder()
                .setFetch(FetchRequest.newBuilder().setResource(resource).addAllKinds(get.getKindsList())));
    }

    /** Asks storage for what a resource needs, once it is known which one it is. */
    private Plan askOf(
            OperationKind kind,
            Operation operation,
            Resource requested,
            Function<Resource, StorageOperation.Builder> request) {
        return switch (WireRules.resolve(requested)) {
            case RequestedResource.Unresolved(Verdict.Refused refused) -> refuse(kind, operation, refused);
            case RequestedResource.Resolved(ResourceId id) -> {
                Resource resource = withId(requested, id);
                yield ask(kind, operation, resource, request.apply(resource));
            }
        };
    }

    private Plan planSend(Operation operation, SendRequest send) {
        if (SendRules.message(send.getApplication(), send.getBody().size()) instanceof Verdict.Refused refused) {
            return refuse(OperationKind.SEND, operation, refused);
        }
        return switch (send.getTargetCase()) {
            case NODE_ID -> planSendToNode(operation, send);
            case RESOURCE ->
                switch (WireRules.resolve(send.getResource())) {
                    case RequestedResource.Unresolved(Verdict.Refused refused) ->
                        refuse(OperationKind.SEND, operation, refused);
                    case RequestedResource.Resolved(ResourceId id) ->
                        refuse(
                                OperationKind.SEND,
                                operation,
                                ErrorCode.ERROR_CODE_NOT_FOUND,
                                "no client of resource " + id + " is connected to the overlay");
                };
            case TARGET_NOT_SET ->
                refuse(
                        OperationKind.SEND,
                        operation,
                        ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                        "the message has no target, expected node_id or resource");
        };
    }

    private Plan planSendToNode(Operation operation, SendRequest send) {
        ByteString target = send.getNodeId();
        if (NodeId.ofBytes(target.toByteArray()).isEmpty()) {
            return refuse(
                    OperationKind.SEND,
                    operation,
                    ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                    "node_id has " + target.size() + " bytes or is reserved, expected the 16 bytes of a node");
        }
        if (!target.equals(self)) {
            return new Plan.AskNode(
                    operation.getId(),
                    NodeId.ofBytes(target.toByteArray()).get(),
                    AppAttachMessage.newBuilder()
                            .setName(send.getApplication())
                            .setBody(send.getBody())
                            .build(),
                    timeoutMs(operation));
        }
        if (!send.getApplication().equals(PING)) {
            return refuse(
                    OperationKind.SEND,
                    operation,
                    ErrorCode.ERROR_CODE_NOT_FOUND,
                    "the node does not know the application '" + Quote.shorten(send.getApplication()) + "'");
        }
        SendResponse pong = SendResponse.newBuilder()
                .setNodeId(self)
                .setBody(send.getBody())
                .setHops(1)
                .build();
        return new Plan.Answer(counted(
                OperationKind.SEND,
                Result.newBuilder().setId(operation.getId()).setSend(pong).build()));
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
                kind, operation.getId(), resource.getResourceId(), request, timeoutMs(operation), span);
    }

    private static int timeoutMs(Operation operation) {
        return operation.getTimeoutMs() == 0 ? StorageRequest.DEFAULT_TIMEOUT_MS : operation.getTimeoutMs();
    }

    private static Resource withId(Resource resource, ResourceId id) {
        return resource.getResourceId().isEmpty()
                ? resource.toBuilder()
                        .setResourceId(ByteString.copyFrom(id.toBytes()))
                        .build()
                : resource;
    }

    private Plan refuse(OperationKind kind, Operation operation, Verdict.Refused refused) {
        return new Plan.Answer(counted(kind, error(operation.getId(), Errors.of(refused))));
    }

    private Plan refuse(OperationKind kind, Operation operation, ErrorCode code, String message) {
        return new Plan.Answer(counted(kind, error(operation.getId(), Errors.of(code, message))));
    }

    private static Result error(long id, Error error) {
        return Result.newBuilder().setId(id).setError(error).build();
    }

    private Result counted(OperationKind kind, Result result) {
        metrics.count(kind, result);
        return result;
    }
}
