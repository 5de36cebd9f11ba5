package org.p2psip.suite.sip;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers a digest challenge (RFC 7616, RFC 8760) with the strongest algorithm offered, qop auth. */
final class DigestAnswer {
    private static final Pattern PARAMETER = Pattern.compile("([a-zA-Z]+)\\s*=\\s*(\"([^\"]*)\"|[^,\\s]+)");
    private static final List<String> STRONGEST_FIRST = List.of("SHA-256", "MD5");

    private DigestAnswer() {}

    /**
     * The header line that answers a 401 or 407.
     *
     * @throws AssertionError when the response bears no challenge that can be answered
     */
    static String to(SipResponse challenged, SipRequest request, String user, String password) {
        boolean proxy = challenged.status() == 407;
        List<Map<String, String>> challenges =
                challenged.headers(proxy ? "Proxy-Authenticate" : "WWW-Authenticate").stream()
                        .map(DigestAnswer::parameters)
                        .toList();
        for (String algorithm : STRONGEST_FIRST) {
            for (Map<String, String> challenge : challenges) {
                if (challenge.getOrDefault("algorithm", "MD5").equalsIgnoreCase(algorithm)) {
                    return (proxy ? "Proxy-Authorization: " : "Authorization: ")
                            + credentials(challenge, algorithm, request, user, password);
                }
            }
        }
        throw new AssertionError("no challenge that can be answered in " + challenged);
    }

    private static String credentials(
            Map<String, String> challenge, String algorithm, SipRequest request, String user, String password) {
        String realm = challenge.get("realm");
        String nonce = challenge.get("nonce");
        String cnonce = UUID.randomUUID().toString();
        String ha1 = hash(algorithm, user + ":" + realm + ":" + password);
        String ha2 = hash(algorithm, request.method() + ":" + request.uri());
        String response = hash(algorithm, ha1 + ":" + nonce + ":00000001:" + cnonce + ":auth:" + ha2);
        String opaque = challenge.containsKey("opaque") ? ", opaque=\"" + challenge.get("opaque") + "\"" : "";
        return ("Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", response=\"%s\", algorithm=%s, "
                                + "qop=auth, nc=00000001, cnonce=\"%s\"")
                        .formatted(user, realm, nonce, request.uri(), response, algorithm, cnonce)
                + opaque;
    }

    private static Map<String, String> parameters(String challenge) {
        Map<String, String> parameters = new HashMap<>();
        Matcher matcher = PARAMETER.matcher(challenge);
        while (matcher.find()) {
            String value = matcher.group(3) != null ? matcher.group(3) : matcher.group(2);
            parameters.put(matcher.group(1).toLowerCase(), value);
        }
        return parameters;
    }

    private static String hash(String algorithm, String text) {
        try {
            byte[] digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has " + algorithm, e);
        }
    }
}
