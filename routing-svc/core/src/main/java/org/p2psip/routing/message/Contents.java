package org.p2psip.routing.message;

import java.util.List;
import org.p2psip.routing.ring.Destination;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.table.PeerInfo;

/** What a message says. Lists of peers are never changed after they were put in. */
public sealed interface Contents {
    /** Whether it is answered. */
    default boolean isRequest() {
        return this instanceof Request;
    }

    /** What asks. */
    sealed interface Request extends Contents {}

    /** What answers. */
    sealed interface Answer extends Contents {}

    /** Is the peer there (RFC 6940 section 6.5.3)? */
    record Ping() implements Request {
        /** All of them are the same. */
        public static final Ping INSTANCE = new Ping();
    }

    /** @param from the peer that answers */
    record PingAnswer(PeerInfo from) implements Answer {}

    /**
     * Asks for a link (RFC 6940 section 6.5.1). The side that can dials the other; when both can, the one that asked.
     *
     * @param from who asks
     * @param sendUpdate asks for an Update of type FULL as soon as the link is up
     */
    record Attach(PeerInfo from, boolean sendUpdate) implements Request {}

    /** @param from the peer that answers */
    record AttachAnswer(PeerInfo from) implements Answer {}

    /**
     * Asks the peer that is responsible for the sender's position to take it in (RFC 6940 section 6.4.2.1).
     *
     * @param joining the sender
     */
    record Join(PeerInfo joining) implements Request {}

    /** The sender will be told by an Update that it is in the ring. */
    record JoinAnswer() implements Answer {}

    /**
     * The sender leaves (RFC 6940 section 10.9).
     *
     * @param leaving the sender
     * @param predecessors those it had
     * @param successors those it had
     */
    record Leave(NodeId leaving, List<PeerInfo> predecessors, List<PeerInfo> successors) implements Request {}

    /** The sender is forgotten. */
    record LeaveAnswer() implements Answer {}

    /**
     * Whom the sender knows (RFC 6940 section 10.7).
     *
     * @param type which lists are filled
     * @param uptimeSeconds since the sender joined
     * @param predecessors nearest first
     * @param successors nearest first
     * @param fingers farthest first; only in FULL
     * @param sitePeers other peers of the sender's site; only to peers of that site
     * @param servedAfter behind which position the sender's site has the records of the sender's range; null when that
     *     is its predecessor's
     */
    record Update(
            UpdateType type,
            long uptimeSeconds,
            List<PeerInfo> predecessors,
            List<PeerInfo> successors,
            List<PeerInfo> fingers,
            List<PeerInfo> sitePeers,
            Position servedAfter)
            implements Request {

        /** Of a sender whose site has all records of its range. */
        public Update(
                UpdateType type,
                long uptimeSeconds,
                List<PeerInfo> predecessors,
                List<PeerInfo> successors,
                List<PeerInfo> fingers,
                List<PeerInfo> sitePeers) {
            this(type, uptimeSeconds, predecessors, successors, fingers, sitePeers, null);
        }
    }

    /** Why an Update is sent. */
    enum UpdateType {
        /** The sender may be routed through; no lists. */
        PEER_READY,
        /** To a neighbor or a peer of the own site. */
        NEIGHBORS,
        /** To who asked for it. */
        FULL
    }

    /** The Update was taken note of. */
    record UpdateAnswer() implements Answer {
        /** All of them are the same. */
        public static final UpdateAnswer INSTANCE = new UpdateAnswer();
    }

    /**
     * Whom would the peer send a message for that destination to (RFC 6940 section 6.4.2.4)?
     *
     * @param sendUpdate asks for an Update of type FULL too
     */
    record RouteQuery(boolean sendUpdate, Destination destination) implements Request {}

    /** @param nextPeer the peer that answers, when it is responsible */
    record RouteQueryAnswer(PeerInfo nextPeer) implements Answer {}

    /** Asks for the state of a peer (RFC 6940 section 6.4.2.5). */
    record Probe() implements Request {}

    /**
     * @param responsiblePpb share of the ring that the peer is responsible for, in parts of a thousand million
     * @param uptimeSeconds since it joined
     */
    record ProbeAnswer(long responsiblePpb, long uptimeSeconds) implements Answer {}

    /**
     * A request that the overlay carries and does not understand.
     *
     * @param payload its contents, for the layer above
     */
    record Carried(Method method, Object payload) implements Request {}

    /** @param payload the answer's contents, for the layer above */
    record CarriedAnswer(Object payload) implements Answer {}

    /**
     * The request failed (RFC 6940 section 6.3.3.1).
     *
     * @param info what was wrong, with which value, and what would be right
     */
    record Failure(ErrorCode code, String info) implements Answer {}
}
