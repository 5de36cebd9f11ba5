package org.p2psip.storage.service.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.Octets;
import org.p2psip.storage.WriteOrder;
import org.p2psip.storage.access.AccessControl;
import org.p2psip.storage.access.policy.UserMatch;
import org.p2psip.storage.kind.DataModel;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.kind.KindDefinition;
import org.p2psip.storage.write.KindWrite;
import org.p2psip.storage.write.RefusalCode;
import org.p2psip.storage.write.ValueWrite;
import org.p2psip.storage.write.WriteResult;

class ConfiguredKindTest {
    private static final KindDefinition OWN = new KindDefinition(
            0xF0000010, "OWN", DataModel.SINGLE, AccessControl.readableByAll(new UserMatch(), false), 1, 4, 4);

    @TempDir
    private Path data;

    @Test
    void aKindOfTheConfigurationIsStoredWithinItsBounds() throws IOException {
        try (RecordCache configured = Stores.open(data, new KindCatalog(OWN))) {
            assertThat(Stores.write(configured.store(), "alice@example.org", write("1234")))
                    .isInstanceOf(WriteResult.Accepted.class);
            assertRefused(Stores.write(configured.store(), "alice@example.org", write("12345")), "limit is 4");
        }
    }

    @Test
    void withoutConfigurationTheKindIsUnknown() throws IOException {
        try (RecordCache standard = Stores.open(data)) {
            assertThat(Stores.write(standard.store(), "alice@example.org", write("1234")))
                    .isInstanceOfSatisfying(WriteResult.Refused.class, refused -> assertThat(refused.code())
                            .isEqualTo(RefusalCode.UNKNOWN_KIND));
        }
    }

    private static void assertRefused(WriteResult result, String says) {
        assertThat(result).isInstanceOfSatisfying(WriteResult.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(RefusalCode.DATA_TOO_LARGE);
            assertThat(refused.message()).contains(says);
        });
    }

    private static KindWrite write(String value) {
        ValueWrite single =
                new ValueWrite(EntryKey.SINGLE, true, Stores.octets(value), 0, 60, WriteOrder.NONE, Octets.EMPTY);
        return new KindWrite(OWN.id(), "", 0, List.of(single), Optional.empty(), false);
    }
}
