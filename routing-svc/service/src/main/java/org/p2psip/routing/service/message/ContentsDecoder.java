package org.p2psip.routing.service.message;

import java.util.List;
import org.p2psip.proto.v1.AttachMessage;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.JoinRequest;
import org.p2psip.proto.v1.LeaveRequest;
import org.p2psip.proto.v1.PeerMessage;
import org.p2psip.proto.v1.UpdateRequest;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.message.Contents.UpdateType;
import org.p2psip.routing.message.ErrorCode;
import org.p2psip.routing.message.Method;
import org.p2psip.routing.table.PeerInfo;

/** The contents of messages: from the contract to the core. */
final class ContentsDecoder {
    private static final ErrorCode[] CODES = ErrorCode.values();

    private ContentsDecoder() {}

    static Contents decode(PeerMessage message) throws Malformation {
        return switch (message.getContentsCase()) {
            case PING -> Contents.Ping.INSTANCE;
            case PING_ANSWER ->
                new Contents.PingAnswer(Identifiers.peer(message.getPingAnswer().getPeer()));
            case ATTACH ->
                new Contents.Attach(
                        attaching(message.getAttach()), message.getAttach().getSendUpdate());
            case ATTACH_ANSWER -> new Contents.AttachAnswer(attaching(message.getAttachAnswer()));
            case JOIN -> join(message.getJoin());
            case JOIN_ANSWER -> new Contents.JoinAnswer();
            case LEAVE -> leave(message.getLeave());
            case LEAVE_ANSWER -> new Contents.LeaveAnswer();
            case UPDATE -> update(message.getUpdate());
            case UPDATE_ANSWER -> Contents.UpdateAnswer.INSTANCE;
            case ROUTE_QUERY ->
                new Contents.RouteQuery(
                        message.getRouteQuery().getSendUpdate(),
                        Identifiers.destination(message.getRouteQuery().getDestination()));
            case ROUTE_QUERY_ANSWER ->
                new Contents.RouteQueryAnswer(
                        Identifiers.peer(message.getRouteQueryAnswer().getNextPeer()));
            case PROBE -> new Contents.Probe();
            case PROBE_ANSWER ->
                new Contents.ProbeAnswer(
                        Integer.toUnsignedLong(message.getProbeAnswer().getResponsiblePpb()),
                        Integer.toUnsignedLong(message.getProbeAnswer().getUptimeS()));
            case STORE -> new Contents.Carried(Method.STORE, message.getStore());
            case STORE_ANSWER -> new Contents.CarriedAnswer(message.getStoreAnswer());
            case FETCH -> new Contents.Carried(Method.FETCH, message.getFetch());
            case FETCH_ANSWER -> new Contents.CarriedAnswer(message.getFetchAnswer());
            case STAT -> new Contents.Carried(Method.STAT, message.getStat());
            case STAT_ANSWER -> new Contents.CarriedAnswer(message.getStatAnswer());
            case APP_ATTACH -> new Contents.Carried(Method.APP_ATTACH, message.getAppAttach());
            case APP_ATTACH_ANSWER -> new Contents.CarriedAnswer(message.getAppAttachAnswer());
            case ERROR -> error(message.getError());
            case FIND -> new Contents.Carried(Method.FIND, message.getFind());
            case FIND_ANSWER -> new Contents.CarriedAnswer(message.getFindAnswer());
            case CONFIG_UPDATE, CONFIG_UPDATE_ANSWER ->
                throw new Malformation("this peer does not know " + message.getContentsCase());
            case CONTENTS_NOT_SET -> throw new Malformation("the message has no contents");
        };
    }

    private static PeerInfo attaching(AttachMessage attach) throws Malformation {
        String address = attach.getAddressesCount() == 0 ? "" : attach.getAddresses(0);
        return Identifiers.peer(attach.getNodeId(), address, attach.getSite());
    }

    private static Contents join(JoinRequest join) throws Malformation {
        return new Contents.Join(Identifiers.peer(join.getNodeId(), "", join.getSite()));
    }

    private static Contents leave(LeaveRequest leave) throws Malformation {
        return new Contents.Leave(
                Identifiers.nodeId(leave.getNodeId()),
                Identifiers.peers(leave.getPredecessorsList()),
                Identifiers.peers(leave.getSuccessorsList()));
    }

    private static Contents update(UpdateRequest update) throws Malformation {
        UpdateType type =
                switch (update.getType()) {
                    case TYPE_PEER_READY -> UpdateType.PEER_READY;
                    case TYPE_NEIGHBORS -> UpdateType.NEIGHBORS;
                    case TYPE_FULL -> UpdateType.FULL;
                    case TYPE_UNSPECIFIED, UNRECOGNIZED ->
                        throw new Malformation("an Update has the type " + update.getTypeValue()
                                + ", expected PEER_READY, NEIGHBORS or FULL");
                };
        List<PeerInfo> predecessors = Identifiers.peers(update.getPredecessorsList());
        return new Contents.Update(
                type,
                Integer.toUnsignedLong(update.getUptimeS()),
                predecessors,
                Identifiers.peers(update.getSuccessorsList()),
                Identifiers.peers(update.getFingersList()),
                Identifiers.peers(update.getSitePeersList()),
                update.getServedAfter().isEmpty()
                        ? null
                        : Identifiers.position(update.getServedAfter(), "served_after"));
    }

    /** Errors of routing are the core's business; all others are for the layer above. */
    private static Contents error(Error error) {
        for (ErrorCode code : CODES) {
            if (code.code() == error.getCodeValue() && error.getStoredGeneration() == 0) {
                return new Contents.Failure(code, error.getMessage());
            }
        }
        return new Contents.CarriedAnswer(error);
    }
}
