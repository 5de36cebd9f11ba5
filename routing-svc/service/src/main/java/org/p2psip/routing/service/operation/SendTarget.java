package org.p2psip.routing.service.operation;

import org.p2psip.proto.v1.Resource;
import org.p2psip.routing.ring.NodeId;

/** Whom a message is for. */
public sealed interface SendTarget {
    /** A peer, or a client that is connected to the peer which is asked. */
    record Node(NodeId id) implements SendTarget {
        @Override
        public String toString() {
            return "node " + id;
        }
    }

    /**
     * The client that registered an address of record.
     *
     * @param resource with its Resource-ID
     */
    record Registered(Resource resource) implements SendTarget {
        @Override
        public String toString() {
            return "the client of " + (resource.getName().isEmpty() ? "the resource" : resource.getName());
        }
    }
}
