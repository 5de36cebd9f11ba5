package org.p2psip.routing.forward;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.p2psip.routing.peer.PeerContext;
import org.p2psip.routing.ring.Destination;
import org.p2psip.routing.ring.OpaqueId;

/**
 * Via lists that got too long: each is kept here under an opaque ID, which travels in its place (list compression, RFC
 * 6940 section 6.1.2). They are kept for the lifetime of a request; at the limit the oldest goes, and its answer with it.
 */
final class ViaLists {
    private final PeerContext context;
    private final Map<OpaqueId, Kept> lists = new LinkedHashMap<>();

    private record Kept(List<Destination> back, long until) {}

    ViaLists(PeerContext context) {
        this.context = context;
    }

    /** Keeps a via list; returns what stands for it. */
    OpaqueId keep(List<Destination> via) {
        var oldest = lists.values().iterator();
        while (oldest.hasNext()) {
            boolean over = oldest.next().until <= context.now();
            if (!over && lists.size() < context.config().limits().viaLists()) {
                break;
            }
            oldest.remove();
        }
        OpaqueId id = new OpaqueId(context.random().nextLong());
        long until = context.now() + context.config().forwarding().requestLifetimeMs();
        lists.put(id, new Kept(reversed(via), until));
        return id;
    }

    /** The way back that an opaque ID stands for; null when it is not known or not any more. */
    List<Destination> find(OpaqueId id) {
        Kept kept = lists.get(id);
        return kept == null || kept.until <= context.now() ? null : kept.back;
    }

    /** The destination list of an answer to a request with that via list. */
    static List<Destination> reversed(List<Destination> via) {
        List<Destination> back = new ArrayList<>(via.size() + 1);
        for (int i = via.size() - 1; i >= 0; i--) {
            back.add(via.get(i));
        }
        return back;
    }
}
