package org.p2psip.routing.service.operation;

import com.google.protobuf.ByteString;
import io.opentelemetry.api.trace.Span;
import org.p2psip.proto.v1.AppAttachMessage;
import org.p2psip.proto.v1.Result;
import org.p2psip.proto.v1.StorageOperation;
import org.p2psip.routing.ring.NodeId;

/** What has to be done for an operation of a client. */
public sealed interface Plan {
    /** Ask storage, then answer with {@link ClientOperations#result}, which ends the span. */
    record AskStorage(
            OperationKind kind,
            long id,
            ByteString resourceId,
            StorageOperation.Builder operation,
            int timeoutMs,
            Span span)
            implements Plan {}

    /** Send a message to a node or client, then answer with {@link ClientOperations#sent}. */
    record AskNode(long id, SendTarget target, AppAttachMessage message, int timeoutMs) implements Plan {}

    /** The stream takes messages for an application from now on. */
    record Announce(long id, NodeId client, String application) implements Plan {}

    /** Answer at once. */
    record Answer(Result result) implements Plan {}
}
