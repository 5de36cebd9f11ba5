package org.p2psip.storage;

import java.util.ArrayList;
import java.util.List;

/**
 * All that the store has of one kind of one resource.
 *
 * @param kind         Kind-ID
 * @param resourceName as a writer said it, or empty
 * @param generation   grows with every change, also over forgetting and storing anew: a new kind starts with the
 *                     clock's milliseconds. 0 when nothing was ever stored
 * @param values       values and tombstones, each key once, in the order of their keys
 * @param clearMark    the last clearing that is remembered
 */
public record StoredKind(
        int kind, String resourceName, long generation, List<StoredValue> values, ClearMark clearMark) {

    public StoredKind {
        values = List.copyOf(values);
    }

    public static StoredKind empty(int kind) {
        return new StoredKind(kind, "", 0, List.of(), ClearMark.NONE);
    }

    /** Values that readers see, in the order of their keys. */
    public List<StoredValue> live(long nowMs) {
        if (countLive(nowMs) == values.size()) {
            return values;
        }
        List<StoredValue> live = new ArrayList<>(values.size());
        for (StoredValue value : values) {
            if (value.isLive(nowMs)) {
                live.add(value);
            }
        }
        return live;
    }

    /** How many values readers see. */
    public int countLive(long nowMs) {
        int live = 0;
        for (StoredValue value : values) {
            live += value.isLive(nowMs) ? 1 : 0;
        }
        return live;
    }

    /** Whether readers see a value of that key. */
    public boolean hasLive(EntryKey key, long nowMs) {
        for (StoredValue value : values) {
            if (value.key().equals(key)) {
                return value.isLive(nowMs);
            }
        }
        return false;
    }

    /**
     * This without what is forgotten. Of what expired but is still remembered, as it replaced something that would live
     * longer, there is a tombstone; where it was signed the value itself, which nobody sees any more: another site, which
     * may not know of it, believes no tombstone that nobody signed.
     */
    public StoredKind pruned(long nowMs) {
        List<StoredValue> kept = new ArrayList<>(values.size());
        for (StoredValue value : values) {
            if (value.isLive(nowMs)) {
                kept.add(value);
            } else if (value.isRemembered(nowMs)) {
                boolean asItIs = !value.exists() || !value.signature().isEmpty();
                kept.add(asItIs ? value : value.withoutValue());
            }
        }
        ClearMark mark = clearMark.rememberUntilMs() > nowMs ? clearMark : ClearMark.NONE;
        return new StoredKind(kind, resourceName, generation, kept, mark);
    }

    /** When nothing of this is of use any more, in milliseconds since 1970; 0 when that is so already. */
    public long forgetAtMs() {
        long latest = clearMark.rememberUntilMs();
        for (StoredValue value : values) {
            latest = Math.max(latest, Math.max(value.rememberUntilMs(), value.exists() ? value.expiresAtMs() : 0));
        }
        return latest;
    }

    /** When the last value that exists expires, in milliseconds since 1970; 0 when none exists. */
    public long lastExpiryMs() {
        long latest = 0;
        for (StoredValue value : values) {
            latest = Math.max(latest, value.exists() ? value.expiresAtMs() : 0);
        }
        return latest;
    }
}
