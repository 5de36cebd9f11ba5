package org.p2psip.relay.turn.allocation;

import java.net.InetAddress;

/** A peer's IP address that may send to the client and be sent to, whatever the port (RFC 8656 section 9). */
public final class Permission {
    /** How long it lives without being refreshed; the RFC leaves no choice. */
    public static final long LIFETIME_SECONDS = 300;

    private final InetAddress peer;
    private long expiresAtNanos;

    Permission(InetAddress peer) {
        this.peer = peer;
    }

    public InetAddress peer() {
        return peer;
    }

    public boolean isLive(long nowNanos) {
        return expiresAtNanos - nowNanos > 0;
    }

    void refresh(long nowNanos) {
        expiresAtNanos = nowNanos + LIFETIME_SECONDS * 1_000_000_000L;
    }
}
