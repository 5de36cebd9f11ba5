package org.p2psip.storage.write;

import java.util.Optional;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.StoredKind;
import org.p2psip.storage.StoredValue;
import org.p2psip.storage.kind.KindDefinition;
import org.p2psip.storage.write.WriteResult.Refused;

/**
 * The bytes that a kind may take at one resource. Access policies give each user and node resources of its own, or a
 * key of its own in a shared one; so the bound of a resource is the quota of its owner.
 */
final class ByteQuota {
    private ByteQuota() {}

    /** Refuses what grows beyond the quota; what shrinks a kind that is beyond it already is welcome. */
    static Optional<Refused> check(KindDefinition kind, StoredKind before, StoredKind after, long nowMs) {
        long bytes = bytes(after, nowMs);
        if (bytes <= kind.maxTotalBytes() || bytes <= bytes(before, nowMs)) {
            return Optional.empty();
        }
        return Optional.of(new Refused(
                RefusalCode.DATA_TOO_LARGE,
                kind.name() + " would have " + bytes + " bytes of keys and values at this resource; the quota is "
                        + kind.maxTotalBytes()));
    }

    private static long bytes(StoredKind kind, long nowMs) {
        long bytes = 0;
        for (StoredValue value : kind.values()) {
            if (value.isLive(nowMs)) {
                bytes += value.value().length();
                bytes += value.key() instanceof EntryKey.DictionaryKey(var key) ? key.length() : 0;
            }
        }
        return bytes;
    }
}
