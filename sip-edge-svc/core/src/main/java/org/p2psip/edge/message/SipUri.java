package org.p2psip.edge.message;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.p2psip.edge.Aor;

/**
 * A SIP or SIPS URI (RFC 3261 19.1). Text parts are Unicode: escapes are taken out and stand for UTF-8.
 *
 * @param text the URI as written
 * @param scheme {@code sip} or {@code sips}
 * @param user user part without escapes; empty when there is none
 * @param password password without escapes; null when there is none
 * @param host in lower case, IPv6 in brackets
 * @param port -1 when absent
 * @param params URI parameters in their order: names in lower case, values without escapes, empty for one without
 * @param headers what stands behind the question mark, as written; empty when there is none
 */
public record SipUri(
        String text,
        String scheme,
        String user,
        String password,
        String host,
        int port,
        Map<String, String> params,
        String headers) {
    /** Longer URIs are refused: in a Request-URI with 414. */
    public static final int MAX_LENGTH = 4096;

    /** The parameter that makes a URI of ours a GRUU (RFC 5627 section 3.1). */
    public static final String GRUU_PARAM = "gr";

    /** RFC 3261 25.1 user-unreserved. */
    private static final String USER_ALLOWED = "&=+$,;?/";

    /** RFC 3261 25.1 param-unreserved. */
    private static final String PARAM_ALLOWED = "[]/:&+$";

    /** RFC 3261 19.1.4: these match nothing when only one of the two URIs has them. */
    private static final String[] NEVER_IGNORED = {"user", "ttl", "method", "maddr", "transport"};

    /** Reads a URI; empty when it is no SIP or SIPS URI, does not follow its grammar or is too long. */
    public static Optional<SipUri> parse(String text) {
        int colon = text.indexOf(':');
        String scheme = colon == 3 || colon == 4 ? Grammar.lower(text.substring(0, colon)) : "";
        boolean isSip = scheme.equals("sip") || scheme.equals("sips");
        if (!isSip || text.length() > MAX_LENGTH || !NameAddr.isUri(text)) {
            return Optional.empty();
        }
        String user = "";
        String password = null;
        int hostStart = colon + 1;
        int at = text.indexOf('@', hostStart);
        if (at >= 0) {
            int separator = text.indexOf(':', hostStart);
            boolean hasPassword = separator >= 0 && separator < at;
            int userEnd = hasPassword ? separator : at;
            user = Escapes.decode(text.substring(hostStart, userEnd));
            if (user == null || user.isEmpty()) {
                return Optional.empty();
            }
            if (hasPassword) {
                password = Escapes.decode(text.substring(separator + 1, at));
                if (password == null) {
                    return Optional.empty();
                }
            }
            hostStart = at + 1;
        }
        int question = text.indexOf('?', hostStart);
        int end = question < 0 ? text.length() : question;
        String headers = question < 0 ? "" : text.substring(question + 1);
        int hostEnd = HostPort.hostEnd(text, hostStart, end);
        if (hostEnd < 0 || (question >= 0 && headersOf(headers) == null)) {
            return Optional.empty();
        }
        int port = -1;
        int paramsStart = text.indexOf(';', hostEnd);
        if (paramsStart < 0 || paramsStart > end) {
            paramsStart = end;
        }
        if (hostEnd < paramsStart) {
            port = text.charAt(hostEnd) == ':' ? HostPort.port(text, hostEnd + 1, paramsStart) : -1;
            if (port < 0) {
                return Optional.empty();
            }
        }
        Map<String, String> params = paramsOf(text, paramsStart, end);
        String host = Grammar.lower(text.substring(hostStart, hostEnd));
        return params == null
                ? Optional.empty()
                : Optional.of(new SipUri(text, scheme, user, password, host, port, params, headers));
    }

    private static Map<String, String> paramsOf(String text, int from, int end) {
        if (from == end) {
            return Map.of();
        }
        Map<String, String> params = new LinkedHashMap<>(4);
        int i = from;
        while (i < end) {
            int next = text.indexOf(';', i + 1);
            next = next < 0 || next > end ? end : next;
            int equals = text.indexOf('=', i);
            boolean hasValue = equals >= 0 && equals < next;
            String name = Escapes.decode(text.substring(i + 1, hasValue ? equals : next));
            String value = hasValue ? Escapes.decode(text.substring(equals + 1, next)) : "";
            if (name == null || name.isEmpty() || value == null || (hasValue && value.isEmpty())) {
                return null;
            }
            // RFC 3261 19.1.1: a name stands there once. Phones write ;lr;lr where their user gave one, and mean no
            // harm
            String before = params.put(Grammar.lower(name), value);
            if (text.indexOf('@', i) >= 0 || (before != null && !before.equals(value))) {
                return null;
            }
            i = next;
        }
        return params;
    }

    /** Headers by name in lower case, in the order of names; null when they do not follow the grammar. */
    private static Map<String, String> headersOf(String headers) {
        Map<String, String> byName = new TreeMap<>();
        for (String header : headers.split("&", -1)) {
            int equals = header.indexOf('=');
            String name = equals <= 0 ? null : Escapes.decode(header.substring(0, equals));
            String value = name == null ? null : Escapes.decode(header.substring(equals + 1));
            if (value == null) {
                return null;
            }
            byName.merge(Grammar.lower(name), value, (first, second) -> first + "\0" + second);
        }
        return byName;
    }

    /** Whether the next hop is a loose router (RFC 3261 19.1.1). */
    public boolean isLooseRouter() {
        return params.containsKey("lr");
    }

    /** The transport parameter in lower case; empty when absent. */
    public String transportParam() {
        return Grammar.lower(params.getOrDefault("transport", ""));
    }

    /** Whether the two mean the same (RFC 3261 19.1.4). Not transitive: see {@link #canonicalKey()}. */
    public boolean equivalent(SipUri other) {
        if (base().compareTo(other.base()) != 0 || !headerKey().equals(other.headerKey())) {
            return false;
        }
        for (String name : NEVER_IGNORED) {
            if (params.containsKey(name) != other.params.containsKey(name)) {
                return false;
            }
        }
        for (Map.Entry<String, String> param : params.entrySet()) {
            String theirs = other.params.get(param.getKey());
            if (theirs != null && !theirs.equalsIgnoreCase(param.getValue())) {
                return false;
            }
        }
        return true;
    }

    /**
     * A text that tells bindings apart. URIs with equal keys are {@link #equivalent}; equivalent URIs have equal keys
     * unless one has a parameter that the other lacks, which RFC 3261 19.1.4 ignores. Two contacts that differ in such a
     * parameter only ({@code ;line=1}, {@code ;line=2}) are two bindings, so no parameter can be left out of a key.
     */
    public String canonicalKey() {
        StringBuilder key = base();
        new TreeMap<>(params).forEach((name, value) -> appendParam(key, name, Grammar.lower(value)));
        return key.append(headerKey()).toString();
    }

    private StringBuilder base() {
        StringBuilder base =
                new StringBuilder(text.length() + 16).append(scheme).append(':');
        if (!user.isEmpty()) {
            Escapes.encode(base, user, USER_ALLOWED);
            if (password != null) {
                base.append(':');
                Escapes.encode(base, password, "&=+$,");
            }
            base.append('@');
        }
        base.append(host);
        return port < 0 ? base : base.append(':').append(port);
    }

    private static void appendParam(StringBuilder out, String name, String value) {
        out.append(';');
        Escapes.encode(out, name, PARAM_ALLOWED);
        if (!value.isEmpty()) {
            out.append('=');
            Escapes.encode(out, value, PARAM_ALLOWED);
        }
    }

    private String headerKey() {
        if (headers.isEmpty()) {
            return "";
        }
        StringBuilder key = new StringBuilder();
        headersOf(headers).forEach((name, value) -> {
            key.append(key.isEmpty() ? '?' : '&');
            Escapes.encode(key, name, "");
            Escapes.encode(key.append('='), value, "");
        });
        return key.toString();
    }

    /** Writes a SIP URI with a user. */
    public static String write(String user, String host) {
        StringBuilder uri = new StringBuilder(64).append("sip:");
        Escapes.encode(uri, user, USER_ALLOWED);
        return uri.append('@').append(host).toString();
    }

    /**
     * Writes a SIP URI with a user.
     *
     * @param param name of its parameter, a token
     * @param value its value; empty for a parameter without one
     */
    public static String write(String user, String host, String param, String value) {
        StringBuilder uri = new StringBuilder(96).append(write(user, host));
        appendParam(uri, param, value);
        return uri.toString();
    }

    /** The address of record that this URI names; empty without a user. */
    public Optional<Aor> aor() {
        return user.isEmpty() ? Optional.empty() : Optional.of(new Aor(user, host));
    }

    /** The URI as written, without its headers. */
    public String withoutHeaders() {
        return headers.isEmpty() ? text : text.substring(0, text.length() - headers.length() - 1);
    }

    /** The URI as written, without what a Request-URI may not have: headers and method (RFC 3261 16.6 step 2, 19.1.1). */
    public String asRequestUri() {
        String request = withoutHeaders();
        if (!params.containsKey("method")) {
            return request;
        }
        StringBuilder kept = new StringBuilder(request.length());
        int paramsStart = request.indexOf(';', request.indexOf('@') + 1);
        kept.append(request, 0, paramsStart);
        for (String param : request.substring(paramsStart + 1).split(";")) {
            String name = param.split("=", 2)[0];
            if (!"method".equalsIgnoreCase(Escapes.decode(name))) {
                kept.append(';').append(param);
            }
        }
        return kept.toString();
    }

    /** The URI as written. */
    @Override
    public String toString() {
        return text;
    }
}
