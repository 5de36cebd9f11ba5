package org.p2psip.storage.service.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.p2psip.kafka.KafkaAccess;
import org.p2psip.tls.service.TlsSettings;

/** Reads the settings from the keys, and refuses the first that is wrong. */
@ApplicationScoped
public class SettingsReader {
    static final int MAX_PORT = 65_535;

    /**
     * The settings that a configuration means.
     *
     * @throws StartRefused when a value is not allowed
     */
    @Produces
    @Singleton
    public Settings read(StorageConfig config) {
        number("p2psip.grpc.port", config.grpc().port(), 0, MAX_PORT);
        number("p2psip.http.port", config.http().port(), 0, MAX_PORT);
        Path data = data(config.data());
        TlsSettings tls = TlsSettings.of(config.tls(), "p2psip.listen", config.listen(), data, StartRefused::setting);
        return new Settings(
                data,
                tls,
                oneOf(
                        Settings.Durability.values(),
                        "p2psip.storage.durability",
                        config.storage().durability()),
                oneOf(
                        Settings.DamagedWal.values(),
                        "p2psip.storage.damaged-wal",
                        config.storage().damagedWal()),
                oneOf(
                        Settings.Signatures.values(),
                        "p2psip.storage.signatures",
                        config.storage().signatures()),
                kafka(config.kafka()),
                ClusterReader.read(config.cluster(), tls.enabled()),
                limits(config.storage().limits()));
    }

    private static Settings.Limits limits(StorageConfig.Limits limits) {
        String prefix = "p2psip.storage.limits.";
        return new Settings.Limits(
                number(prefix + "memory-mib", limits.memoryMib(), 8, 65_536),
                number(prefix + "in-flight", limits.inFlight(), 1, 8192),
                number(prefix + "in-flight-all", limits.inFlightAll(), 1, 1_000_000),
                number(prefix + "events", limits.events(), 1, 1_000_000),
                number(prefix + "expiry-watch", limits.expiryWatch(), 1, 10_000_000),
                number(prefix + "scans", limits.scans(), 1, 64),
                number(prefix + "remembered", limits.remembered(), 64, 4096),
                number(prefix + "tombstone-s", limits.tombstoneS(), 32, 86_400),
                number(prefix + "gather-us", limits.gatherUs(), 0, 20_000));
    }

    private static Settings.Kafka kafka(StorageConfig.Kafka kafka) {
        return new Settings.Kafka(
                KafkaAccess.of(kafka, StartRefused::setting),
                number("p2psip.kafka.partitions", kafka.partitions(), 1, 10_000),
                (short) number("p2psip.kafka.replication", kafka.replication(), 1, 100));
    }

    private static <E extends Enum<E>> E oneOf(E[] allowed, String key, String value) {
        return Arrays.stream(allowed)
                .filter(each -> name(each).equals(value))
                .findFirst()
                .orElseThrow(() -> StartRefused.setting(
                        key,
                        value,
                        Arrays.stream(allowed).map(SettingsReader::name).collect(Collectors.joining(" or "))));
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static Path data(String value) {
        try {
            return Path.of(value).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw StartRefused.setting("p2psip.data", value, "a directory (" + e.getReason() + ")");
        }
    }

    static int number(String key, String value, int min, int max) {
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw StartRefused.setting(key, value, "a whole number from " + min + " to " + max);
        }
        throw StartRefused.setting(key, value, "a whole number from " + min + " to " + max);
    }
}
