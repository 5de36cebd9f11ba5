package org.p2psip.relay.turn.allocation;

import java.net.InetSocketAddress;

/** A channel number and the peer that it stands for (RFC 8656 section 12). */
public final class ChannelBinding {
    /** How long it lives without being refreshed; the RFC leaves no choice. */
    public static final long LIFETIME_SECONDS = 600;

    private final int number;
    private final InetSocketAddress peer;
    private final Permission permission;
    private long expiresAtNanos;

    ChannelBinding(int number, InetSocketAddress peer, Permission permission) {
        this.number = number;
        this.peer = peer;
        this.permission = permission;
    }

    public int number() {
        return number;
    }

    public InetSocketAddress peer() {
        return peer;
    }

    /** Whether data may pass: the binding lives, and so does the permission for its peer, which is younger or older. */
    public boolean isOpen(long nowNanos) {
        return isBound(nowNanos) && permission.isLive(nowNanos);
    }

    boolean isBound(long nowNanos) {
        return expiresAtNanos - nowNanos > 0;
    }

    void refresh(long nowNanos) {
        expiresAtNanos = nowNanos + LIFETIME_SECONDS * 1_000_000_000L;
        permission.refresh(nowNanos);
    }
}
