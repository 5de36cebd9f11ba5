package org.p2psip.routing.service.operation;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.p2psip.proto.v1.AnnounceRequest;
import org.p2psip.proto.v1.AnnounceResponse;
import org.p2psip.proto.v1.AppAttachMessage;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.Operation;
import org.p2psip.proto.v1.Requester;
import org.p2psip.proto.v1.Result;
import org.p2psip.proto.v1.SendRequest;
import org.p2psip.proto.v1.SendResponse;
import org.p2psip.routing.record.Quote;
import org.p2psip.routing.record.RequestedResource;
import org.p2psip.routing.record.SendRules;
import org.p2psip.routing.record.Verdict;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.ResourceId;

/** The operations that have to do with nodes: messages to them, and announcements of who takes messages. */
final class NodeOperations {
    /** The application that every peer has: it answers with the body that came. */
    private static final String PING = "ping";

    private final ByteString self;
    private final Results results;

    NodeOperations(NodeId self, Results results) {
        this.self = ByteString.copyFrom(self.toBytes());
        this.results = results;
    }

    Plan planSend(Operation operation, SendRequest send) {
        if (SendRules.message(send.getApplication(), send.getBody().size()) instanceof Verdict.Refused refused) {
            return results.refuse(OperationKind.SEND, operation, refused);
        }
        return switch (send.getTargetCase()) {
            case NODE_ID -> planSendToNode(operation, send);
            case RESOURCE ->
                switch (WireRules.resolve(send.getResource())) {
                    case RequestedResource.Unresolved(Verdict.Refused refused) ->
                        results.refuse(OperationKind.SEND, operation, refused);
                    case RequestedResource.Resolved(ResourceId id) ->
                        askNode(operation, send, new SendTarget.Registered(Results.withId(send.getResource(), id)));
                };
            case TARGET_NOT_SET ->
                results.refuse(
                        OperationKind.SEND,
                        operation,
                        ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                        "the message has no target, expected node_id or resource");
        };
    }

    private Plan planSendToNode(Operation operation, SendRequest send) {
        ByteString target = send.getNodeId();
        if (NodeId.ofBytes(target.toByteArray()).isEmpty()) {
            return results.refuse(
                    OperationKind.SEND,
                    operation,
                    ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                    "node_id has " + target.size() + " bytes or is reserved, expected the 16 bytes of a node");
        }
        if (!target.equals(self)) {
            return askNode(
                    operation,
                    send,
                    new SendTarget.Node(NodeId.ofBytes(target.toByteArray()).get()));
        }
        if (!send.getApplication().equals(PING)) {
            return results.refuse(
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
        return new Plan.Answer(results.counted(
                OperationKind.SEND,
                Result.newBuilder().setId(operation.getId()).setSend(pong).build()));
    }

    private static Plan askNode(Operation operation, SendRequest send, SendTarget target) {
        return new Plan.AskNode(
                operation.getId(),
                target,
                AppAttachMessage.newBuilder()
                        .setName(send.getApplication())
                        .setBody(send.getBody())
                        .build(),
                Results.timeoutMs(operation));
    }

    Plan planAnnounce(Operation operation, AnnounceRequest announce, Optional<Requester> requester) {
        if (SendRules.message(announce.getApplication(), 0) instanceof Verdict.Refused refused) {
            return results.refuse(OperationKind.ANNOUNCE, operation, refused);
        }
        ByteString id = requester.map(Requester::getNodeId).orElse(announce.getNodeId());
        Optional<NodeId> client = NodeId.ofBytes(id.toByteArray());
        if (client.isEmpty() || id.equals(self)) {
            return results.refuse(
                    OperationKind.ANNOUNCE,
                    operation,
                    ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                    "node_id has " + id.size() + " bytes, is reserved or this peer's, expected the 16 bytes of a node");
        }
        return new Plan.Announce(operation.getId(), client.get(), announce.getApplication());
    }

    /** The result of an announcement. */
    Result announced(Plan.Announce plan, Optional<Error> refusal) {
        return results.counted(
                OperationKind.ANNOUNCE,
                refusal.map(error -> Results.error(plan.id(), error)).orElseGet(() -> Result.newBuilder()
                        .setId(plan.id())
                        .setAnnounced(AnnounceResponse.newBuilder()
                                .setPeerId(self)
                                .setNodeId(ByteString.copyFrom(plan.client().toBytes())))
                        .build()));
    }

    /** The result of a message that another node was sent. */
    Result sent(Plan.AskNode plan, SendOutcome outcome) {
        Result.Builder result = Result.newBuilder().setId(plan.id());
        switch (outcome) {
            case SendOutcome.Answered(ByteString from, ByteString body, int hops) ->
                result.setSend(
                        SendResponse.newBuilder().setNodeId(from).setBody(body).setHops(hops));
            case SendOutcome.Refused(Error error) -> result.setError(error);
        }
        return results.counted(OperationKind.SEND, result.build());
    }
}
