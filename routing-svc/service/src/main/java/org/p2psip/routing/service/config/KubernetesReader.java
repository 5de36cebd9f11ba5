package org.p2psip.routing.service.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import org.p2psip.routing.account.ServiceAccounts;
import org.p2psip.routing.admission.Ruling;

/** Reads the settings of service accounts, and refuses the first that is wrong. */
final class KubernetesReader {
    private static final String PREFIX = "p2psip.enrollment.kubernetes.";

    private KubernetesReader() {}

    /** Empty where no service account may become a member. */
    static Optional<KubernetesSettings> read(RoutingConfig.Kubernetes keys, String ownSite) {
        String table = keys.accounts().orElse("");
        String audience = SettingsReader.matching(
                PREFIX + "audience", keys.audience(), "\\S{1,253}", "1 to 253 characters without spaces");
        URI server = server(keys.server());
        // Less than a member waits for its answer
        int timeout = SettingsReader.number(PREFIX + "timeout-ms", keys.timeoutMs(), 100, 4_000);
        if (table.isBlank()) {
            return Optional.empty();
        }
        return switch (ServiceAccounts.parse(table, audience, ownSite)) {
            case Ruling.Granted<ServiceAccounts>(ServiceAccounts accounts) ->
                Optional.of(new KubernetesSettings(
                        accounts,
                        server,
                        SettingsReader.path(PREFIX + "ca-file", keys.caFile()),
                        SettingsReader.path(PREFIX + "token-file", keys.tokenFile()),
                        Duration.ofMillis(timeout)));
            case Ruling.Refused<ServiceAccounts> refused ->
                throw StartRefused.setting(PREFIX + "accounts", table, refused.message());
        };
    }

    private static URI server(String text) {
        String allowed = "the URL of an API server, such as https://kubernetes.default.svc";
        try {
            URI uri = new URI(text);
            if ("https".equals(uri.getScheme()) && uri.getHost() != null && uri.getQuery() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw StartRefused.setting(PREFIX + "server", text, allowed);
        }
        throw StartRefused.setting(PREFIX + "server", text, allowed);
    }
}
