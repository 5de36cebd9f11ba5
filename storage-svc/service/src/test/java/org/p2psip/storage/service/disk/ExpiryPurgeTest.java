package org.p2psip.storage.service.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpiryPurgeTest {
    private static final long NOW = OpenRecords.NOW;

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsDueIsRemovedAndNothingElse(boolean sync) throws IOException {
        try (OpenRecords records = OpenRecords.open(temp.resolve("records"), sync)) {
            records.put(1, "short", NOW, 1000);
            records.put(2, "long", NOW, 1001);
            records.put(3, "for ever", NOW, -1);
            flush(records);

            records.purge(NOW + 999);
            assertThat(records.value(1)).isEqualTo("short");

            records.purge(NOW + 1000);
            assertThat(records.value(1)).isNull();
            assertThat(records.value(2)).isEqualTo("long");
            assertThat(records.value(3)).isEqualTo("for ever");
            assertThat(due(records)).extracting(Due::expiryMs).containsExactly(NOW + 1001);
        }
    }

    @Test
    void whatWasWrittenAgainStaysAndItsOldPlaceInTheIndexGoes() throws IOException {
        try (OpenRecords records = OpenRecords.open(temp.resolve("records"), true)) {
            records.put(1, "first", NOW, 1000);
            records.put(1, "second", NOW, 5000);
            records.put(2, "removed", NOW, 1000);
            records.remove(2);
            assertThat(due(records)).hasSize(3);

            records.purge(NOW + 2000);
            assertThat(records.value(1)).isEqualTo("second");
            assertThat(due(records)).extracting(Due::expiryMs).containsExactly(NOW + 5000);
        }
    }

    @Test
    void aRenewalThatIsNotWrittenYetIsNotPurged() throws IOException {
        try (OpenRecords records = OpenRecords.open(temp.resolve("records"), false)) {
            records.put(1, "first", NOW, 1000);
            flush(records);
            records.put(1, "renewed", NOW, 5000);
            records.purge(NOW + 2000);
            assertThat(records.value(1)).isEqualTo("renewed");
            flush(records);
            records.purge(NOW + 2000);
            assertThat(records.value(1)).isEqualTo("renewed");
            assertThat(due(records)).hasSize(1);
        }
    }

    @Test
    void aRenewalThatOvertakesThePurgeIsKept() throws IOException {
        try (OpenRecords records = OpenRecords.open(temp.resolve("records"), true)) {
            records.put(1, "first", NOW, 1000);
            List<Due> due = records.database.due(new byte[0], NOW + 1000, 10);
            records.put(1, "renewed", NOW, 5000);
            records.write(new DiskWrite.Purge(due.getFirst()));
            assertThat(records.value(1)).isEqualTo("renewed");
        }
    }

    @Test
    void manyAreRemovedInParts() throws IOException {
        try (OpenRecords records = OpenRecords.open(temp.resolve("records"), false)) {
            for (int i = 0; i < 3500; i++) {
                records.put(i, "value", NOW, i % 2 == 0 ? 1000 : 2000);
            }
            flush(records);
            records.purge(NOW + 1000);
            assertThat(records.all(0)).hasSize(1750).allSatisfy((key, value) -> assertThat(key % 2)
                    .isEqualTo(1));
            records.purge(NOW + 2000);
            assertThat(records.all(0)).isEmpty();
            assertThat(due(records)).isEmpty();
        }
    }

    private static void flush(OpenRecords records) {
        records.queue.add(new DiskWrite.Removal(OpenRecords.key(9999))).join();
    }

    private static List<Due> due(OpenRecords records) throws IOException {
        return records.database.due(new byte[0], NOW + OpenRecords.HOUR, 10_000);
    }
}
