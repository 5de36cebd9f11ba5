package org.p2psip.edge.registrar;

/**
 * What an operator decides about registrations, their times apart.
 *
 * @param path what is asked of phones about Path (RFC 3327)
 * @param serviceRoute whether a 200 tells phones to send their requests by this edge (RFC 3608)
 */
public record RegistrarConfig(PathPolicy path, boolean serviceRoute) {

    /** What becomes of a REGISTER that says nothing of {@code Supported: path}. */
    public enum PathPolicy {
        /** One that came by a Path gets 420 (RFC 3327 section 5.3). */
        STRICT,
        /** Its Path is stored and used, and not shown to the phone. */
        LENIENT,
        /** It gets 421 in any case (RFC 3261 21.4.16). */
        REQUIRED
    }

    public static RegistrarConfig defaults() {
        return new RegistrarConfig(PathPolicy.STRICT, false);
    }
}
