package org.p2psip.storage.write;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.StoredKind;
import org.p2psip.storage.StoredValue;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.kind.KindDefinition;
import org.p2psip.storage.write.ValueDecision.Keep;
import org.p2psip.storage.write.ValueDecision.Put;
import org.p2psip.storage.write.WriteResult.Accepted;
import org.p2psip.storage.write.WriteResult.Refused;

/**
 * The stored-value rules (RFC 6940 section 7.4.1): the one step from the state of a kind and a write to the next state
 * or a refusal. Pure: the same arguments give the same result, on every member that repeats the step.
 */
public final class StoredValueRules {
    private final KindCatalog kinds;
    private final WriteLimits limits;

    public StoredValueRules(KindCatalog kinds, WriteLimits limits) {
        this.kinds = kinds;
        this.limits = limits;
    }

    /** The kinds that these rules know. */
    public KindCatalog kinds() {
        return kinds;
    }

    /**
     * What a look at the write alone says: a refusal that needs no stored state.
     *
     * @return empty when the write may be decided
     */
    public Optional<Refused> check(KindWrite write) {
        Optional<KindDefinition> kind = kinds.find(write.kind());
        return kind.isEmpty() ? Optional.of(unknown(write.kind())) : WriteShape.check(write, kind.get());
    }

    /**
     * Decides a write.
     *
     * @param current what is stored, or null when nothing is
     * @param nowMs   the store's clock, in milliseconds since 1970
     */
    public WriteResult decide(StoredKind current, KindWrite write, long nowMs) {
        Optional<KindDefinition> kind = kinds.find(write.kind());
        if (kind.isEmpty()) {
            return unknown(write.kind());
        }
        Optional<Refused> malformed = WriteShape.check(write, kind.get());
        if (malformed.isPresent()) {
            return malformed.get();
        }
        StoredKind stored = (current == null ? StoredKind.empty(write.kind()) : current).pruned(nowMs);
        if (!write.replica() && write.generation() != 0 && write.generation() != stored.generation()) {
            return new Refused(
                    RefusalCode.GENERATION_COUNTER_TOO_LOW,
                    "generation is " + Long.toUnsignedString(write.generation()) + "; " + stored.generation()
                            + " is stored, and only that one or 0 may be written over",
                    stored.generation(),
                    0);
        }
        return apply(stored, write, kind.get(), nowMs);
    }

    private WriteResult apply(StoredKind stored, KindWrite write, KindDefinition kind, long nowMs) {
        TreeMap<EntryKey, StoredValue> values = new TreeMap<>();
        for (StoredValue value : stored.values()) {
            values.put(value.key(), value);
        }
        ValueRules rules = new ValueRules(limits, stored.clearMark(), nowMs);
        boolean changed = false;
        Set<EntryKey> named = write.clear().isPresent() ? new HashSet<>() : Set.of();
        for (ValueWrite asked : write.values()) {
            ValueWrite value = asked;
            if (ArrayEnd.isMeant(asked)) {
                Optional<ValueWrite> placed = ArrayEnd.place(asked, values);
                if (placed.isEmpty()) {
                    return new Refused(
                            RefusalCode.LIMIT_REACHED,
                            kind.name() + " has an element at the last index; none can follow");
                }
                value = placed.get();
            }
            if (write.clear().isPresent()) {
                named.add(value.key());
            }
            StoredValue prior = values.get(value.key());
            ValueDecision decision = write.replica() ? rules.replica(prior, value) : rules.write(prior, value);
            switch (decision) {
                case Keep() -> {}
                case Put(StoredValue next) -> {
                    values.put(next.key(), next);
                    changed = true;
                }
                case ValueDecision.Refuse(Refused refused) -> {
                    return withGeneration(refused, stored);
                }
            }
        }
        ClearRules clearing = new ClearRules(limits, nowMs);
        var clearMark = stored.clearMark();
        if (write.clear().isPresent()) {
            Optional<Refused> refused = clearing.apply(values, write.clear().get(), named, clearMark);
            if (refused.isPresent()) {
                return withGeneration(refused.get(), stored);
            }
            clearMark = clearing.mark();
            changed |= clearing.changed();
        }
        StoredKind next = new StoredKind(
                stored.kind(),
                write.resourceName().isEmpty() ? stored.resourceName() : write.resourceName(),
                changed ? nextGeneration(stored, write, nowMs) : stored.generation(),
                new ArrayList<>(values.values()),
                clearMark);
        return checkCounts(stored, next, changed, kind, nowMs);
    }

    private WriteResult checkCounts(
            StoredKind stored, StoredKind next, boolean changed, KindDefinition kind, long nowMs) {
        int live = next.countLive(nowMs);
        int liveBefore = stored.countLive(nowMs);
        if (live > kind.maxEntries() && live > liveBefore) {
            return new Refused(
                    RefusalCode.LIMIT_REACHED,
                    kind.name() + " would have " + live + " entries; the limit of entries is " + kind.maxEntries());
        }
        if (next.values().size() > limits.maxRemembered()
                && next.values().size() > stored.values().size()) {
            return new Refused(
                    RefusalCode.LIMIT_REACHED,
                    kind.name() + " would remember " + next.values().size()
                            + " entries with those removed lately; the limit of remembered entries is "
                            + limits.maxRemembered());
        }
        Optional<Refused> full = ByteQuota.check(kind, stored, next, nowMs);
        if (full.isPresent()) {
            return full.get();
        }
        int removed = 0;
        for (StoredValue value : stored.values()) {
            if (value.isLive(nowMs) && !next.hasLive(value.key(), nowMs)) {
                removed++;
            }
        }
        return new Accepted(next, changed, removed);
    }

    private static long nextGeneration(StoredKind stored, KindWrite write, long nowMs) {
        if (write.replica()) {
            // RFC 6940 7.4.1.1: that of the message. It never falls, since readers take it for an ETag.
            return stored.generation() == 0
                    ? write.generation()
                    : Math.max(stored.generation() + 1, write.generation());
        }
        // A new kind starts with the clock, so that a generation is larger than all before it was forgotten.
        return stored.generation() == 0 ? Math.max(1, nowMs) : stored.generation() + 1;
    }

    private static Refused withGeneration(Refused refused, StoredKind stored) {
        return refused.code() == RefusalCode.DATA_TOO_OLD
                ? new Refused(refused.code(), refused.message(), stored.generation(), refused.storedStorageTimeMs())
                : refused;
    }

    private static Refused unknown(int kind) {
        return new Refused(RefusalCode.UNKNOWN_KIND, KindCatalog.unknown(kind));
    }
}
