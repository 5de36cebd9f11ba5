package org.p2psip.storage.write;

import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.p2psip.storage.ClearMark;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.StoredKind;
import org.p2psip.storage.StoredValue;

/**
 * Two states of one kind of one resource as one: what a member kept on its disk while it was away, and what the others
 * have by now. The newest storage time of each key stays, whether it is a value or a removal, so nothing that was
 * removed comes back while the removal is remembered, and that is longer than what it removed would have lived.
 *
 * <p>It does not matter which of the two is older, nor how often they are merged. Limits do not count here: both were
 * accepted once.
 */
public final class KindMerge {
    private KindMerge() {}

    /**
     * What is stored after merging.
     *
     * @param stored what the store has, or null when it has nothing
     * @param other  of the same kind
     * @param nowMs  the store's clock, in milliseconds since 1970
     * @return changed exactly when the result says more than {@code stored}
     */
    public static WriteResult.Accepted merge(StoredKind stored, StoredKind other, long nowMs) {
        StoredKind ours = (stored == null ? StoredKind.empty(other.kind()) : stored).pruned(nowMs);
        StoredKind theirs = other.pruned(nowMs);
        TreeMap<EntryKey, StoredValue> values = byKey(ours);
        TreeMap<EntryKey, StoredValue> theirValues = byKey(theirs);
        values.replaceAll((key, value) -> theirValues.containsKey(key)
                ? newest(value, theirValues.get(key))
                : cleared(value, theirs.clearMark()));
        for (Map.Entry<EntryKey, StoredValue> each : theirValues.entrySet()) {
            values.computeIfAbsent(each.getKey(), key -> cleared(each.getValue(), ours.clearMark()));
        }
        StoredKind merged = new StoredKind(
                other.kind(),
                ours.resourceName().isEmpty() ? theirs.resourceName() : ours.resourceName(),
                ours.generation(),
                new ArrayList<>(values.values()),
                newest(ours.clearMark(), theirs.clearMark()));
        boolean nothingNew =
                merged.values().equals(ours.values()) && merged.clearMark().equals(ours.clearMark());
        long generation = nothingNew
                ? Math.max(ours.generation(), ours.values().isEmpty() ? 0 : theirs.generation())
                : generationOf(merged, ours, theirs);
        int removed = ours.countLive(nowMs)
                - (int) ours.live(nowMs).stream()
                        .filter(value -> merged.hasLive(value.key(), nowMs))
                        .count();
        StoredKind result =
                new StoredKind(merged.kind(), merged.resourceName(), generation, merged.values(), merged.clearMark());
        return new WriteResult.Accepted(result, generation != ours.generation() || !nothingNew, removed);
    }

    /** As large as that of each state with other values, so that it tells them apart. */
    private static long generationOf(StoredKind merged, StoredKind ours, StoredKind theirs) {
        boolean isTheirs = merged.values().equals(theirs.values());
        return isTheirs && theirs.generation() > ours.generation()
                ? theirs.generation()
                : Math.max(ours.generation(), theirs.generation()) + 1;
    }

    private static TreeMap<EntryKey, StoredValue> byKey(StoredKind kind) {
        TreeMap<EntryKey, StoredValue> values = new TreeMap<>();
        kind.values().forEach(value -> values.put(value.key(), value));
        return values;
    }

    /** A value that the other side does not have: gone when it is from before a clearing there. */
    private static StoredValue cleared(StoredValue value, ClearMark mark) {
        return value.exists() && !mark.isNone() && value.storageTimeMs() <= mark.storageTimeMs()
                ? value.withoutValue()
                : value;
    }

    private static StoredValue newest(StoredValue one, StoredValue other) {
        StoredValue newest = isNewer(one, other) ? one : other;
        long remember = Math.max(one.rememberUntilMs(), other.rememberUntilMs());
        return newest.rememberUntilMs() == remember
                ? newest
                : new StoredValue(
                        newest.key(),
                        newest.exists(),
                        newest.value(),
                        newest.storageTimeMs(),
                        newest.lifetimeS(),
                        newest.order(),
                        newest.signature(),
                        remember);
    }

    /** By storage time; of two with one time a removal, then the larger value: the same one everywhere. */
    private static boolean isNewer(StoredValue one, StoredValue other) {
        if (one.storageTimeMs() != other.storageTimeMs()) {
            return one.storageTimeMs() > other.storageTimeMs();
        }
        if (one.exists() != other.exists()) {
            return !one.exists();
        }
        int byValue = one.value().compareTo(other.value());
        return byValue != 0 ? byValue > 0 : one.signature().compareTo(other.signature()) >= 0;
    }

    private static ClearMark newest(ClearMark one, ClearMark other) {
        ClearMark newest = one.storageTimeMs() >= other.storageTimeMs() ? one : other;
        long remember = Math.max(one.rememberUntilMs(), other.rememberUntilMs());
        return newest.isNone() ? newest : new ClearMark(newest.order(), newest.storageTimeMs(), remember);
    }
}
