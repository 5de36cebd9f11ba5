package org.p2psip.edge.digest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A value of Authorization or Proxy-Authorization (RFC 7616 3.4).
 *
 * @param username user name, Unicode
 * @param realm realm, Unicode
 * @param nonce nonce, as sent
 * @param uri digest-uri, as sent; phones do not always repeat the Request-URI, and RFC 3261 22.4 allows it
 * @param response the response in lower-case hex
 * @param algorithm MD5 when the phone named none
 * @param qop {@code auth} or {@code auth-int}; null when the phone named none (RFC 2069)
 * @param nc nonce count as sent, 8 hex digits: some phones hash capital ones; null without qop
 * @param cnonce client nonce, as sent; null without qop
 */
public record DigestCredentials(
        String username,
        String realm,
        String nonce,
        String uri,
        String response,
        DigestAlgorithm algorithm,
        String qop,
        String nc,
        String cnonce) {
    private static final String SCHEME = "Digest";
    private static final int NC_DIGITS = 8;
    private static final List<String> MANDATORY = List.of("username", "realm", "nonce", "uri", "response");

    /** What a header value turned out to be. */
    public sealed interface Parsed {}

    /** Credentials that can be checked. */
    public record Valid(DigestCredentials credentials) implements Parsed {}

    /** Well-formed, but another scheme, algorithm or option than is spoken here: challenge, do not refuse. */
    public record Unsupported(String what) implements Parsed {}

    /** Breaks the grammar or lacks something: 400. */
    public record Malformed(String reason) implements Parsed {}

    /** Reads a header value with one character per byte. */
    public static Parsed parse(String value) {
        int schemeEnd = value.indexOf(' ');
        String scheme = schemeEnd < 0 ? value : value.substring(0, schemeEnd);
        if (!scheme.equalsIgnoreCase(SCHEME)) {
            return new Unsupported(scheme.isEmpty() ? "an empty value" : "scheme " + scheme);
        }
        Map<String, String> params = schemeEnd < 0 ? null : AuthParams.parse(value, schemeEnd);
        if (params == null) {
            return new Malformed("Digest credentials are no list of name=value");
        }
        if (params.containsKey("username*") || "true".equalsIgnoreCase(params.get("userhash"))) {
            return new Unsupported("hashed or encoded user names");
        }
        for (String name : MANDATORY) {
            if (!params.containsKey(name)) {
                return new Malformed("Digest credentials without " + name);
            }
        }
        Optional<DigestAlgorithm> algorithm = DigestAlgorithm.of(params.getOrDefault("algorithm", "MD5"));
        return algorithm.isEmpty()
                ? new Unsupported("algorithm " + params.get("algorithm"))
                : checked(params, algorithm.get());
    }

    private static Parsed checked(Map<String, String> params, DigestAlgorithm algorithm) {
        String qop = params.containsKey("qop") ? params.get("qop").toLowerCase(Locale.ROOT) : null;
        if (qop != null && !qop.equals("auth") && !qop.equals("auth-int")) {
            return new Unsupported("qop " + qop);
        }
        String response = params.get("response").toLowerCase(Locale.ROOT);
        if (response.length() != algorithm.hexDigits() || hex(response) < 0) {
            return new Malformed("response is not " + algorithm.hexDigits() + " hex digits");
        }
        String nc = params.getOrDefault("nc", "");
        if (qop != null && (nc.length() != NC_DIGITS || hex(nc) < 1)) {
            return new Malformed("nc is not 8 hex digits above zero");
        }
        if (qop != null && !params.containsKey("cnonce")) {
            return new Malformed("Digest credentials with qop and without cnonce");
        }
        String username = utf8(params.get("username"));
        String realm = utf8(params.get("realm"));
        if (username == null || realm == null) {
            return new Malformed("username or realm is not UTF-8");
        }
        return new Valid(new DigestCredentials(
                username,
                realm,
                params.get("nonce"),
                params.get("uri"),
                response,
                algorithm,
                qop,
                qop == null ? null : nc,
                qop == null ? null : params.get("cnonce")));
    }

    /** The nonce count, 1 to 2^32-1; 0 without qop. */
    public long nonceCount() {
        return nc == null ? 0 : hex(nc);
    }

    /** Hex digits as a number, right for 8 of them at most; -1 when one is no hex digit. */
    private static long hex(String text) {
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0 || text.charAt(i) > 0x7f) {
                return -1;
            }
            number = (number << 4 | digit) & Long.MAX_VALUE;
        }
        return number;
    }

    private static String utf8(String wire) {
        try {
            byte[] bytes = wire.getBytes(StandardCharsets.ISO_8859_1);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return null;
        }
    }
}
