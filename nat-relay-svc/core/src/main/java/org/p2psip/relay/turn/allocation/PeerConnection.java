package org.p2psip.relay.turn.allocation;

import java.net.InetSocketAddress;

/**
 * A TCP connection between a relayed address and a peer (RFC 6062 section 3): connecting, then pending until the client
 * binds a connection of its own to it, then carrying data until one of the two is closed. Owned by the event loop of its
 * allocation, but for who asks whether it is pending:
 * {@link org.p2psip.relay.turn.policy.PendingConnections#take} decides.
 */
public final class PeerConnection {
    /** How long it may be connecting, and how long pending (RFC 6062 sections 5.2 and 5.3). */
    public static final long LIMIT_SECONDS = 30;

    private final Allocation allocation;
    private final InetSocketAddress peer;
    private Allocation.Carrier carrier;
    private int id;
    private long deadlineNanos;

    /**
     * @param peer the address and port at its other end
     */
    public PeerConnection(Allocation allocation, InetSocketAddress peer) {
        this.allocation = allocation;
        this.peer = peer;
    }

    public Allocation allocation() {
        return allocation;
    }

    public InetSocketAddress peer() {
        return peer;
    }

    /** Null until the transports have attached theirs. */
    public Allocation.Carrier carrier() {
        return carrier;
    }

    public void attach(Allocation.Carrier carrier) {
        this.carrier = carrier;
    }

    /** What the client knows it by; 0 while it is connecting. */
    public int id() {
        return id;
    }

    /** It is connected, and waits for the client under this name. */
    public void pending(int id) {
        this.id = id;
    }

    /** When the present state has lasted too long. */
    public long deadlineNanos() {
        return deadlineNanos;
    }

    public void limit(long nowNanos) {
        deadlineNanos = nowNanos + LIMIT_SECONDS * 1_000_000_000L;
    }
}
