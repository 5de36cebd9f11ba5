package org.p2psip.edge.digest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A challenge that somebody else sent (RFC 7616 section 3.3).
 *
 * @param realm as sent
 * @param nonce as sent
 * @param opaque as sent; null when absent
 * @param algorithm MD5 when none is named
 * @param qopAuth whether {@code qop=auth} is offered; without, the credentials are those of RFC 2069
 * @param stale whether only the nonce was refused
 */
public record ReceivedChallenge(
        String realm, String nonce, String opaque, DigestAlgorithm algorithm, boolean qopAuth, boolean stale) {
    private static final String SCHEME = "Digest ";

    /**
     * Reads a header value; empty when it is no digest challenge, or one that cannot be answered: another algorithm, or
     * integrity of the body only.
     */
    public static Optional<ReceivedChallenge> parse(String value) {
        if (!value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        Map<String, String> params = AuthParams.parse(value, SCHEME.length());
        if (params == null || !params.containsKey("realm") || !params.containsKey("nonce")) {
            return Optional.empty();
        }
        Optional<DigestAlgorithm> algorithm = DigestAlgorithm.of(params.getOrDefault("algorithm", "MD5"));
        List<String> qop = options(params.get("qop"));
        if (algorithm.isEmpty() || (!qop.isEmpty() && !qop.contains("auth"))) {
            return Optional.empty();
        }
        return Optional.of(new ReceivedChallenge(
                params.get("realm"),
                params.get("nonce"),
                params.get("opaque"),
                algorithm.get(),
                !qop.isEmpty(),
                "true".equalsIgnoreCase(params.get("stale"))));
    }

    private static List<String> options(String list) {
        List<String> options = new ArrayList<>(2);
        if (list != null) {
            for (String option : list.split(",")) {
                options.add(option.trim().toLowerCase(Locale.ROOT));
            }
        }
        return options;
    }
}
