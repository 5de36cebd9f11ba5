package org.p2psip.routing.service.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.p2psip.kafka.KafkaAccess;
import org.p2psip.routing.bootstrap.BootstrapServer;
import org.p2psip.routing.bootstrap.DiscoveryDatagram;
import org.p2psip.routing.record.Aor;
import org.p2psip.tls.service.TlsSettings;

/** Reads the settings from the keys, and refuses the first that is wrong. */
@ApplicationScoped
public class SettingsReader {
    private static final String LISTEN = "p2psip.grpc.listen";
    private static final String ADDRESS = "[A-Za-z0-9:._-]+";
    private static final String SITE = "[A-Za-z0-9._-]{1,64}";
    private static final Set<String> WILDCARD_ADDRESSES = Set.of("0.0.0.0", "::", "[::]");

    /**
     * The settings that a configuration means.
     *
     * @throws StartRefused when a value is not allowed
     */
    @Produces
    @Singleton
    public Settings read(RoutingConfig config) {
        matching("p2psip.listen", config.listen(), ADDRESS, "an address or host name");
        String listen = matching(LISTEN, config.grpc().listen(), ADDRESS, "an address or host name");
        int grpcPort = number("p2psip.grpc.port", config.grpc().port(), 1, 65535);
        number("p2psip.http.port", config.http().port(), 1, 65535);
        List<String> domains = domains(config.domains().orElse(""));
        Path data = path("p2psip.data", config.data());
        return new Settings(
                listen,
                data,
                tls(config, listen, data),
                kafka(config.kafka()),
                overlay(config.overlay().orElse(domains.getFirst()), config.enrollment()),
                domains,
                matching("p2psip.site", config.site(), SITE, "1 to 64 letters, digits, '.', '_', '-'"),
                storage(config.storage().target()),
                advertise(config, listen, grpcPort),
                bootstrap(config.bootstrap()),
                limits(config.routing().limits()),
                watches(config.routing().limits()),
                enrollment(config.enrollment(), config.site()),
                RingReader.read(config.ring()));
    }

    private static TlsSettings tls(RoutingConfig config, String listen, Path data) {
        TlsSettings tls = TlsSettings.of(config.tls(), LISTEN, listen, data, StartRefused::setting);
        if (tls.enabled() && tls.enrollment().isEmpty() && source(config.enrollment()) instanceof CaSource.None) {
            throw StartRefused.setting(
                    "p2psip.tls.enrollment", "", "host:port of the enrollment server, which this peer is not itself");
        }
        return tls;
    }

    private static Settings.Kafka kafka(RoutingConfig.Kafka kafka) {
        return new Settings.Kafka(
                KafkaAccess.of(kafka, StartRefused::setting),
                number("p2psip.kafka.partitions", kafka.partitions(), 1, 10_000),
                (short) number("p2psip.kafka.replication", kafka.replication(), 1, 100));
    }

    private static Settings.Bootstrap bootstrap(RoutingConfig.Bootstrap bootstrap) {
        String prefix = "p2psip.bootstrap.";
        List<String> servers = Arrays.stream(bootstrap.servers().orElse("").split(","))
                .map(String::strip)
                .filter(server -> !server.isEmpty())
                .map(server -> hostPort(prefix + "servers", server).toString())
                .toList();
        BootstrapServer.Config standard = BootstrapServer.Config.defaults();
        BootstrapServer.Config server = new BootstrapServer.Config(
                standard.poolLimit(),
                standard.freshMs(),
                number(prefix + "rate", bootstrap.rate(), 1, 1_000_000),
                standard.redirects(),
                servers);
        int port = number(prefix + "call-port", bootstrap.callPort(), 1, 65535);
        return new Settings.Bootstrap(
                server, bootstrap.calls() ? OptionalInt.of(port) : OptionalInt.empty(), DiscoveryDatagram.GROUPS);
    }

    private static Settings.Limits limits(RoutingConfig.Limits limits) {
        String prefix = "p2psip.routing.limits.";
        return new Settings.Limits(
                number(prefix + "storage-in-flight", limits.storageInFlight(), 1, 8192),
                number(prefix + "storage-in-flight-bytes", limits.storageInFlightBytes(), 1 << 20, 1 << 30),
                number(prefix + "stream-in-flight", limits.streamInFlight(), 1, 4096));
    }

    private static Settings.Watches watches(RoutingConfig.Limits limits) {
        String prefix = "p2psip.routing.limits.";
        return new Settings.Watches(
                number(prefix + "watches", limits.watches(), 1, 100_000),
                number(prefix + "watches-per-caller", limits.watchesPerCaller(), 1, 100_000));
    }

