package org.p2psip.storage.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.storage.write.Writes.order;
import static org.p2psip.storage.write.Writes.put;
import static org.p2psip.storage.write.Writes.remove;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2psip.storage.StoredValue;
import org.p2psip.storage.WriteOrder;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.write.WriteResult.Accepted;
import org.p2psip.storage.write.WriteResult.Refused;

class StoredValueRulesTest {
    private final Writes record = new Writes();

    @Test
    void registrationWithOlderCSeqIsRefused() {
        record.apply(put("c", "new", order("call", 2)));

        assertRefused(record.apply(put("c", "old", order("call", 1))), RefusalCode.ORDER_TOO_OLD);
        assertThat(record.live()).isEqualTo(Map.of("c", "new"));
    }

    @Test
    void sameCSeqWithTheSameValueIsARepetition() {
        record.apply(put("c", "v", order("call", 2)));

        assertThat(record.apply(put("c", "v", order("call", 2))))
                .isInstanceOfSatisfying(Accepted.class, accepted -> assertThat(accepted.changed())
                        .isFalse());
        assertRefused(record.apply(put("c", "other", order("call", 2))), RefusalCode.ORDER_TOO_OLD);
    }

    @Test
    void aNewCallIdRegistersAtOnceAfterARemoval() {
        record.apply(put("c", "v1", order("call", 1)));
        record.apply(remove("c", order("call", 2)));

        assertRefused(record.apply(put("c", "v1", order("call", 1))), RefusalCode.ORDER_TOO_OLD);
        assertThat(record.live()).isEmpty();
        record.apply(put("c", "v2", order("other", 1)));
        assertThat(record.live()).isEqualTo(Map.of("c", "v2"));
    }

    @Test
    void aRemovalThatOvertakesItsRegistrationWins() {
        assertAccepted(record.apply(remove("c", order("call", 2))));

        assertRefused(record.apply(put("c", "v", order("call", 1))), RefusalCode.ORDER_TOO_OLD);
    }

    @Test
    void removingWhatIsNotThereSucceedsAndLeavesNothing() {
        assertThat(record.apply(remove("c", WriteOrder.NONE))).isInstanceOfSatisfying(Accepted.class, accepted -> {
            assertThat(accepted.changed()).isFalse();
            assertThat(accepted.state().values()).isEmpty();
        });
    }

    @Test
    void storageTimeMustGrow() {
        record.apply(put("c", "v1", record.now, 60));

        WriteResult refused = record.apply(put("c", "v2", record.now - 1, 60));

        assertThat(refused).isInstanceOfSatisfying(Refused.class, because -> {
            assertThat(because.code()).isEqualTo(RefusalCode.DATA_TOO_OLD);
            assertThat(because.storedStorageTimeMs()).isEqualTo(record.now);
            assertThat(because.storedGeneration()).isEqualTo(record.state().generation());
        });
        assertAccepted(record.apply(put("c", "v2", record.now + 1, 60)));
    }

    @Test
    void theSameValueWithTheSameTimeSucceedsAgain() {
        record.apply(put("c", "v", record.now, 60));

        assertThat(record.apply(put("c", "v", record.now, 60)))
                .isInstanceOfSatisfying(Accepted.class, accepted -> assertThat(accepted.changed())
                        .isFalse());
    }

    @Test
    void theStoresOwnClockGrowsPastWhatIsStored() {
        record.apply(put("c", "v1", record.now + 30_000, 60));
        record.apply(put("c", "v2", 0, 60));

        assertThat(record.state().values().getFirst().storageTimeMs()).isEqualTo(record.now + 30_001);
    }

    @Test
    void storageTimeFarAheadOfTheClockIsRefused() {
        assertRefused(record.apply(put("c", "v", record.now + 60_001, 60)), RefusalCode.INVALID_MESSAGE);
        assertAccepted(record.apply(put("c", "v", record.now + 60_000, 60)));
    }

    @Test
    void aValueThatExpiredOnItsWayIsRefused() {
        assertRefused(record.apply(put("c", "v", record.now - 60_000, 60)), RefusalCode.INVALID_MESSAGE);
        assertAccepted(record.apply(put("c", "v", record.now - 59_999, 60)));
    }

