package org.p2psip.storage.service.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.identity.Role;
import org.p2psip.storage.access.AccessControl;
import org.p2psip.storage.access.policy.NodeMultiple;
import org.p2psip.storage.access.policy.UserMatch;
import org.p2psip.storage.kind.DataModel;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.kind.KindDefinition;

class KindsReaderTest {
    private static final int OWN = 0xF0000010;
    private static final Map<String, String> OWN_KIND =
            Map.of("id", "0xF0000010", "model", "dictionary", "access", "USER-MATCH");

    @Test
    void withoutKindsThereAreTheStandardOnes() throws IOException {
        KindCatalog kinds = read(Map.of());

        assertThat(kinds.find(KindCatalog.EDGE_REGISTRATION))
                .isEqualTo(KindCatalog.STANDARD.find(KindCatalog.EDGE_REGISTRATION));
        assertThat(kinds.find(OWN)).isEmpty();
    }

    @Test
    void aPrivateKindIsWhatTheConfigurationSays() throws IOException {
        KindCatalog kinds = read(Map.of(
                "id", "0xF0000010",
                "name", "VOICEMAIL",
                "model", "array",
                "access", "NODE-MULTIPLE",
                "max-node-multiple", "3",
                "of-users", "true",
                "readers", "edge,relay",
                "max-count", "4",
                "max-size", "100",
                "quota", "300"));

        AccessControl access = new AccessControl(new NodeMultiple(3), true, Set.of(Role.EDGE, Role.RELAY));
        assertThat(kinds.find(OWN))
                .contains(new KindDefinition(OWN, "VOICEMAIL", DataModel.ARRAY, access, 4, 100, 300));
    }

    @Test
    void whatAPrivateKindDoesNotSayIsTheMostThatIsAllowed() throws IOException {
        AccessControl access = AccessControl.readableByAll(new UserMatch(), false);

        assertThat(read(OWN_KIND).find(OWN))
                .contains(new KindDefinition(OWN, "0xF0000010", DataModel.DICTIONARY, access, 64, 8192, 65_536));
    }

    @Test
    void aStandardKindGetsOtherBounds() throws IOException {
        KindCatalog kinds = read(Map.of("id", "0xF0000001", "max-count", "10"));

        assertThat(kinds.find(KindCatalog.EDGE_REGISTRATION)).hasValueSatisfying(kind -> {
            assertThat(kind.maxEntries()).isEqualTo(10);
            assertThat(kind.access().policy().name()).isEqualTo("EDGE-MATCH");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id | voicemail | 0xF0000010",
                "id | 0x1F0000010 | 32 bits",
                "id | 0x77 | 0xF0000001 to 0xFFFFFFFD",
                "model | list | single, array or dictionary",
                "access | ANYONE | USER-MATCH",
                "access | NODE-MULTIPLE | 1 to 255",
                "of-users | maybe | true or false",
                "readers | edge,everybody | operator",
                "max-count | many | whole number",
                "max-count | 65 | 1 to 64",
                "max-size | 9000 | 1 to 8192",
                "quota | 10 | 8192 to 524288"
            })
    void aWrongDefinitionIsRefusedWithWhatIsAllowed(String key, String value, String allowed) {
        Map<String, String> kind = new HashMap<>(OWN_KIND);
        kind.put(key, value);

        assertThatThrownBy(() -> read(kind))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("p2psip.storage.kinds")
                .hasMessageContaining(allowed);
    }

    private static KindCatalog read(Map<String, String> kind) throws IOException {
        Map<String, String> given = new HashMap<>();
        kind.forEach((key, value) -> given.put("p2psip.storage.kinds[0]." + key, value));
        StorageConfig config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(given, "given", 500))
                .withSources(new YamlConfigSource(
                        KindsReaderTest.class.getClassLoader().getResource("application.yaml")))
                .withMapping(StorageConfig.class)
                .withValidateUnknown(false)
                .build()
                .getConfigMapping(StorageConfig.class);
        return new KindsReader().read(config);
    }
}
