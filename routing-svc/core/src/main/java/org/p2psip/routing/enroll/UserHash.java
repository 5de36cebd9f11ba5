package org.p2psip.routing.enroll;

/**
 * H(user:realm:password) of RFC 7616 section 3.4.2, as it was sent for enrollment.
 *
 * @param algorithm as a challenge names it
 * @param realm the user's domain
 * @param ha1 lower-case hexadecimal
 */
public record UserHash(String algorithm, String realm, String ha1) {}
