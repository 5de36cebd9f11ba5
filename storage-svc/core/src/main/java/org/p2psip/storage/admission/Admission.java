package org.p2psip.storage.admission;

import org.p2psip.storage.write.RefusalCode;
import org.p2psip.storage.write.WriteResult.Refused;

/** What the check of a signed value says. */
public sealed interface Admission {
    /** @param by who signed it, and may write it */
    record Admitted(Credential by) implements Admission {}

    /** @param message what was wrong, with which value, and what would be right */
    record Denied(Denial why, String message) implements Admission {
        /** For who asked: FORBIDDEN, or CERTIFICATE_UNKNOWN where the certificate would help. */
        public Refused refused() {
            return new Refused(
                    why == Denial.SIGNER_UNKNOWN ? RefusalCode.CERTIFICATE_UNKNOWN : RefusalCode.FORBIDDEN, message);
        }
    }
}
