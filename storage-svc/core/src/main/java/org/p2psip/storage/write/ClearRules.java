package org.p2psip.storage.write;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.p2psip.storage.ClearMark;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.Octets;
import org.p2psip.storage.StoredValue;
import org.p2psip.storage.WriteOrder;
import org.p2psip.storage.write.WriteResult.Refused;

/** The clearing of one kind: which values it removes, and what is remembered of it. Used for one write. */
final class ClearRules {
    private final WriteLimits limits;
    private final long nowMs;
    private ClearMark mark = ClearMark.NONE;
    private boolean changed;

    ClearRules(WriteLimits limits, long nowMs) {
        this.limits = limits;
        this.nowMs = nowMs;
    }

    /** Turns every value that the write does not name into a tombstone, in {@code values} itself. */
    Optional<Refused> apply(Map<EntryKey, StoredValue> values, Clear clear, Set<EntryKey> named, ClearMark stored) {
        mark = stored;
        if (!clear.order().isNone() && clear.order().equals(stored.order())) {
            // A repetition: what was written since then must not be removed by it.
            return Optional.empty();
        }
        long latest = stored.storageTimeMs();
        long remember = nowMs + limits.minTombstoneMs();
        for (StoredValue value : values.values()) {
            remember = Math.max(remember, value.rememberUntilMs());
            if (named.contains(value.key())) {
                continue;
            }
            latest = Math.max(latest, value.storageTimeMs());
            if (value.isLive(nowMs)) {
                Optional<Refused> refused = check(value, clear, stored);
                if (refused.isPresent()) {
                    return refused;
                }
            }
        }
        if (clear.storageTimeMs() > nowMs + limits.maxAheadMs()) {
            return Optional.of(new Refused(
                    RefusalCode.INVALID_MESSAGE,
                    "storage_time_ms is " + (clear.storageTimeMs() - nowMs) + " ms ahead of the store's clock"));
        }
        long storageTime = clear.storageTimeMs() == 0 ? Math.max(nowMs, latest + 1) : clear.storageTimeMs();
        // What is dead already stays as it is: its own order still guards it, the mark adds that of the clearing.
        for (Map.Entry<EntryKey, StoredValue> entry : values.entrySet()) {
            if (entry.getValue().isLive(nowMs) && !named.contains(entry.getKey())) {
                entry.setValue(tombstone(entry.getValue(), storageTime));
                changed = true;
            }
        }
        boolean remembers = !clear.order().isNone() || clear.storageTimeMs() != 0;
        if (remembers && !stored.order().supersedes(clear.order()) && storageTime > stored.storageTimeMs()) {
            mark = new ClearMark(clear.order(), storageTime, Math.max(remember, stored.rememberUntilMs()));
            changed = true;
        }
        return Optional.empty();
    }

    ClearMark mark() {
        return mark;
    }

    boolean changed() {
        return changed;
    }

    private static Optional<Refused> check(StoredValue value, Clear clear, ClearMark stored) {
        WriteOrder newer = value.order().supersedes(clear.order()) ? value.order() : stored.order();
        if (newer.supersedes(clear.order())) {
            return Optional.of(new Refused(
                    RefusalCode.ORDER_TOO_OLD,
                    "clear_order is " + clear.order() + "; " + newer + " is stored, so a higher sequence is needed"));
        }
        boolean tooOld = clear.storageTimeMs() != 0 && clear.storageTimeMs() <= value.storageTimeMs();
        return tooOld ? Optional.of(ValueRules.tooOld(clear.storageTimeMs(), value.storageTimeMs())) : Optional.empty();
    }

    private StoredValue tombstone(StoredValue value, long storageTimeMs) {
        WriteOrder order = value.order();
        long remember = Math.max(value.rememberUntilMs(), nowMs + limits.minTombstoneMs());
        return new StoredValue(value.key(), false, Octets.EMPTY, storageTimeMs, 0, order, Octets.EMPTY, remember);
    }
}
