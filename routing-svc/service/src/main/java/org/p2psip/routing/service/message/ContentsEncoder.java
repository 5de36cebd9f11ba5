package org.p2psip.routing.service.message;

import org.p2psip.proto.v1.AppAttachMessage;
import org.p2psip.proto.v1.AttachMessage;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.FetchAnswer;
import org.p2psip.proto.v1.FetchMessage;
import org.p2psip.proto.v1.FindAnswer;
import org.p2psip.proto.v1.FindRequest;
import org.p2psip.proto.v1.JoinAnswer;
import org.p2psip.proto.v1.JoinRequest;
import org.p2psip.proto.v1.LeaveAnswer;
import org.p2psip.proto.v1.LeaveRequest;
import org.p2psip.proto.v1.PeerMessage;
import org.p2psip.proto.v1.PingAnswer;
import org.p2psip.proto.v1.PingRequest;
import org.p2psip.proto.v1.ProbeAnswer;
import org.p2psip.proto.v1.ProbeRequest;
import org.p2psip.proto.v1.RouteQueryAnswer;
import org.p2psip.proto.v1.RouteQueryRequest;
import org.p2psip.proto.v1.StatAnswer;
import org.p2psip.proto.v1.StatMessage;
import org.p2psip.proto.v1.StoreAnswer;
import org.p2psip.proto.v1.StoreMessage;
import org.p2psip.proto.v1.UpdateAnswer;
import org.p2psip.proto.v1.UpdateRequest;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.message.Contents.UpdateType;
import org.p2psip.routing.table.PeerInfo;

/** The contents of messages: from the core to the contract. */
final class ContentsEncoder {
    private ContentsEncoder() {}

    static void encode(Contents contents, PeerMessage.Builder to) {
        switch (contents) {
            case Contents.Request request -> encode(request, to);
            case Contents.Answer answer -> encode(answer, to);
        }
    }

    private static void encode(Contents.Request request, PeerMessage.Builder to) {
        switch (request) {
            case Contents.Ping ping -> to.setPing(PingRequest.getDefaultInstance());
            case Contents.Attach attach -> to.setAttach(attach(attach.from()).setSendUpdate(attach.sendUpdate()));
            case Contents.Join join ->
                to.setJoin(JoinRequest.newBuilder()
                        .setNodeId(Identifiers.bytes(join.joining().position()))
                        .setSite(join.joining().site()));
            case Contents.Leave leave ->
                to.setLeave(LeaveRequest.newBuilder()
                        .setNodeId(Identifiers.bytes(leave.leaving().position()))
                        .addAllPredecessors(Identifiers.of(leave.predecessors()))
                        .addAllSuccessors(Identifiers.of(leave.successors())));
            case Contents.Update update -> to.setUpdate(update(update));
            case Contents.RouteQuery query ->
                to.setRouteQuery(RouteQueryRequest.newBuilder()
                        .setSendUpdate(query.sendUpdate())
                        .setDestination(Identifiers.of(query.destination())));
            case Contents.Probe probe ->
                to.setProbe(ProbeRequest.newBuilder()
                        .addRequested(ProbeRequest.Information.INFORMATION_RESPONSIBLE_SET)
                        .addRequested(ProbeRequest.Information.INFORMATION_UPTIME));
            case Contents.Carried carried -> encodeRequest(carried.payload(), to);
        }
    }

    private static void encode(Contents.Answer answer, PeerMessage.Builder to) {
        switch (answer) {
            case Contents.PingAnswer pong ->
                to.setPingAnswer(PingAnswer.newBuilder().setPeer(Identifiers.of(pong.from())));
            case Contents.AttachAnswer attached -> to.setAttachAnswer(attach(attached.from()));
            case Contents.JoinAnswer joined -> to.setJoinAnswer(JoinAnswer.getDefaultInstance());
            case Contents.LeaveAnswer left -> to.setLeaveAnswer(LeaveAnswer.getDefaultInstance());
            case Contents.UpdateAnswer updated -> to.setUpdateAnswer(UpdateAnswer.getDefaultInstance());
            case Contents.RouteQueryAnswer next ->
                to.setRouteQueryAnswer(RouteQueryAnswer.newBuilder().setNextPeer(Identifiers.of(next.nextPeer())));
            case Contents.ProbeAnswer probed ->
                to.setProbeAnswer(ProbeAnswer.newBuilder()
                        .setResponsiblePpb((int) probed.responsiblePpb())
                        .setUptimeS((int) probed.uptimeSeconds()));
            case Contents.CarriedAnswer carried -> encodeAnswer(carried.payload(), to);
            case Contents.Failure failure ->
                to.setError(Error.newBuilder()
                        .setCode(ErrorCode.forNumber(failure.code().code()))
                        .setMessage(failure.info()));
        }
    }

    private static AttachMessage.Builder attach(PeerInfo from) {
        AttachMessage.Builder attach = AttachMessage.newBuilder()
                .setNodeId(Identifiers.bytes(from.position()))
                .setSite(from.site());
        return from.isDialable() ? attach.addAddresses(from.address()) : attach;
    }

    private static UpdateRequest update(Contents.Update update) {
        UpdateRequest.Builder encoded = UpdateRequest.newBuilder()
                .setType(type(update.type()))
                .setUptimeS((int) update.uptimeSeconds())
                .addAllPredecessors(Identifiers.of(update.predecessors()))
                .addAllSuccessors(Identifiers.of(update.successors()))
                .addAllFingers(Identifiers.of(update.fingers()))
                .addAllSitePeers(Identifiers.of(update.sitePeers()));
        if (update.servedAfter() != null) {
            encoded.setServedAfter(Identifiers.bytes(update.servedAfter()));
        }
        return encoded.build();
    }

    private static UpdateRequest.Type type(UpdateType type) {
        return switch (type) {
            case PEER_READY -> UpdateRequest.Type.TYPE_PEER_READY;
            case NEIGHBORS -> UpdateRequest.Type.TYPE_NEIGHBORS;
            case FULL -> UpdateRequest.Type.TYPE_FULL;
        };
    }

    /** What the layer above carries are messages of the contract already. */
    private static void encodeRequest(Object payload, PeerMessage.Builder to) {
        switch (payload) {
            case StoreMessage store -> to.setStore(store);
            case FetchMessage fetch -> to.setFetch(fetch);
            case StatMessage stat -> to.setStat(stat);
            case FindRequest find -> to.setFind(find);
            case AppAttachMessage attach -> to.setAppAttach(attach);
            default -> throw new IllegalArgumentException("no request of the contract: " + payload.getClass());
        }
    }

    private static void encodeAnswer(Object payload, PeerMessage.Builder to) {
        switch (payload) {
            case StoreAnswer store -> to.setStoreAnswer(store);
            case FetchAnswer fetch -> to.setFetchAnswer(fetch);
            case StatAnswer stat -> to.setStatAnswer(stat);
            case FindAnswer find -> to.setFindAnswer(find);
            case AppAttachMessage attach -> to.setAppAttachAnswer(attach);
            case Error error -> to.setError(error);
            default -> throw new IllegalArgumentException("no answer of the contract: " + payload.getClass());
        }
    }
}
