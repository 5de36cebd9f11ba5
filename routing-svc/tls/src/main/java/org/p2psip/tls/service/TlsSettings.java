package org.p2psip.tls.service;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.p2psip.tls.member.MemberSettings;

/**
 * The checked configuration of a service's security.
 *
 * @param enabled false for none, which loopback allows
 * @param enrollment "host:port" of the enrollment server or of peers that pass on to it, separated by commas; empty where
 *     it is in this process
 * @param member how the certificate is kept; it is in the directory "keys" of the service's data
 */
public record TlsSettings(boolean enabled, String enrollment, MemberSettings member) {
    /** None. */
    public static final TlsSettings OFF = new TlsSettings(
            false,
            "",
            new MemberSettings(
                    Path.of("keys"), new MemberSettings.Token.None(), Optional.empty(), Duration.ofSeconds(60), 66));

    private static final String PREFIX = "p2psip.tls.";
    private static final int REFRESH_LIMIT_S = 3600;
    private static final int PERCENT_LIMIT = 90;

    /** Makes what a service throws for a setting that it refuses. */
    @FunctionalInterface
    public interface Refusal {
        /** @param allowed what the value may be */
        RuntimeException of(String key, String value, String allowed);
    }

    /**
     * What the keys mean.
     *
     * @param listenKey the key of the address that gRPC listens at
     * @param listen its value
     * @param data directory of the service
     */
    public static TlsSettings of(TlsProperties keys, String listenKey, String listen, Path data, Refusal refusal) {
        if (!keys.enabled().equals("true") && !keys.enabled().equals("false")) {
            throw refusal.of(PREFIX + "enabled", keys.enabled(), "true or false");
        }
        boolean enabled = keys.enabled().equals("true");
        if (!enabled && !isLoopback(listen)) {
            throw refusal.of(
                    PREFIX + "enabled",
                    "false",
                    "true, as " + listenKey + " is \"" + listen + "\"; without TLS only loopback can be listened at");
        }
        String enrollment = keys.enrollment().orElse("").strip();
        if (!enrollment.isEmpty() && !enrollment.matches("[^\\s,]+:\\d{1,5}(,[^\\s,]+:\\d{1,5})*")) {
            throw refusal.of(
                    PREFIX + "enrollment",
                    enrollment,
                    "host:port of the enrollment server, or of peers that pass on to it, separated by commas");
        }
        MemberSettings.Token token = keys.token()
                .filter(text -> !text.isBlank())
                .<MemberSettings.Token>map(text -> new MemberSettings.Token.Given(text.strip()))
                .or(() -> keys.tokenFile()
                        .filter(file -> !file.isBlank())
                        .map(file -> new MemberSettings.Token.InFile(path("token-file", file, refusal))))
                .orElseGet(MemberSettings.Token.None::new);
        return new TlsSettings(
                enabled,
                enrollment,
                new MemberSettings(
                        data.resolve("keys"),
                        token,
                        keys.trustFile().filter(file -> !file.isBlank()).map(file -> path("trust-file", file, refusal)),
                        Duration.ofSeconds(
                                number("refresh-seconds", keys.refreshSeconds(), 1, REFRESH_LIMIT_S, refusal)),
                        number("renew-percent", keys.renewPercent(), 0, PERCENT_LIMIT, refusal)));
    }

    private static boolean isLoopback(String listen) {
        try {
            return InetAddress.getByName(listen).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false; // who listens there says so
        }
    }

    private static Optional<Path> parse(String value) {
        try {
            return Optional.of(Path.of(value).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Path path(String key, String value, Refusal refusal) {
        return parse(value).orElseThrow(() -> refusal.of(PREFIX + key, value, "the path of a file"));
    }

    private static int number(String key, String value, int least, int most, Refusal refusal) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw refusal.of(PREFIX + key, value, "a whole number from " + least + " to " + most);
        }
        throw refusal.of(PREFIX + key, value, "a whole number from " + least + " to " + most);
    }
}
