package org.p2psip.storage;

/**
 * One stored value, or the memory of one that was removed or expired (RFC 6940 section 7.1 StoredData).
 *
 * @param key             which value of the kind
 * @param exists          false: a tombstone
 * @param value           empty in a tombstone
 * @param storageTimeMs   milliseconds since 1970, by the writer's clock
 * @param lifetimeS       seconds from storage time until it expires
 * @param order           the write that made it
 * @param signature       opaque here; empty without signatures
 * @param rememberUntilMs until when at least its order and time are remembered. Never earlier than the expiry of any
 *                        value that it replaced, so that none of them can come back by an old write
 */
public record StoredValue(
        EntryKey key,
        boolean exists,
        Octets value,
        long storageTimeMs,
        int lifetimeS,
        WriteOrder order,
        Octets signature,
        long rememberUntilMs) {

    public long expiresAtMs() {
        return storageTimeMs + lifetimeS * 1000L;
    }

    /** Whether readers see it. */
    public boolean isLive(long nowMs) {
        return exists && expiresAtMs() > nowMs;
    }

    /** Whether it is of use to anyone: as a value, or against old writes. */
    public boolean isRemembered(long nowMs) {
        return rememberUntilMs > nowMs;
    }

    /** The tombstone that an expired value without a signature leaves while it is still remembered. */
    public StoredValue withoutValue() {
        return new StoredValue(
                key, false, Octets.EMPTY, storageTimeMs, lifetimeS, order, Octets.EMPTY, rememberUntilMs);
    }

    /** Seconds left, rounded up so that a live value has at least one. */
    public int remainingSeconds(long nowMs) {
        return (int) Math.max(0, (expiresAtMs() - nowMs + 999) / 1000);
    }
}
