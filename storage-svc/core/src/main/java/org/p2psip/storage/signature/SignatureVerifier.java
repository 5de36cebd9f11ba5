package org.p2psip.storage.signature;

import java.util.Optional;
import org.p2psip.storage.Octets;
import org.p2psip.storage.batch.BatchRoot;

/** Verifies signatures over stored values, alone or in batches (RFC 6940 sections 6.3.4 and 7.1). For one thread. */
public final class SignatureVerifier {
    private final VerifiedRoots verifiedRoots;

    /** What a verification says. */
    public sealed interface Verification {
        /** The signer signed exactly this value. */
        record Genuine() implements Verification {}

        /** @param reason what is wrong, and what would be right */
        record Forged(String reason) implements Verification {}
    }

    private static final Verification GENUINE = new Verification.Genuine();

    public SignatureVerifier(VerifiedRoots verifiedRoots) {
        this.verifiedRoots = verifiedRoots;
    }

    /**
     * Verifies one value.
     *
     * @param signer whom the signature's certificate hash names
     * @param nowMs  milliseconds since 1970; the certificate has to be valid then, whenever the value was stored
     */
    public Verification verify(SignedValue value, ValueSignature signature, Signer signer, long nowMs) {
        if (!signature.certificateHash().equals(signer.certificateHash())) {
            return forged("It names certificate " + signature.certificateHash() + "; the signer's is "
                    + signer.certificateHash());
        }
        if (!signer.isValidAt(nowMs)) {
            return forged("The certificate " + signer.certificateHash() + " is not valid now");
        }
        Optional<SignatureScheme> scheme = SignatureScheme.of(signature.scheme());
        if (scheme.isEmpty() || !scheme.get().fits(signer.key())) {
            return forged("Its scheme is 0x" + Integer.toHexString(signature.scheme()) + " with a key of "
                    + signer.key().getAlgorithm()
                    + "; allowed are 0x401 with RSA of at least 2048 bits and 0x403 with P-256");
        }
        Optional<SignerIdentity> identity = signer.identity(signature.nodeId());
        if (identity.isEmpty()) {
            return forged(
                    "It names " + signature.nodeId().map(id -> "Node-ID " + id).orElse("no Node-ID")
                            + "; it has to name one of the certificate's where there are several");
        }
        byte[] bytes = value.bytes(identity.get());
        return signature.path().isEmpty()
                ? alone(bytes, signature, signer, scheme.get())
                : inBatch(bytes, signature, signer, scheme.get());
    }

    private static Verification alone(byte[] bytes, ValueSignature signature, Signer signer, SignatureScheme scheme) {
        return scheme.verifies(signer.key(), bytes, signature.signature().unsafeArray())
                ? GENUINE
                : forged("It is not the signer's signature over this value");
    }

    private Verification inBatch(byte[] bytes, ValueSignature signature, Signer signer, SignatureScheme scheme) {
        Optional<Octets> hash = signature.path().get().root(bytes);
        if (hash.isEmpty()) {
            return forged("Its Merkle path does not lead from leaf "
                    + signature.path().get().index() + " to the root of "
                    + signature.path().get().size() + " leaves");
        }
        BatchRoot root = new BatchRoot(signature.path().get().size(), hash.get());
        if (verifiedRoots.contains(signature, root)) {
            return GENUINE;
        }
        if (!scheme.verifies(
                signer.key(), root.signedBytes(), signature.signature().unsafeArray())) {
            return forged("It is not the signer's signature over the batch that the value would be in");
        }
        verifiedRoots.add(signature, root);
        return GENUINE;
    }

    private static Verification forged(String reason) {
        return new Verification.Forged(reason);
    }
}
