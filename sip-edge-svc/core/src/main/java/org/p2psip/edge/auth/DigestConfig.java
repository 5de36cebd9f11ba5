package org.p2psip.edge.auth;

import java.util.List;
import java.util.Locale;
import org.p2psip.edge.digest.DigestAlgorithm;

/**
 * What challenges offer.
 *
 * @param algorithms in this order; credentials of another algorithm are as none. At least one where users prove
 *     themselves
 * @param md5OnlyAgents who is offered MD5 alone, as long as MD5 is among the algorithms: beginnings of User-Agent, in any
 *     case. {@link #NO_AGENT} is who sends no User-Agent
 * @param qop what is offered and taken
 */
public record DigestConfig(List<DigestAlgorithm> algorithms, List<String> md5OnlyAgents, Qop qop) {
    /** Stands for a request without User-Agent. */
    public static final String NO_AGENT = "(none)";

    private static final List<DigestAlgorithm> MD5_ALONE = List.of(DigestAlgorithm.MD5);

    /** Qualities of protection (RFC 7616 section 3.3). */
    public enum Qop {
        /** The request's first line; a proxy on the way may change the body. */
        AUTH("auth"),
        /** The body too. */
        AUTH_INT("auth-int"),
        /** What the phone prefers. */
        BOTH("auth,auth-int");

        private final String text;

        Qop(String text) {
            this.text = text;
        }

        /** As challenges and the configuration write it. */
        public String text() {
            return text;
        }
    }

    public DigestConfig {
        algorithms = List.copyOf(algorithms);
        md5OnlyAgents = md5OnlyAgents.stream()
                .map(agent -> agent.toLowerCase(Locale.ROOT))
                .toList();
    }

    /** The algorithms in the challenge to a phone. @param userAgent what it calls itself; null for nothing */
    List<DigestAlgorithm> offersTo(String userAgent) {
        String agent = userAgent == null ? NO_AGENT : userAgent.toLowerCase(Locale.ROOT);
        for (String beginning : md5OnlyAgents) {
            if (agent.startsWith(beginning) && algorithms.contains(DigestAlgorithm.MD5)) {
                return MD5_ALONE;
            }
        }
        return algorithms;
    }

    /** Whether credentials are of a kind that is asked for. @param qop null for credentials without one (RFC 2069) */
    boolean takes(DigestAlgorithm algorithm, String qop) {
        return algorithms.contains(algorithm) && (this.qop != Qop.AUTH_INT || "auth-int".equals(qop));
    }
}
