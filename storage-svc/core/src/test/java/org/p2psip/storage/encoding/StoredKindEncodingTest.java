package org.p2psip.storage.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.p2psip.storage.ClearMark;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.Octets;
import org.p2psip.storage.StoredKind;
import org.p2psip.storage.StoredValue;
import org.p2psip.storage.WriteOrder;

class StoredKindEncodingTest {
    /** Written by the first release: it is read for ever, or until a release says that it no longer is. */
    private static final String VERSION_1 =
            "01f00000010000000000000007000000026162000000017800000000000000030000000000000005"
                    + "000000000000000900010b000000016b000000000000000a0000003c000000000000ee6a00000004"
                    + "63616c6c000000000000000200000003010203000000000a4a7ec2";

    @Provide
    Arbitrary<StoredKind> kinds() {
        Arbitrary<Octets> octets =
                Arbitraries.bytes().array(byte[].class).ofMaxSize(300).map(Octets::copyOf);
        Arbitrary<WriteOrder> orders = Combinators.combine(
                        Arbitraries.strings().ofMinLength(1).ofMaxLength(20), Arbitraries.longs())
                .as(WriteOrder::new);
        Arbitrary<EntryKey> keys = Arbitraries.oneOf(
                octets.map(EntryKey.DictionaryKey::new),
                Arbitraries.longs().between(0, 0xFFFFFFFFL).map(EntryKey.ArrayIndex::new),
                Arbitraries.just(EntryKey.SINGLE));
        Arbitrary<StoredValue> values = Combinators.combine(
                        keys,
                        Arbitraries.of(true, false),
                        octets,
                        Arbitraries.longs(),
                        Arbitraries.integers(),
                        Arbitraries.oneOf(Arbitraries.just(WriteOrder.NONE), orders),
                        octets,
                        Arbitraries.longs())
                .as(StoredValue::new);
        return Combinators.combine(
                        Arbitraries.integers(),
                        Arbitraries.strings().ofMaxLength(50),
                        Arbitraries.longs(),
                        values.list().ofMaxSize(8),
                        Combinators.combine(orders, Arbitraries.longs(), Arbitraries.longs())
                                .as(ClearMark::new))
                .as(StoredKind::new);
    }

    @Property(tries = 300)
    void whatWasEncodedIsDecodedAgain(@ForAll("kinds") StoredKind kind) {
        assertThat(StoredKindEncoding.decode(StoredKindEncoding.encode(kind))).isEqualTo(new Decoded.State(kind));
    }

    @Property(tries = 200)
    void aChangedBitIsNoticed(@ForAll("kinds") StoredKind kind, @ForAll @IntRange(max = 100_000) int at) {
        byte[] bytes = StoredKindEncoding.encode(kind);
        bytes[at % bytes.length] ^= 1;

        assertThat(StoredKindEncoding.decode(bytes)).isInstanceOf(Decoded.Damaged.class);
    }

    @Property(tries = 200)
    void anythingElseIsDamaged(@ForAll byte[] bytes) {
        assertThat(StoredKindEncoding.decode(bytes)).isInstanceOf(Decoded.Damaged.class);
    }

    @Test
    void theFirstVersionStaysReadable() {
        byte[] kept = HexFormat.of().parseHex(VERSION_1);
        StoredValue value = new StoredValue(
                new EntryKey.DictionaryKey(Octets.copyOf(new byte[] {'k'})),
                true,
                Octets.copyOf(new byte[] {1, 2, 3}),
                10,
                60,
                new WriteOrder("call", 2),
                Octets.EMPTY,
                61034);
        StoredKind kind =
                new StoredKind(0xF0000001, "ab", 7, List.of(value), new ClearMark(new WriteOrder("x", 3), 5, 9));

        assertThat(StoredKindEncoding.decode(kept)).isEqualTo(new Decoded.State(kind));
        assertThat(StoredKindEncoding.encode(kind)).isEqualTo(kept);
    }
}
