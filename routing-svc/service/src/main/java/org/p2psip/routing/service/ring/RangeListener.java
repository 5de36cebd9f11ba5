package org.p2psip.routing.service.ring;

import org.p2psip.routing.ring.Position;
import org.p2psip.routing.table.PeerInfo;

/** Who is told what this peer becomes responsible for, and what not any more; on the peer loop. */
public interface RangeListener {
    /**
     * From now on this peer is responsible for a range.
     *
     * @param after the position before it
     * @param last the last of it
     * @param from who was responsible, and may be gone; null on the first range of all
     */
    void gained(Position after, Position last, PeerInfo from);

    /**
     * From now on another peer is responsible for a range.
     *
     * @param to which; null when there is none
     */
    void lost(Position after, Position last, PeerInfo to);

    /** A peer has failed; one that left in good order has not. */
    void failed(PeerInfo peer);

    /** Other sites than before hold the replicas of what this peer is responsible for. */
    void replicaSitesChanged();

    /** This peer is out of the ring. */
    void left();
}
