package org.p2psip.storage.write;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.Octets;
import org.p2psip.storage.StoredKind;
import org.p2psip.storage.WriteOrder;
import org.p2psip.storage.kind.KindCatalog;

/** Short ways to write and read one record whose time the test sets. */
final class Writes {
    static final int KIND = KindCatalog.EDGE_REGISTRATION;

    private final StoredValueRules rules = new StoredValueRules(KindCatalog.STANDARD, WriteLimits.DEFAULT);
    private StoredKind state;
    long now = 1_000_000;

    WriteResult apply(KindWrite write) {
        WriteResult result = rules.decide(state, write, now);
        if (result instanceof WriteResult.Accepted accepted) {
            state = accepted.state();
        }
        return result;
    }

    WriteResult apply(ValueWrite... values) {
        return apply(kind(List.of(values)));
    }

    WriteResult clear(WriteOrder order, ValueWrite... named) {
        return apply(new KindWrite(KIND, "", 0, List.of(named), Optional.of(new Clear(order, 0)), false));
    }

    WriteResult replica(ValueWrite... values) {
        return apply(new KindWrite(KIND, "", 1, List.of(values), Optional.empty(), true));
    }

    StoredKind state() {
        return state;
    }

    /** Live values by their key. */
    TreeMap<String, String> live() {
        TreeMap<String, String> live = new TreeMap<>();
        if (state != null) {
            state.live(now)
                    .forEach(
                            value -> live.put(text(((EntryKey.DictionaryKey) value.key()).key()), text(value.value())));
        }
        return live;
    }

    static KindWrite kind(List<ValueWrite> values) {
        return new KindWrite(KIND, "alice@example.org", 0, values, Optional.empty(), false);
    }

    static ValueWrite put(String key, String value, WriteOrder order) {
        return new ValueWrite(key(key), true, octets(value), 0, 3600, order, Octets.EMPTY);
    }

    static ValueWrite put(String key, String value, long storageTimeMs, int lifetimeS) {
        return new ValueWrite(key(key), true, octets(value), storageTimeMs, lifetimeS, WriteOrder.NONE, Octets.EMPTY);
    }

    static ValueWrite remove(String key, WriteOrder order) {
        return ValueWrite.removal(key(key), 0, order);
    }

    static WriteOrder order(String scope, long sequence) {
        return new WriteOrder(scope, sequence);
    }

    static EntryKey key(String key) {
        return new EntryKey.DictionaryKey(octets(key));
    }

    static Octets octets(String text) {
        return Octets.copyOf(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Octets octets) {
        return new String(octets.toByteArray(), StandardCharsets.UTF_8);
    }
}
