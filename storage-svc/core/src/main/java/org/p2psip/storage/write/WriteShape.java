package org.p2psip.storage.write;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.Octets;
import org.p2psip.storage.WriteOrder;
import org.p2psip.storage.kind.KindDefinition;
import org.p2psip.storage.write.WriteResult.Refused;

/** What can be said of a write without knowing what is stored: its sizes, its keys and its data model. */
final class WriteShape {
    private WriteShape() {}

    /** The first thing that is wrong with it, or nothing. */
    static Optional<Refused> check(KindWrite write, KindDefinition kind) {
        if (write.values().size() > WriteLimits.MAX_VALUES_PER_WRITE) {
            return refused(
                    RefusalCode.LIMIT_REACHED,
                    "A write has " + write.values().size() + " entries; the limit is "
                            + WriteLimits.MAX_VALUES_PER_WRITE);
        }
        if (write.replica() && write.clear().isPresent()) {
            return invalid("clear cannot be replicated: a replica names each entry that was removed");
        }
        Set<EntryKey> keys = new HashSet<>();
        for (ValueWrite value : write.values()) {
            if (!ArrayEnd.isMeant(value) && !keys.add(value.key())) {
                return invalid("Entry " + value.key() + " is named twice");
            }
            Optional<Refused> wrong = check(value, kind, write.replica());
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        if (write.replica() && write.generation() == 0) {
            return invalid("A replica has generation 0; it carries that of the store it comes from");
        }
        return write.clear().flatMap(clear -> check(clear.order()));
    }

    private static Optional<Refused> check(ValueWrite value, KindDefinition kind, boolean replica) {
        boolean fits =
                switch (kind.model()) {
                    case SINGLE -> value.key() instanceof EntryKey.Single;
                    case ARRAY -> value.key() instanceof EntryKey.ArrayIndex;
                    case DICTIONARY -> value.key() instanceof EntryKey.DictionaryKey;
                };
        if (!fits) {
            return invalid(kind.name() + " is a " + kind.model() + "; an entry with " + value.key() + " does not fit");
        }
        if (value.key() instanceof EntryKey.DictionaryKey(var key)
                && (key.isEmpty() || key.length() > EntryKey.DictionaryKey.MAX_BYTES)) {
            return invalid(
                    "A dictionary key has " + key.length() + " bytes; it has 1 to " + EntryKey.DictionaryKey.MAX_BYTES);
        }
        if (ArrayEnd.isMeant(value) && (replica || !value.exists())) {
            return invalid("Index 0xFFFFFFFF stores a new element at the end; a " + (replica ? "replica" : "removal")
                    + " names the index that the element has");
        }
        if (value.value().length() > kind.maxValueBytes()) {
            return refused(
                    RefusalCode.DATA_TOO_LARGE,
                    "A value of " + kind.name() + " has " + value.value().length() + " bytes; the limit is "
                            + kind.maxValueBytes());
        }
        if (!value.exists() && !value.value().isEmpty()) {
            return invalid("An entry that does not exist has a value; leave it empty");
        }
        int shortest = value.exists() ? 1 : 0;
        if (value.lifetimeS() < shortest || value.lifetimeS() > WriteLimits.MAX_LIFETIME_S) {
            return invalid("lifetime_s is " + Integer.toUnsignedString(value.lifetimeS()) + "; it is " + shortest
                    + " to " + WriteLimits.MAX_LIFETIME_S);
        }
        if (value.storageTimeMs() < 0 || value.storageTimeMs() > Long.MAX_VALUE / 2) {
            return invalid("storage_time_ms is " + Long.toUnsignedString(value.storageTimeMs())
                    + "; it is milliseconds since 1970");
        }
        if (replica && value.storageTimeMs() == 0) {
            return invalid("A replica has no storage_time_ms; it carries that of the first store");
        }
        return check(value.signature(), value.storageTimeMs()).or(() -> check(value.order()));
    }

    private static Optional<Refused> check(Octets signature, long storageTimeMs) {
        if (signature.length() > WriteLimits.MAX_SIGNATURE_BYTES) {
            return refused(
                    RefusalCode.DATA_TOO_LARGE,
                    "A signature has " + signature.length() + " bytes; the limit is "
                            + WriteLimits.MAX_SIGNATURE_BYTES);
        }
        return !signature.isEmpty() && storageTimeMs == 0
                ? invalid("A signed value has no storage_time_ms; the signature covers it, so the writer chooses it")
                : Optional.empty();
    }

    private static Optional<Refused> check(WriteOrder order) {
        if (order.isNone() && order.sequence() != 0) {
            return invalid("A WriteOrder has a sequence and no scope; a sequence counts within a scope");
        }
        return order.scope().getBytes(StandardCharsets.UTF_8).length > WriteOrder.MAX_SCOPE_BYTES
                ? invalid("A WriteOrder.scope has more than " + WriteOrder.MAX_SCOPE_BYTES + " bytes")
                : Optional.empty();
    }

    private static Optional<Refused> invalid(String message) {
        return refused(RefusalCode.INVALID_MESSAGE, message);
    }

    private static Optional<Refused> refused(RefusalCode code, String message) {
        return Optional.of(new Refused(code, message));
    }
}
