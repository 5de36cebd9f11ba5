package org.p2psip.routing.peer;

import java.util.List;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.message.Message;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.table.PeerInfo;

/** What a peer wants done. */
public sealed interface PeerCommand {
    /** Send a message over the link to a peer. */
    record Send(NodeId to, Message message) implements PeerCommand {}

    /** Open a link to a peer; answered by {@code linkUp} or {@code linkFailed}. */
    record OpenLink(PeerInfo to) implements PeerCommand {}

    /** Close the link to a peer in good order. */
    record CloseLink(NodeId to) implements PeerCommand {}

    /** Ask bootstrap for a sample of peers; answered by {@code discovered}, or not at all. */
    record Discover() implements PeerCommand {}

    /**
     * A request for the layer above has arrived; it is answered by {@code answer}, at once or later.
     *
     * @param from the peer that it was received from; null for one that this peer made itself
     */
    record Deliver(Message request, NodeId from) implements PeerCommand {}

    /** What became of a request that the layer above has made. */
    record Completed(long token, Contents.Answer answer) implements PeerCommand {}

    /** The peer is in the ring. */
    record Joined() implements PeerCommand {}

    /** The peer has left; its links are closed. */
    record Left() implements PeerCommand {}

    /** A linked peer is silent. */
    record Suspected(PeerInfo peer) implements PeerCommand {}

    /** A peer that was suspected is heard again. */
    record Cleared(PeerInfo peer) implements PeerCommand {}

    /** A linked peer has failed. */
    record Failed(PeerInfo peer) implements PeerCommand {}

    /**
     * From now on this peer is responsible for a range. Between peers of one site nothing has to be moved. Else the other
     * peer's site goes on serving the range until this site has its records.
     *
     * @param after the position before the range
     * @param last the last of it
     * @param from who was responsible, and may be gone; null on the first range of all
     */
    record RangeGained(Position after, Position last, PeerInfo from) implements PeerCommand {}

    /**
     * From now on another peer is responsible for a range. Between peers of one site nothing has to be moved. Else this
     * site goes on serving the range until the other one has its records.
     *
     * @param after the position before the range
     * @param last the last of it
     */
    record RangeLost(Position after, Position last, PeerInfo to) implements PeerCommand {}

    /** The sites that hold replicas of what this peer is responsible for, clockwise, have changed. */
    record ReplicaSites(List<String> sites) implements PeerCommand {}
}
