package org.p2psip.storage.write;

import org.p2psip.storage.EntryKey;
import org.p2psip.storage.Octets;
import org.p2psip.storage.WriteOrder;

/**
 * One value that a writer wants stored, or removed.
 *
 * @param key           which value of the kind
 * @param exists        false removes it (RFC 6940 section 7.4.1.3)
 * @param value         empty when {@code exists} is false
 * @param storageTimeMs milliseconds since 1970 by the writer's clock; 0 takes the store's
 * @param lifetimeS     seconds, 1 to {@link WriteLimits#MAX_LIFETIME_S}; 0 is allowed in a removal
 * @param order         {@link WriteOrder#NONE} where only storage time decides
 * @param signature     opaque; empty without signatures
 */
public record ValueWrite(
        EntryKey key,
        boolean exists,
        Octets value,
        long storageTimeMs,
        int lifetimeS,
        WriteOrder order,
        Octets signature) {

    /** The same value under another key. */
    ValueWrite at(EntryKey place) {
        return new ValueWrite(place, exists, value, storageTimeMs, lifetimeS, order, signature);
    }

    public static ValueWrite removal(EntryKey key, long storageTimeMs, WriteOrder order) {
        return new ValueWrite(key, false, Octets.EMPTY, storageTimeMs, 0, order, Octets.EMPTY);
    }
}
