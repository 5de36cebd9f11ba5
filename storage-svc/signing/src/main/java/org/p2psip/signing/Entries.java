package org.p2psip.signing;

import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.proto.v1.StoredEntryOrBuilder;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.Octets;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.WriteOrder;
import org.p2psip.storage.kind.DataModel;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.kind.KindDefinition;
import org.p2psip.storage.signature.SignedValue;
import org.p2psip.storage.write.ValueWrite;

/** Entries of the contract as values of the core. */
final class Entries {
    private Entries() {}

    /** What a signature over an entry covers. */
    static SignedValue signed(ResourceId resource, int kind, StoredEntryOrBuilder entry, KindCatalog kinds) {
        return new SignedValue(
                resource,
                kind,
                entry.getStorageTimeMs(),
                key(entry, model(kind, entry, kinds)),
                entry.getExists(),
                SignatureMessages.octets(entry.getValue()));
    }

    /** An entry as it was read, as if somebody wrote it. */
    static ValueWrite written(int kind, StoredEntry entry, KindCatalog kinds) {
        return new ValueWrite(
                key(entry, model(kind, entry, kinds)),
                entry.getExists(),
                SignatureMessages.octets(entry.getValue()),
                entry.getStorageTimeMs(),
                entry.getLifetimeS(),
                WriteOrder.NONE,
                Octets.EMPTY);
    }

    private static EntryKey key(StoredEntryOrBuilder entry, DataModel model) {
        return switch (model) {
            case SINGLE -> EntryKey.SINGLE;
            case ARRAY -> new EntryKey.ArrayIndex(Integer.toUnsignedLong(entry.getArrayIndex()));
            case DICTIONARY -> new EntryKey.DictionaryKey(SignatureMessages.octets(entry.getDictionaryKey()));
        };
    }

    private static DataModel model(int kind, StoredEntryOrBuilder entry, KindCatalog kinds) {
        return kinds.find(kind)
                .map(KindDefinition::model)
                .orElseGet(() -> !entry.getDictionaryKey().isEmpty()
                        ? DataModel.DICTIONARY
                        : entry.getArrayIndex() != 0 ? DataModel.ARRAY : DataModel.SINGLE);
    }
}
