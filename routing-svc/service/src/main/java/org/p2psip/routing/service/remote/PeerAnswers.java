package org.p2psip.routing.service.remote;

import com.google.protobuf.MessageLite;
import jakarta.inject.Singleton;
import java.util.function.Consumer;
import org.p2psip.proto.v1.AppAttachMessage;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.FetchAnswer;
import org.p2psip.proto.v1.FetchMessage;
import org.p2psip.proto.v1.FetchRequest;
import org.p2psip.proto.v1.FindRequest;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.StatMessage;
import org.p2psip.proto.v1.StatRequest;
import org.p2psip.proto.v1.StorageOperation;
import org.p2psip.proto.v1.StorageResult;
import org.p2psip.proto.v1.StoreAnswer;
import org.p2psip.proto.v1.StoreMessage;
import org.p2psip.proto.v1.StoreRequest;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.peer.PeerCommand;
import org.p2psip.routing.record.Quote;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.service.attached.AttachedClients;
import org.p2psip.routing.service.operation.Errors;
import org.p2psip.routing.service.ring.Deliveries;
import org.p2psip.routing.service.storage.StorageLink;
import org.p2psip.routing.service.storage.StorageRequest;

/** Answers what other peers ask of this one: records from the site's storage, and messages to this node. */
@Singleton
final class PeerAnswers implements Deliveries {
    /** The application that every peer has: it answers with the body that came. */
    static final String PING = "ping";
    /** Longest answer, encoded bytes: with its header below what a link takes. */
    private static final int ANSWER_LIMIT = (4 << 20) - 64 * 1024;

    private final StorageLink storage;
    private final OwnRecords own;
    private final AttachedClients clients;
    private final FindAnswers finds;
    private final HopMetrics metrics;

    PeerAnswers(StorageLink storage, OwnRecords own, AttachedClients clients, FindAnswers finds, HopMetrics metrics) {
        this.storage = storage;
        this.own = own;
        this.clients = clients;
        this.finds = finds;
        this.metrics = metrics;
    }

    @Override
    public void deliver(PeerCommand.Deliver delivered, int hops, Consumer<Contents.Answer> answer) {
        Contents.Carried carried = (Contents.Carried) delivered.request().contents();
        metrics.arrived(carried.method(), hops);
        switch (carried.payload()) {
            case StoreMessage store ->
                ask(
                        delivered,
                        store.getResource(),
                        StorageOperation.newBuilder().setStore(request(store)),
                        answer);
            case FetchMessage fetch ->
                ask(
                        delivered,
                        fetch.getResource(),
                        StorageOperation.newBuilder().setFetch(request(fetch)),
                        answer);
            case StatMessage stat ->
                ask(delivered, stat.getResource(), StorageOperation.newBuilder().setStat(request(stat)), answer);
            case FindRequest find -> finds.find(find, answer);
            case AppAttachMessage attach
            when delivered.request().destination() instanceof NodeId client && clients.contains(client) ->
                clients.deliver(client, attach, hops, answer);
            case AppAttachMessage attach -> answer.accept(attached(attach, hops));
            default ->
                answer.accept(
                        error(ErrorCode.ERROR_CODE_INVALID_MESSAGE, "this peer does not answer " + carried.method()));
        }
    }

    /**
     * To a Resource-ID the responsible site answers, wherever the record is. To this node itself come replicas, and what is
     * asked of the site that had a range before: the own storage answers.
     */
    private void ask(
            PeerCommand.Deliver delivered,
            Resource resource,
            StorageOperation.Builder operation,
            Consumer<Contents.Answer> answer) {
        if (resource.getResourceId().size() != Position.BYTES) {
            answer.accept(error(
                    ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                    "the resource_id has " + resource.getResourceId().size() + " bytes, expected " + Position.BYTES));
            return;
        }
        Position key = Position.ofBytes(resource.getResourceId().toByteArray());
        StorageRequest request = new StorageRequest(
                operation, StorageRequest.DEFAULT_TIMEOUT_MS, result -> answer.accept(answer(result)));
        switch (delivered.request().destination()) {
            case ResourceId id when id.position().equals(key) -> own.send(key, request);
            case NodeId self
            when operation.getStore().getReplicaNumber() > 0 || !own.isElsewhere(key) -> storage.send(request);
            case NodeId self ->
                answer.accept(error(
                        ErrorCode.ERROR_CODE_UNAVAILABLE, "this site does not have the record yet; try again later"));
            default ->
                answer.accept(error(
                        ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                        "the resource is not the one that the message was sent to"));
        }
    }

    private static StoreRequest request(StoreMessage store) {
        StoreRequest.Builder request = StoreRequest.newBuilder()
                .setResource(store.getResource())
                .addAllKinds(store.getKindsList())
                .setReturnValues(store.getReturnValues())
                .setReplicaNumber(store.getReplicaNumber());
        if (store.hasRequester()) {
            request.setRequester(store.getRequester());
        }
        return request.build();
    }

    private static FetchRequest request(FetchMessage fetch) {
        FetchRequest.Builder request =
                FetchRequest.newBuilder().setResource(fetch.getResource()).addAllKinds(fetch.getKindsList());
        if (fetch.hasRequester()) {
            request.setRequester(fetch.getRequester());
        }
        return request.build();
    }

    private static StatRequest request(StatMessage stat) {
        return StatRequest.newBuilder()
                .setResource(stat.getResource())
                .addAllKinds(stat.getKindsList())
                .build();
    }

    private static Contents.Answer answer(StorageResult result) {
        MessageLite payload =
                switch (result.getResponseCase()) {
                    case STORE ->
                        StoreAnswer.newBuilder()
                                .addAllKinds(result.getStore().getKindsList())
                                .build();
                    case FETCH ->
                        FetchAnswer.newBuilder()
                                .addAllKinds(result.getFetch().getKindsList())
                                .build();
                    case STAT -> StatAnswers.of(result.getStat());
                    case ERROR -> result.getError();
                    case REMOVE, RESPONSE_NOT_SET ->
                        Errors.of(
                                ErrorCode.ERROR_CODE_UNAVAILABLE,
                                "storage answered with " + result.getResponseCase() + ", which was not asked for");
                };
        int bytes = payload.getSerializedSize();
        return bytes <= ANSWER_LIMIT
                ? new Contents.CarriedAnswer(payload)
                : error(
                        ErrorCode.ERROR_CODE_RESPONSE_TOO_LARGE,
                        "the answer has " + bytes + " bytes, at most " + ANSWER_LIMIT
                                + " are sent; ask for fewer kinds or keys");
    }

    private static Contents.Answer attached(AppAttachMessage attach, int hops) {
        return attach.getName().equals(PING)
                ? new Contents.CarriedAnswer(AppAttachMessage.newBuilder()
                        .setName(PING)
                        .setBody(attach.getBody())
                        .setHops(hops + 1)
                        .build())
                : error(
                        ErrorCode.ERROR_CODE_NOT_FOUND,
                        "the node does not know the application '" + Quote.shorten(attach.getName()) + "'");
    }

    private static Contents.Answer error(ErrorCode code, String message) {
        Error error = Errors.of(code, message);
        return new Contents.CarriedAnswer(error);
    }
}
