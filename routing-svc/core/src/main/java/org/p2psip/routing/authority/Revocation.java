package org.p2psip.routing.authority;

import java.math.BigInteger;
import java.time.Instant;
import org.bouncycastle.asn1.x509.CRLReason;

/**
 * A certificate that is no longer good before it ends.
 *
 * @param serial of the certificate
 * @param at since when
 */
public record Revocation(BigInteger serial, Instant at, Reason reason) {
    /** Why (RFC 5280 section 5.3.1). */
    public enum Reason {
        /** The operator took it back, for good. */
        WITHDRAWN(CRLReason.privilegeWithdrawn),
        /** Its user is disabled; it will be good again when the user is enabled. */
        HOLD(CRLReason.certificateHold);

        private final int code;

        Reason(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }
}
