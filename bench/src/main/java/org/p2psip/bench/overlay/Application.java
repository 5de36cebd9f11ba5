package org.p2psip.bench.overlay;

import org.p2psip.routing.peer.PeerCommand;

/** The layer above the ring. It calls a peer back by {@link SimulatedPeer#defer} or {@link Simulation#call} only. */
public interface Application {
    /** A request of the application has reached a peer. */
    default void delivered(SimulatedPeer peer, PeerCommand.Deliver delivered) {
        throw new IllegalStateException("nobody answers " + delivered.request());
    }

    /** A request of the application, which a peer made with a negative token, was answered. */
    default void completed(PeerCommand.Completed completed) {
        throw new IllegalStateException("nobody has asked for " + completed);
    }

    /** A peer said something else. */
    default void told(SimulatedPeer peer, PeerCommand command) {}
}
