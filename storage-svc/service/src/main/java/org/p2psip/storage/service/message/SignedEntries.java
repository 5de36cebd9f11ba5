package org.p2psip.storage.service.message;

import java.util.HashSet;
import java.util.Set;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.proto.v1.ValueSignature;
import org.p2psip.storage.Octets;
import org.p2psip.storage.StoredValue;
import org.p2psip.storage.service.admission.KeptSignature;
import org.p2psip.storage.service.admission.SignerCertificates;

/** Values of one kind with their signatures, one after the other; with the first of each signer its certificate. */
public final class SignedEntries {
    /** Entries of one write: who brings them elsewhere does so in writes, and each has to have the certificates. */
    private static final int WRITE = 64;

    private final SignerCertificates signers;
    private final Set<Octets> shown = new HashSet<>();
    private int entries;

    public SignedEntries(SignerCertificates signers) {
        this.signers = signers;
    }

    /** The next one, with the seconds left from {@code nowMs}. */
    public StoredEntry.Builder entry(StoredValue value, long nowMs) {
        if (entries++ % WRITE == 0) {
            shown.clear();
        }
        StoredEntry.Builder entry = AnswerMapping.entry(value, nowMs);
        if (value.signature().isEmpty()) {
            return entry;
        }
        ValueSignature.Builder signature = KeptSignature.read(value.signature()).toBuilder();
        Octets hash = Octets.wrap(signature.getCertificateHash().toByteArray());
        if (shown.add(hash)) {
            signers.encoded(hash).ifPresent(encoded -> signature.setCertificate(AnswerMapping.bytes(encoded)));
        }
        return entry.setSignature(signature);
    }
}
