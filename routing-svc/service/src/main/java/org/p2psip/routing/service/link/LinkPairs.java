package org.p2psip.routing.service.link;

import io.grpc.Status;
import java.util.HashMap;
import java.util.Map;
import org.p2psip.routing.ring.NodeId;

/**
 * The links that are up, by Node-ID. When two peers dial each other at the same time both streams come up: the one that
 * the smaller Node-ID dialed carries what is sent, the other is a spare until who dialed it closes it.
 */
final class LinkPairs {
    private final NodeId self;
    private final Map<NodeId, PeerLink> current = new HashMap<>();
    private final Map<NodeId, PeerLink> spare = new HashMap<>();

    LinkPairs(NodeId self) {
        this.self = self;
    }

    /** The link to a peer; null when there is none. */
    PeerLink get(NodeId id) {
        return current.get(id);
    }

    int size() {
        return current.size();
    }

    /**
     * A link is up.
     *
     * @return whether it is the one of its peer; else there is another one, opened by the other side
     */
    boolean add(PeerLink link) {
        NodeId id = link.peerId();
        PeerLink old = current.get(id);
        boolean bothDialed = old != null && old.start == link.start && old.isDialer() != link.isDialer();
        if (!bothDialed) {
            current.put(id, link);
            drop(old);
            drop(spare.remove(id));
            return true;
        }
        boolean ofSmaller = link.isDialer() == self.position().compareTo(id.position()) < 0;
        current.put(id, ofSmaller ? link : old);
        drop(spare.put(id, ofSmaller ? old : link));
        return false;
    }

    private static void drop(PeerLink link) {
        if (link != null) {
            link.abort(Status.ABORTED.withDescription("replaced by another link of the same peer"));
        }
    }

    /** Both sides know by now which link is the spare: who dialed it closes it. */
    void closeSpare(NodeId id) {
        PeerLink second = spare.get(id);
        if (second != null && second.isDialer()) {
            spare.remove(id);
            second.close();
        }
    }

    /**
     * A link has ended.
     *
     * @return whether its peer has none any more
     */
    boolean remove(PeerLink link) {
        NodeId id = link.peerId();
        if (spare.remove(id, link) || current.get(id) != link) {
            return false;
        }
        PeerLink other = spare.remove(id);
        if (other == null) {
            current.remove(id);
        } else {
            current.put(id, other);
        }
        return other == null;
    }

    /** Closes the links to a peer in good order; whether there were any. */
    boolean close(NodeId id) {
        PeerLink second = spare.remove(id);
        if (second != null) {
            second.close();
        }
        PeerLink link = current.remove(id);
        if (link != null) {
            link.close();
        }
        return link != null;
    }
}
