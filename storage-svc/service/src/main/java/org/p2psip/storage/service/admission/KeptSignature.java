package org.p2psip.storage.service.admission;

import com.google.protobuf.InvalidProtocolBufferException;
import org.p2psip.proto.v1.ValueSignature;
import org.p2psip.storage.Octets;

/** A signature as it is kept with a value: the contract's message without the certificate, which is kept once. */
public final class KeptSignature {
    private KeptSignature() {}

    /** What is kept of one that came. */
    public static Octets of(ValueSignature signature) {
        ValueSignature kept = signature.getCertificate().isEmpty()
                ? signature
                : signature.toBuilder().clearCertificate().build();
        return Octets.wrap(kept.toByteArray());
    }

    /** The signature as it was kept. */
    public static ValueSignature read(Octets kept) {
        try {
            return ValueSignature.parseFrom(kept.unsafeArray());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("A kept signature is always one that this service encoded", e);
        }
    }
}
