package org.p2psip.storage.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.p2psip.storage.ClearMark;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.Octets;
import org.p2psip.storage.StoredKind;
import org.p2psip.storage.StoredValue;
import org.p2psip.storage.WriteOrder;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.write.Clear;
import org.p2psip.storage.write.KindWrite;
import org.p2psip.storage.write.RefusalCode;
import org.p2psip.storage.write.ValueWrite;
import org.p2psip.storage.write.WriteResult;

/** Writes and their results arrive at another member as they were sent. */
class TravellingWriteTest {
    private static final WriteOrder ORDER = new WriteOrder("call-ü@host", -1);

    private static final List<KindWrite> WRITES = List.of(
            new KindWrite(KindCatalog.GATEWAY, "", 0, List.of(), Optional.empty(), false),
            new KindWrite(
                    KindCatalog.EDGE_REGISTRATION,
                    "alice@example.org",
                    Long.MAX_VALUE,
                    List.of(
                            new ValueWrite(
                                    new EntryKey.DictionaryKey(octets("k")),
                                    true,
                                    octets("value"),
                                    17,
                                    60,
                                    ORDER,
                                    octets("sig")),
                            ValueWrite.removal(EntryKey.SINGLE, 18, WriteOrder.NONE),
                            ValueWrite.removal(new EntryKey.ArrayIndex(0xfffffffeL), 0, ORDER)),
                    Optional.of(new Clear(ORDER, 19)),
                    false),
            new KindWrite(1, "x", 1, List.of(ValueWrite.removal(EntryKey.SINGLE, 1, ORDER)), Optional.empty(), true));

    @Test
    void writeArrivesAsItWasSent() {
        for (KindWrite write : WRITES) {
            assertThat(KindWriteEncoding.decode(KindWriteEncoding.encode(write)))
                    .isEqualTo(write);
        }
    }

    @Test
    void resultArrivesAsItWasSent() {
        StoredKind state = new StoredKind(
                KindCatalog.EDGE_REGISTRATION,
                "alice@example.org",
                4711,
                List.of(new StoredValue(
                        new EntryKey.DictionaryKey(octets("k")), true, octets("v"), 1, 2, ORDER, Octets.EMPTY, 3)),
                new ClearMark(ORDER, 5, 6));
        for (WriteResult result : List.of(
                new WriteResult.Accepted(state, true, 3),
                new WriteResult.Accepted(StoredKind.empty(1), false, 0),
                new WriteResult.Refused(RefusalCode.DATA_TOO_OLD, "older than Ü", 8, 9))) {
            assertThat(WriteResultEncoding.decode(WriteResultEncoding.encode(result)))
                    .isEqualTo(result);
        }
    }

    @Test
    void whatIsCutShortIsRefused() {
        byte[] write = KindWriteEncoding.encode(WRITES.get(1));
        for (int length = 0; length < write.length; length++) {
            byte[] cut = Arrays.copyOf(write, length);
            assertThatIllegalArgumentException().isThrownBy(() -> KindWriteEncoding.decode(cut));
        }
        byte[] refused = WriteResultEncoding.encode(new WriteResult.Refused(RefusalCode.LIMIT_REACHED, "full"));
        for (int length = 0; length < refused.length; length++) {
            byte[] cut = Arrays.copyOf(refused, length);
            assertThatIllegalArgumentException().isThrownBy(() -> WriteResultEncoding.decode(cut));
        }
    }

    private static Octets octets(String text) {
        return Octets.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
