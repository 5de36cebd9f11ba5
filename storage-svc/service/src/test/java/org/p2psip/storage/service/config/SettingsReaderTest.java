package org.p2psip.storage.service.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {

    @Test
    void theDefaultsAreAllowed() throws IOException {
        Settings settings = read(Map.of());

        assertThat(settings.durability()).isEqualTo(Settings.Durability.DISK);
        assertThat(settings.data()).isAbsolute();
        assertThat(settings.limits().inFlight()).isEqualTo(8192);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "p2psip.storage.durability | paper | disk or memory",
                "p2psip.storage.damaged-wal | ignore | refuse or cut",
                "p2psip.storage.limits.in-flight | 8193 | 1 to 8192",
                "p2psip.storage.limits.events | none | 1 to 1000000",
                "p2psip.storage.limits.tombstone-s | 5 | 32 to 86400",
                "p2psip.storage.limits.gather-us | 20001 | 0 to 20000",
                "p2psip.grpc.port | 70000 | 0 to 65535",
                "p2psip.kafka.bootstrap | kafka | host:port",
                "p2psip.kafka.partitions | 0 | 1 to 10000",
                "p2psip.tls.enabled | yes | true or false",
                "p2psip.tls.enrollment | nowhere | host:port",
                "p2psip.tls.refresh-seconds | 0 | 1 to 3600",
                "p2psip.tls.renew-percent | 91 | 0 to 90"
            })
    void aWrongValueIsRefusedWithKeyValueAndWhatIsAllowed(String key, String value, String allowed) {
        assertThatThrownBy(() -> read(Map.of(key, value)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining(key)
                .hasMessageContaining("\"" + value + "\"")
                .hasMessageContaining(allowed);
    }

    @Test
    void withoutTlsOnlyLoopbackIsListenedAt() throws IOException {
        assertThat(read(Map.of("p2psip.tls.enabled", "false")).tls().enabled()).isFalse();
        assertThatThrownBy(() -> read(Map.of("p2psip.tls.enabled", "false", "p2psip.listen", "0.0.0.0")))
                .isInstanceOf(StartRefused.class)
                .hasMessage("p2psip.tls.enabled is \"false\"; allowed is true, as p2psip.listen is \"0.0.0.0\";"
                        + " without TLS only loopback can be listened at");
    }

    @Test
    void membersOfAClusterAreCountedByTheirList() throws IOException {
        Settings.Cluster cluster = read(Map.of(
                        "p2psip.cluster.listen", "127.0.0.1:7800",
                        "p2psip.cluster.members", "127.0.0.1:7800, 127.0.0.1:7810,127.0.0.1:7820"))
                .cluster()
                .orElseThrow();

        assertThat(cluster.size()).isEqualTo(3);
        assertThat(cluster.owners()).isEqualTo(2);
        assertThat(cluster.discovery())
                .isInstanceOfSatisfying(
                        Settings.Discovery.Members.class,
                        found -> assertThat(found.members()).hasSize(3).contains(cluster.listen()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "listen=0.0.0.0:7800 | p2psip.cluster.listen is \"0.0.0.0:7800\"; allowed is one address of this machine",
                "listen=127.0.0.1 | p2psip.cluster.listen is \"127.0.0.1\"",
                "listen=127.0.0.1:7800 dns=members | p2psip.cluster.size is not given",
                "listen=127.0.0.1:7800 dns=members size=0 | 1 to 64",
                "listen=127.0.0.1:7800 dns=members members=127.0.0.1:7800 | one of them",
                "listen=127.0.0.1:7800 multicast=10.0.0.1:7466 size=3 | a multicast address and port",
                "listen=127.0.0.1:7800 owners=6 | 1 to 5"
            })
    void aWrongClusterIsRefused(String keys, String message) {
        Map<String, String> given = new HashMap<>();
        for (String key : keys.split(" ")) {
            given.put("p2psip.cluster." + key.split("=")[0], key.split("=")[1]);
        }
        assertThatThrownBy(() -> read(given)).isInstanceOf(StartRefused.class).hasMessageContaining(message);
    }

    @Test
    void aClusterListensBeyondLoopbackOnlyWithTls() throws IOException {
        String key = "p2psip.cluster.listen";
        assertThat(read(Map.of(key, "10.0.0.1:7800")).cluster()).isPresent();
        assertThatThrownBy(() -> read(Map.of(key, "10.0.0.1:7800", "p2psip.tls.enabled", "false")))
                .isInstanceOf(StartRefused.class)
                .hasMessage("p2psip.cluster.listen is \"10.0.0.1:7800\"; allowed is a loopback address and port, as"
                        + " p2psip.tls.enabled is false");
    }

    private static Settings read(Map<String, String> given) throws IOException {
        StorageConfig config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(given, "given", 500))
                .withSources(new YamlConfigSource(
                        SettingsReaderTest.class.getClassLoader().getResource("application.yaml")))
                .withMapping(StorageConfig.class)
                .withValidateUnknown(false)
                .build()
                .getConfigMapping(StorageConfig.class);
        return new SettingsReader().read(config);
    }
}
