package org.p2psip.storage.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.storage.write.StoredValueRulesTest.assertAccepted;
import static org.p2psip.storage.write.StoredValueRulesTest.assertRefused;
import static org.p2psip.storage.write.Writes.order;
import static org.p2psip.storage.write.Writes.put;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2psip.storage.WriteOrder;
import org.p2psip.storage.write.WriteResult.Accepted;

/** The wildcard of RFC 3261 section 10.2.2. */
class ClearRulesTest {
    private final Writes record = new Writes();

    @Test
    void clearingRemovesAllThatIsNotNamed() {
        record.apply(put("a", "v", order("x", 1)), put("b", "v", order("y", 1)));

        assertAccepted(record.clear(order("z", 1), put("c", "kept", order("z", 1))));

        assertThat(record.live()).isEqualTo(Map.of("c", "kept"));
    }

    @Test
    void oneEntryOfTheSameCallWithAHigherCSeqFailsTheClearing() {
        record.apply(put("a", "v", order("x", 5)), put("b", "v", order("y", 1)));

        assertRefused(record.clear(order("x", 5)), RefusalCode.ORDER_TOO_OLD);
        assertThat(record.live()).hasSize(2);
    }

    @Test
    void repeatingAClearingRemovesNothingThatCameAfterIt() {
        record.clear(order("x", 5));
        record.apply(put("a", "v", order("y", 1)));

        assertThat(record.clear(order("x", 5)))
                .isInstanceOfSatisfying(Accepted.class, accepted -> assertThat(accepted.changed())
                        .isFalse());
        assertThat(record.live()).hasSize(1);
    }

    @Test
    void anOlderClearingOfTheSameCallIsRefused() {
        record.clear(order("x", 5));
        record.apply(put("a", "v", order("y", 1)));

        assertRefused(record.clear(order("x", 4)), RefusalCode.ORDER_TOO_OLD);
    }

    @Test
    void aRegistrationThatTheClearingOvertookStaysAway() {
        record.clear(order("x", 5));

        assertRefused(record.apply(put("never seen", "v", order("x", 4))), RefusalCode.ORDER_TOO_OLD);
        assertAccepted(record.apply(put("never seen", "v", order("x", 6))));
    }

    @Test
    void aClearedRegistrationDoesNotComeBackByItsOwnRepetition() {
        record.apply(put("a", "v", order("x", 1)));
        record.clear(order("y", 1));

        assertRefused(record.apply(put("a", "v", order("x", 1))), RefusalCode.ORDER_TOO_OLD);
    }

    @Test
    void clearingWithoutOrderGoesByTheStoresClock() {
        record.apply(put("a", "v", record.now + 10_000, 3600));

        assertAccepted(record.clear(WriteOrder.NONE));

        assertThat(record.live()).isEmpty();
        assertRefused(record.apply(put("a", "v2", record.now + 10_000, 3600)), RefusalCode.DATA_TOO_OLD);
    }
}
