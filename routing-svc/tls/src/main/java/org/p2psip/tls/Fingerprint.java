package org.p2psip.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;

/**
 * A CA by the SHA-256 of its certificate: what who joins an overlay knows of it beforehand.
 *
 * @param text 64 hexadecimal digits, lower case
 */
public record Fingerprint(String text) {
    private static final String FORM = "[0-9a-f]{64}";

    /** @throws IllegalArgumentException when it is none */
    public Fingerprint {
        if (!text.matches(FORM)) {
            throw new IllegalArgumentException("a fingerprint of a CA is " + text.length()
                    + " characters long, expected are 64 hexadecimal digits");
        }
    }

    /** That of a certificate. */
    public static Fingerprint of(X509Certificate certificate) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return new Fingerprint(HexFormat.of().formatHex(hash));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read cannot be hashed", e);
        }
    }

    /** Trust in the CA with this fingerprint, if it is in a chain that somebody shows; else in nobody. */
    public Trust in(X509Certificate... chain) {
        for (int i = 1; i < chain.length; i++) {
            if (of(chain[i]).equals(this)) {
                return new Trust("", List.of(chain[i]), List.of());
            }
        }
        return Trust.NOBODY;
    }
}