    private static Settings.Enrollment enrollment(RoutingConfig.Enrollment enrollment, String site) {
        String prefix = "p2psip.enrollment.";
        return new Settings.Enrollment(
                source(enrollment),
                enrollment
                        .localTokens()
                        .filter(given -> !given.isBlank())
                        .map(given -> path(prefix + "local-tokens", given)),
                tokenSites(
                        prefix + "local-token-sites",
                        enrollment.localTokenSites().orElse(site)),
                Duration.ofDays(number(prefix + "ca-days", enrollment.caDays(), 1, 36_500)),
                hours(prefix + "certificate-hours", enrollment.certificateHours()),
                hours(prefix + "user-certificate-hours", enrollment.userCertificateHours()),
                hours(prefix + "revocation-list-hours", enrollment.revocationListHours()),
                KubernetesReader.read(enrollment.kubernetes(), site));
    }

    private static List<String> tokenSites(String key, String value) {
        return Arrays.stream(value.split(","))
                .map(site -> matching(key, site.strip(), SITE, "names of sites, separated by commas"))
                .toList();
    }

    private static Duration hours(String key, String value) {
        return Duration.ofHours(number(key, value, 1, 9600));
    }

    private static CaSource source(RoutingConfig.Enrollment enrollment) {
        String server = matching("p2psip.enrollment.server", enrollment.server(), "true|false", "true or false");
        Optional<String> certificate = enrollment.caCertificate();
        Optional<String> key = enrollment.caKey();
        if (certificate.isPresent() != key.isPresent()) {
            throw StartRefused.setting(
                    "p2psip.enrollment.ca-key",
                    key.orElse(""),
                    "the key to p2psip.enrollment.ca-certificate, which is \"" + certificate.orElse("") + "\"");
        }
        if (server.equals("false")) {
            return new CaSource.None();
        }
        return certificate.isPresent()
                ? new CaSource.Given(
                        path("p2psip.enrollment.ca-certificate", certificate.get()),
                        path("p2psip.enrollment.ca-key", key.orElseThrow()))
                : new CaSource.Own();
    }

    /** An overlay whose members have certificates needs a name that can stand in them. */
    private static String overlay(String value, RoutingConfig.Enrollment enrollment) {
        String overlay = host("p2psip.overlay", value);
        if (enrollment.server().equals("true") && overlay.startsWith("[")) {
            throw StartRefused.setting("p2psip.overlay", value, "a domain name, as p2psip.enrollment.server is true");
        }
        return overlay;
    }

    private static HostPort advertise(RoutingConfig config, String listen, int grpcPort) {
        String key = "p2psip.advertise";
        if (config.advertise().isPresent()) {
            return hostPort(key, config.advertise().get());
        }
        if (WILDCARD_ADDRESSES.contains(listen)) {
            throw StartRefused.setting(
                    key,
                    "",
                    "host:port where others reach this peer, since " + LISTEN + " " + listen + " is no such address");
        }
        return new HostPort(listen, grpcPort);
    }

    private static List<String> domains(String text) {
        List<String> domains = Arrays.stream(text.split(","))
                .map(domain -> domain.strip().toLowerCase(Locale.ROOT))
                .filter(domain -> !domain.isEmpty())
                .distinct()
                .toList();
        if (domains.isEmpty()) {
            throw StartRefused.setting(
                    "p2psip.domains", text, "one or more SIP domains, such as example.org,example.com");
        }
        domains.forEach(domain -> host("p2psip.domains", domain));
        return domains;
    }

    private static String host(String key, String value) {
        if (!Aor.isHost(value)) {
            throw StartRefused.setting(key, value, "a domain name in lower case, such as example.org");
        }
        return value;
    }

    static Path path(String key, String value) {
        try {
            return Path.of(value).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw StartRefused.setting(key, value, "a path (" + e.getReason() + ")");
        }
    }

    private static List<HostPort> storage(String targets) {
        return Arrays.stream(targets.split(","))
                .map(target -> hostPort("p2psip.storage.target", target.strip()))
                .toList();
    }

    private static HostPort hostPort(String key, String value) {
        return HostPort.parse(value).orElseThrow(() -> StartRefused.setting(key, value, "host:port, port 1 to 65535"));
    }

    static String matching(String key, String value, String pattern, String allowed) {
        if (!value.matches(pattern)) {
            throw StartRefused.setting(key, value, allowed);
        }
        return value;
    }

    static int number(String key, String value, int min, int max) {
        String allowed = "a whole number from " + min + " to " + max;
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw StartRefused.setting(key, value, allowed);
        }
        throw StartRefused.setting(key, value, allowed);
    }
}
