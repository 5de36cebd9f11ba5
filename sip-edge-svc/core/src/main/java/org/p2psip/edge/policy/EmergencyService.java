package org.p2psip.edge.policy;

/** The emergency services that a Request-URI may name: {@code urn:service:sos} and those below it (RFC 5031 4.2). */
public final class EmergencyService {
    private static final String SOS = "urn:service:sos";

    private EmergencyService() {}

    /** Whether the URI names one. */
    public static boolean isNamedBy(String uri) {
        return uri.regionMatches(true, 0, SOS, 0, SOS.length())
                && (uri.length() == SOS.length() || uri.charAt(SOS.length()) == '.');
    }
}
