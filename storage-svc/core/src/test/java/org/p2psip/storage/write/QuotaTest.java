package org.p2psip.storage.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.storage.write.Writes.put;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.p2psip.storage.Octets;
import org.p2psip.storage.StoredKind;
import org.p2psip.storage.WriteOrder;
import org.p2psip.storage.access.AccessControl;
import org.p2psip.storage.access.policy.UserMatch;
import org.p2psip.storage.kind.DataModel;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.kind.KindDefinition;
import org.p2psip.storage.write.WriteResult.Accepted;
import org.p2psip.storage.write.WriteResult.Refused;

/** What one user may store of a kind. */
class QuotaTest {
    private static final int KIND = 0xF0000010;
    private static final AccessControl ACCESS = AccessControl.readableByAll(new UserMatch(), false);
    private static final long NOW = 1_000_000;

    private final StoredValueRules rules = new StoredValueRules(
            new KindCatalog(new KindDefinition(KIND, "SMALL", DataModel.DICTIONARY, ACCESS, 3, 8, 20)),
            WriteLimits.DEFAULT);
    private StoredKind state;

    @Test
    void keysAndValuesTogetherStayWithinTheQuotaOfBytes() {
        accepted(put("k1", "12345678", WriteOrder.NONE));
        accepted(put("k2", "12345678", WriteOrder.NONE));

        refused(RefusalCode.DATA_TOO_LARGE, "21", put("k", "", WriteOrder.NONE));
        accepted(put("k2", "1234567", WriteOrder.NONE), put("k", "", WriteOrder.NONE));
    }

    @Test
    void whatIsRemovedFreesItsBytes() {
        accepted(put("k1", "12345678", WriteOrder.NONE), put("k2", "12345678", WriteOrder.NONE));

        accepted(Writes.remove("k1", WriteOrder.NONE), put("k3", "12345678", WriteOrder.NONE));
    }

    @Test
    void entriesStayWithinTheirCount() {
        accepted(put("a", "", WriteOrder.NONE), put("b", "", WriteOrder.NONE), put("c", "", WriteOrder.NONE));

        refused(RefusalCode.LIMIT_REACHED, "3", put("d", "", WriteOrder.NONE));
    }

    @Test
    void oneValueStaysWithinItsSize() {
        refused(RefusalCode.DATA_TOO_LARGE, "8", put("k", "123456789", WriteOrder.NONE));
    }

    @Test
    void aSmallerQuotaLetsWhatIsStoredShrink() {
        accepted(put("k1", "12345678", WriteOrder.NONE), put("k2", "12345678", WriteOrder.NONE));
        StoredValueRules smaller = new StoredValueRules(
                new KindCatalog(new KindDefinition(KIND, "SMALL", DataModel.DICTIONARY, ACCESS, 3, 8, 10)),
                WriteLimits.DEFAULT);

        assertThat(smaller.decide(state, write(put("k2", "1", WriteOrder.NONE)), NOW))
                .isInstanceOf(Accepted.class);
        assertThat(smaller.decide(state, write(put("k3", "1", WriteOrder.NONE)), NOW))
                .isInstanceOf(Refused.class);
    }

    @Test
    void aSignatureIsBoundedAndNeedsAStorageTime() {
        refused(RefusalCode.DATA_TOO_LARGE, "4096", signed(NOW, 4097));
        refused(RefusalCode.INVALID_MESSAGE, "storage_time_ms", signed(0, 70));
        accepted(signed(NOW, 4096));
    }

    private void accepted(ValueWrite... values) {
        WriteResult result = rules.decide(state, write(values), NOW);
        assertThat(result).isInstanceOf(Accepted.class);
        state = ((Accepted) result).state();
    }

    private void refused(RefusalCode code, String says, ValueWrite... values) {
        assertThat(rules.decide(state, write(values), NOW)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.message()).contains(says);
        });
    }

    private static KindWrite write(ValueWrite... values) {
        return new KindWrite(KIND, "", 0, List.of(values), Optional.empty(), false);
    }

    private static ValueWrite signed(long storageTimeMs, int bytes) {
        return new ValueWrite(
                Writes.key("k"), true, Octets.EMPTY, storageTimeMs, 60, WriteOrder.NONE, Octets.wrap(new byte[bytes]));
    }
}
