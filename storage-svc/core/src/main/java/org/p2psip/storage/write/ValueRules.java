package org.p2psip.storage.write;

import org.p2psip.storage.ClearMark;
import org.p2psip.storage.StoredValue;
import org.p2psip.storage.WriteOrder;
import org.p2psip.storage.write.ValueDecision.Keep;
import org.p2psip.storage.write.ValueDecision.Put;
import org.p2psip.storage.write.ValueDecision.Refuse;
import org.p2psip.storage.write.WriteResult.Refused;

/**
 * Decides one value of a write against the value or tombstone that is stored under its key.
 *
 * @param clearMark the last clearing, which stands for the tombstones of keys that are not stored
 */
record ValueRules(WriteLimits limits, ClearMark clearMark, long nowMs) {

    /** A write by its origin. {@code prior} is null when its key is not stored. */
    ValueDecision write(StoredValue prior, ValueWrite write) {
        if (prior != null && !hasExpired(prior) && isRepetition(prior, write)) {
            return new Keep();
        }
        WriteOrder stored = prior != null && prior.order().supersedes(write.order())
                ? prior.order()
                : clearMark.order().supersedes(write.order()) ? clearMark.order() : WriteOrder.NONE;
        if (!stored.isNone()) {
            return new Refuse(new Refused(
                    RefusalCode.ORDER_TOO_OLD,
                    "order is " + write.order() + "; " + stored + " is stored, so a higher sequence is needed"));
        }
        boolean nothingToRemove = !write.exists() && (prior == null || !prior.isLive(nowMs));
        if (nothingToRemove && write.order().isNone() && write.storageTimeMs() == 0) {
            return new Keep();
        }
        return byStorageTime(prior, write);
    }

    private ValueDecision byStorageTime(StoredValue prior, ValueWrite write) {
        long storedTime = storedTime(prior);
        if (write.storageTimeMs() == 0) {
            return new Put(stored(prior, write, Math.max(nowMs, storedTime + 1)));
        }
        if (write.storageTimeMs() <= storedTime) {
            return new Refuse(tooOld(write.storageTimeMs(), storedTime));
        }
        if (write.storageTimeMs() > nowMs + limits.maxAheadMs()) {
            return new Refuse(new Refused(
                    RefusalCode.INVALID_MESSAGE,
                    "storage_time_ms is " + (write.storageTimeMs() - nowMs) + " ms ahead of the store's clock; at most "
                            + limits.maxAheadMs() + " ms are taken"));
        }
        if (write.exists() && write.storageTimeMs() + write.lifetimeS() * 1000L <= nowMs) {
            return new Refuse(new Refused(
                    RefusalCode.INVALID_MESSAGE,
                    "storage_time_ms is " + (nowMs - write.storageTimeMs()) + " ms ago and lifetime_s "
                            + write.lifetimeS() + ": the value expired already; write one that still lives"));
        }
        return new Put(stored(prior, write, write.storageTimeMs()));
    }

    /** A replica from another site: the newer one stays; of two with one time, the same one on every site. */
    ValueDecision replica(StoredValue prior, ValueWrite write) {
        if (write.storageTimeMs() > storedTime(prior)) {
            return new Put(stored(prior, write, write.storageTimeMs()));
        }
        if (prior == null) {
            return new Keep();
        }
        boolean sameTime = write.storageTimeMs() == prior.storageTimeMs();
        boolean wins = prior.exists() && (!write.exists() || write.value().compareTo(prior.value()) > 0);
        return sameTime && wins ? new Put(stored(prior, write, write.storageTimeMs())) : new Keep();
    }

    private long storedTime(StoredValue prior) {
        // A key that was dead before the clearing has an older time of its own.
        return prior == null ? clearMark.storageTimeMs() : Math.max(prior.storageTimeMs(), clearMark.storageTimeMs());
    }

    private StoredValue stored(StoredValue prior, ValueWrite write, long storageTimeMs) {
        long remember = storageTimeMs + write.lifetimeS() * 1000L;
        if (!write.exists()) {
            remember = Math.max(remember, nowMs + limits.minTombstoneMs());
        }
        if (prior != null) {
            remember = Math.max(remember, prior.rememberUntilMs());
        }
        return new StoredValue(
                write.key(),
                write.exists(),
                write.value(),
                storageTimeMs,
                write.lifetimeS(),
                write.order(),
                write.signature(),
                remember);
    }

    /** Only its order and time count any more. */
    private boolean hasExpired(StoredValue prior) {
        return prior.exists() && !prior.isLive(nowMs);
    }

    private static boolean isRepetition(StoredValue prior, ValueWrite write) {
        boolean sameValue = prior.exists() == write.exists() && prior.value().equals(write.value());
        boolean sameOrder = !write.order().isNone() && write.order().equals(prior.order());
        boolean sameTime = write.storageTimeMs() != 0 && write.storageTimeMs() == prior.storageTimeMs();
        return sameValue && (sameOrder || (sameTime && write.order().equals(prior.order())));
    }

    static Refused tooOld(long storageTimeMs, long storedTimeMs) {
        return new Refused(
                RefusalCode.DATA_TOO_OLD,
                "storage_time_ms is " + storageTimeMs + "; " + storedTimeMs + " is stored, so a larger one is needed",
                0,
                storedTimeMs);
    }
}
