package org.p2psip.storage.service.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.p2psip.proto.v1.EntryStat;
import org.p2psip.proto.v1.KindStat;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.Octets;
import org.p2psip.storage.StoredValue;
import org.p2psip.storage.WriteOrder;
import org.p2psip.storage.read.KindReading;
import org.p2psip.storage.service.admission.SignerCertificates;

/** Types of the core as answers of the contracts. */
public final class AnswerMapping {
    private AnswerMapping() {}

    /** What a read found, with the seconds left from {@code nowMs}; without signatures. */
    public static KindState state(KindReading reading, long nowMs) {
        KindState.Builder state = begun(reading);
        reading.values().forEach(value -> state.addEntries(entry(value, nowMs)));
        return state.build();
    }

    /** The same with signatures, and the certificates that {@code signers} has in memory. */
    public static KindState signedState(KindReading reading, long nowMs, SignerCertificates signers) {
        KindState.Builder state = begun(reading);
        SignedEntries entries = new SignedEntries(signers);
        reading.values().forEach(value -> state.addEntries(entries.entry(value, nowMs)));
        return state.build();
    }

    private static KindState.Builder begun(KindReading reading) {
        return KindState.newBuilder()
                .setKind(reading.kind())
                .setGeneration(reading.generation())
                .setNotModified(reading.notModified());
    }

    /** The same without the values: their lengths and SHA-256. */
    public static KindStat stat(KindReading reading, long nowMs) {
        KindStat.Builder stat = KindStat.newBuilder().setKind(reading.kind()).setGeneration(reading.generation());
        for (StoredValue value : reading.values()) {
            EntryStat.Builder entry = EntryStat.newBuilder()
                    .setExists(value.exists())
                    .setStorageTimeMs(value.storageTimeMs())
                    .setLifetimeS(value.remainingSeconds(nowMs))
                    .setValueLength(value.value().length())
                    .setValueHash(UnsafeByteOperations.unsafeWrap(
                            sha256().digest(value.value().unsafeArray())));
            switch (value.key()) {
                case EntryKey.DictionaryKey(Octets key) -> entry.setDictionaryKey(bytes(key));
                case EntryKey.ArrayIndex(long index) -> entry.setArrayIndex((int) index);
                case EntryKey.Single single -> {}
            }
            stat.addEntries(entry);
        }
        return stat.build();
    }

    /** One value without its signature, with the seconds left from {@code nowMs}. */
    static StoredEntry.Builder entry(StoredValue value, long nowMs) {
        StoredEntry.Builder entry = StoredEntry.newBuilder()
                .setExists(value.exists())
                .setValue(bytes(value.value()))
                .setStorageTimeMs(value.storageTimeMs())
                .setLifetimeS(value.remainingSeconds(nowMs));
        switch (value.key()) {
            case EntryKey.DictionaryKey(Octets key) -> entry.setDictionaryKey(bytes(key));
            case EntryKey.ArrayIndex(long index) -> entry.setArrayIndex((int) index);
            case EntryKey.Single single -> {}
        }
        WriteOrder order = value.order();
        if (!order.isNone()) {
            entry.setOrder(org.p2psip.proto.v1.WriteOrder.newBuilder()
                    .setScope(order.scope())
                    .setSequence(order.sequence()));
        }
        return entry;
    }

    /** SHA-256 over key, storage time and value of each of a resource's values, in their order. */
    public static ByteString digest(List<StoredValue> values) {
        MessageDigest digest = sha256();
        for (StoredValue value : values) {
            byte[] key =
                    switch (value.key()) {
                        case EntryKey.DictionaryKey(Octets octets) -> octets.unsafeArray();
                        case EntryKey.ArrayIndex(long index) -> longBytes(index);
                        case EntryKey.Single single -> new byte[0];
                    };
            digest.update(longBytes(key.length));
            digest.update(key);
            digest.update(longBytes(value.storageTimeMs()));
            digest.update(longBytes(value.exists() ? value.value().length() : -1));
            digest.update(value.value().unsafeArray());
        }
        return UnsafeByteOperations.unsafeWrap(digest.digest());
    }

    private static byte[] longBytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    /** Without a copy: octets do not change. */
    public static ByteString bytes(Octets octets) {
        return UnsafeByteOperations.unsafeWrap(octets.unsafeArray());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
