package org.p2psip.storage.admission;

import java.util.Optional;
import org.p2psip.storage.Octets;
import org.p2psip.storage.access.Authentication;
import org.p2psip.storage.signature.ValueSignature;
import org.p2psip.storage.write.ValueWrite;

/** What came with a write, read by who knows its form. Never waits. */
public interface WriteEvidence {
    /** The signature of a value; empty when it has none. */
    Optional<ValueSignature> signature(ValueWrite value);

    /**
     * Whose certificate that is.
     *
     * @param certificateHash SHA-256
     */
    SignedBy signer(Octets certificateHash);

    /** What an EDGE-REGISTRATION says of whom the edge authenticated; empty for other kinds, and for removals. */
    Optional<Authentication> authentication(ValueWrite value);
}
