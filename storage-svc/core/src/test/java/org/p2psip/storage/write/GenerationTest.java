package org.p2psip.storage.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.storage.WriteOrder;
import org.p2psip.storage.write.WriteResult.Accepted;
import org.p2psip.storage.write.WriteResult.Refused;

/** The generation counter: RFC 6940 sections 7.4.1.1 and 7.4.1.2. */
class GenerationTest {
    private final Writes record = new Writes();

    @ParameterizedTest
    @ValueSource(longs = {-1, 1, 1000})
    void onlyTheStoredGenerationMayBeWrittenOver(long difference) {
        record.apply(Writes.put("c", "v1", WriteOrder.NONE));
        long stored = record.state().generation();

        assertThat(record.apply(write(stored + difference, false, "v2")))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.code()).isEqualTo(RefusalCode.GENERATION_COUNTER_TOO_LOW);
                    assertThat(refused.storedGeneration()).isEqualTo(stored);
                });
        assertThat(record.apply(write(stored, false, "v2"))).isInstanceOf(Accepted.class);
    }

    @Test
    void nothingStoredIsNoGenerationThatAWriterHasSeen() {
        assertThat(record.apply(write(5, false, "v")))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.storedGeneration())
                        .isZero());
    }

    @Test
    void zeroWritesInAnyCase() {
        record.apply(Writes.put("c", "v1", WriteOrder.NONE));

        assertThat(record.apply(write(0, false, "v2"))).isInstanceOf(Accepted.class);
    }

    @Test
    void aReplicaBringsItsGeneration() {
        record.apply(write(42, true, "v1"));

        assertThat(record.state().generation()).isEqualTo(42);
    }

    @Test
    void aReplicaNeverTakesTheGenerationBack() {
        record.apply(Writes.put("c", "v1", record.now, 3600));
        long stored = record.state().generation();
        record.apply(write(42, true, "v2"));

        assertThat(record.state().generation()).isEqualTo(stored + 1);
    }

    @Test
    void aReplicaWithoutGenerationIsRefused() {
        assertThat(record.apply(write(0, true, "v")))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.INVALID_MESSAGE));
    }

    private KindWrite write(long generation, boolean replica, String value) {
        record.now += 1;
        ValueWrite put = Writes.put("c", value, record.now, 3600);
        return new KindWrite(Writes.KIND, "", generation, List.of(put), Optional.empty(), replica);
    }
}
