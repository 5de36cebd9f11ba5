package org.p2psip.storage.admission;

import java.util.Locale;

/** Why a value is not admitted, in one word: for counting. */
public enum Denial {
    /** It has no signature. */
    UNSIGNED,
    /** Its signer's certificate was never shown here. */
    SIGNER_UNKNOWN,
    /** Its signer's certificate is not trusted, expired or revoked. */
    CERTIFICATE,
    /** It names no Node-ID of its certificate. */
    NODE_ID,
    /** Its signer, or who asks, may not write this. */
    POLICY,
    /** The user whose registration it is is disabled. */
    DISABLED,
    /** The signature is of other bytes or by another key. */
    SIGNATURE,
    /** A kind is cleared, which nobody can sign. */
    CLEAR,
    /** Its kind is not stored here. */
    UNKNOWN_KIND;

    /** As metrics name it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
