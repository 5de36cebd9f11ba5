package org.p2psip.routing.table;

import java.util.ArrayList;
import java.util.List;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Position;

/**
 * The other peers of the own site and what each is responsible for: a record of theirs lies in the same storage, so this
 * peer answers for them.
 */
public final class SiteTable {
    private final PeerInfo self;
    private final int limit;
    private final List<Member> members = new ArrayList<>(0);

    /**
     * @param peer the peer
     * @param before the position behind which begins what the site has of its range; its own when that is nothing, null
     *     when that is the whole ring
     */
    private record Member(PeerInfo peer, Position before) {}

    /** @param limit most peers kept; those beyond it are asked like peers of other sites */
    public SiteTable(PeerInfo self, int limit) {
        this.self = self;
        this.limit = limit;
    }

    /** Whether a peer is of the own site, not known, and there is room. */
    public boolean wants(PeerInfo peer) {
        return peer.site().equals(self.site())
                && !peer.id().equals(self.id())
                && members.size() < limit
                && !contains(peer.id());
    }

    /**
     * A peer of the own site told its range; others are ignored.
     *
     * @param before the position behind which begins what the site has of its range: its predecessor's, unless some of it
     *     is still brought from another site; null when it is alone on the ring
     */
    public void told(PeerInfo peer, Position before) {
        if (!peer.site().equals(self.site())) {
            return;
        }
        remove(peer.id());
        if (members.size() < limit) {
            members.add(new Member(peer, before));
        }
    }

    /** Whether a peer is in the table. */
    public boolean contains(NodeId id) {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).peer.id().equals(id)) {
                return true;
            }
        }
        return false;
    }

    /** Takes a peer out. */
    public void remove(NodeId id) {
        members.removeIf(member -> member.peer.id().equals(id));
    }

    /** The peer of the own site, but not this one, that is responsible for a position; null when there is none. */
    public PeerInfo ownerOf(Position key) {
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            boolean nothing = member.peer.position().equals(member.before);
            Position before = member.before == null ? member.peer.position() : member.before;
            if (!nothing && key.isBetween(before, member.peer.position())) {
                return member.peer;
            }
        }
        return null;
    }

    /** All other peers of the own site that are known. */
    public List<PeerInfo> peers() {
        return members.isEmpty()
                ? List.of()
                : members.stream().map(Member::peer).toList();
    }
}