    @Test
    void olderGenerationIsRefusedAndTheStoredOneTold() {
        record.apply(put("c", "v1", WriteOrder.NONE));
        long stored = record.state().generation();
        ValueWrite next = put("c", "v2", WriteOrder.NONE);

        WriteResult old = record.apply(withGeneration(stored - 1, next));

        assertThat(old).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(RefusalCode.GENERATION_COUNTER_TOO_LOW);
            assertThat(refused.storedGeneration()).isEqualTo(stored);
        });
        assertAccepted(record.apply(withGeneration(stored, next)));
        assertThat(record.state().generation()).isEqualTo(stored + 1);
    }

    @Test
    void aRecordThatWasForgottenStartsWithAHigherGeneration() {
        record.apply(put("c", "v", WriteOrder.NONE));
        long before = record.state().generation();
        Writes anew = new Writes();
        anew.now = record.now + 5000;
        anew.apply(put("c", "v", WriteOrder.NONE));

        assertThat(anew.state().generation()).isGreaterThan(before);
    }

    @Test
    void eitherAllValuesOfAWriteAreAppliedOrNone() {
        record.apply(put("b", "v", order("call", 5)));

        assertRefused(
                record.apply(put("a", "new", order("call", 4)), put("b", "new", order("call", 4))),
                RefusalCode.ORDER_TOO_OLD);
        assertThat(record.live()).isEqualTo(Map.of("b", "v"));
    }

    @Test
    void expiredValuesAreNotReadAndLeaveTheRecord() {
        record.apply(put("c", "v", 0, 60));
        record.now += 60_000;

        assertThat(record.live()).isEmpty();
        record.apply(put("d", "v", 0, 60));
        assertThat(record.state().values()).hasSize(1);
    }

    @Test
    void aShortValueStillGuardsAgainstTheLongOneItReplaced() {
        long start = record.now;
        record.apply(put("c", "short", start + 1, 10));
        record.replica(put("c", "long", start, 3600));
        record.now += 11_000;
        assertThat(record.live()).isEmpty();

        Writes other = new Writes();
        other.replica(put("c", "long", start, 3600));
        other.replica(put("c", "short", start + 1, 10));
        other.now += 11_000;
        other.replica(put("c", "long", start, 3600));
        assertThat(other.live()).isEmpty();
    }

    /** A value that somebody signed. */
    private static ValueWrite signed(String value, long storageTimeMs, int lifetimeS, WriteOrder order) {
        return new ValueWrite(
                Writes.key("c"),
                true,
                Writes.octets(value),
                storageTimeMs,
                lifetimeS,
                order,
                Writes.octets("signature of " + value));
    }

    @Test
    void whatExpiredKeepsItsSignatureWhileAnOlderValueWouldStillLive() {
        long start = record.now;
        record.apply(signed("long", start, 3600, WriteOrder.NONE));
        record.apply(signed("short", start + 1, 10, WriteOrder.NONE));
        record.now += 20_000;
        record.apply(put("another", "value", record.now, 60));

        assertThat(record.live()).containsOnlyKeys("another");
        StoredValue expired = record.state().values().stream()
                .filter(value -> value.key().equals(Writes.key("c")))
                .findFirst()
                .orElseThrow();
        assertThat(expired.signature()).isEqualTo(Writes.octets("signature of short"));

        // at a site that was away it takes the place of what would live on, though it is dead itself
        Writes other = new Writes();
        other.now = start;
        other.apply(signed("long", start, 3600, WriteOrder.NONE));
        other.now = record.now;
        other.replica(new ValueWrite(
                expired.key(),
                expired.exists(),
                expired.value(),
                expired.storageTimeMs(),
                expired.lifetimeS(),
                expired.order(),
                expired.signature()));
        assertThat(other.live()).isEmpty();
        other.replica(signed("long", start, 3600, WriteOrder.NONE));
        assertThat(other.live()).isEmpty();

        assertThat(record.state().pruned(start + 3_600_000).values()).isEmpty();
    }

    @Test
    void whatExpiredIsNotRepeated() {
        record.apply(put("c", "long", order("call", 1)));
        record.apply(signed("short", record.now + 1, 10, order("call", 2)));
        record.now += 20_000;

        assertRefused(record.apply(signed("short", record.now, 10, order("call", 2))), RefusalCode.ORDER_TOO_OLD);
        assertThat(record.apply(remove("c", WriteOrder.NONE)))
                .isInstanceOfSatisfying(Accepted.class, accepted -> assertThat(accepted.changed())
                        .isFalse());
    }

    @Test
    void tombstonesAreForgottenInTheEnd() {
        record.apply(put("c", "v", order("call", 1)));
        record.apply(remove("c", order("call", 2)));
        assertThat(record.state().forgetAtMs()).isEqualTo(record.now + 3_600_000);
        record.now += 3_600_000;

        assertThat(record.state().pruned(record.now).values()).isEmpty();
    }

    @Test
    void sixtyFiveEntriesAreTooMany() {
        for (int i = 0; i < KindCatalog.MAX_ENTRIES; i++) {
            assertAccepted(record.apply(put("c" + i, "v", WriteOrder.NONE)));
        }

        assertThat(record.apply(put("one more", "v", WriteOrder.NONE)))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.code()).isEqualTo(RefusalCode.LIMIT_REACHED);
                    assertThat(refused.message()).contains("EDGE-REGISTRATION", "64");
                });
        assertAccepted(record.apply(put("c0", "again", WriteOrder.NONE)));
    }

    @Test
    void rememberedRemovalsAreBoundedToo() {
        WriteResult last = null;
        for (int i = 0; i <= WriteLimits.DEFAULT.maxRemembered(); i++) {
            last = record.apply(remove("c" + i, order("call", i)));
        }
        assertRefused(last, RefusalCode.LIMIT_REACHED);
    }

    @Test
    void removedCountsWhatExistedBefore() {
        record.apply(put("a", "v", WriteOrder.NONE), put("b", "v", WriteOrder.NONE));

        assertThat(record.apply(remove("a", WriteOrder.NONE), remove("x", WriteOrder.NONE)))
                .isInstanceOfSatisfying(Accepted.class, accepted -> assertThat(accepted.removed())
                        .isEqualTo(1));
    }

    @Test
    void unknownKindIsNamed() {
        KindWrite unknown = new KindWrite(0x77, "", 0, List.of(), Optional.empty(), false);

        assertThat(record.apply(unknown)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(RefusalCode.UNKNOWN_KIND);
            assertThat(refused.message()).contains("0x77");
        });
    }

    @Test
    void aWriteOfMoreThanSixtyFourValuesIsRefused() {
        List<ValueWrite> values = IntStream.range(0, 65)
                .mapToObj(i -> put("c" + i, "v", WriteOrder.NONE))
                .toList();

        assertRefused(record.apply(Writes.kind(values)), RefusalCode.LIMIT_REACHED);
    }

    private static KindWrite withGeneration(long generation, ValueWrite value) {
        return new KindWrite(Writes.KIND, "", generation, List.of(value), Optional.empty(), false);
    }

    static void assertRefused(WriteResult result, RefusalCode code) {
        assertThat(result).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.code())
                .isEqualTo(code));
    }

    static void assertAccepted(WriteResult result) {
        assertThat(result).isInstanceOf(Accepted.class);
    }
}
