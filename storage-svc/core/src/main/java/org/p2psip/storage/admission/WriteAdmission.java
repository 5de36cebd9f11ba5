package org.p2psip.storage.admission;

import java.util.Optional;
import org.p2psip.storage.NodeId;
import org.p2psip.storage.Resource;
import org.p2psip.storage.access.Decision;
import org.p2psip.storage.access.Domains;
import org.p2psip.storage.access.WriteAttempt;
import org.p2psip.storage.access.Writer;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.kind.KindDefinition;
import org.p2psip.storage.signature.SignatureVerifier;
import org.p2psip.storage.signature.SignatureVerifier.Verification;
import org.p2psip.storage.signature.SignedValue;
import org.p2psip.storage.signature.ValueSignature;
import org.p2psip.storage.write.KindWrite;
import org.p2psip.storage.write.RefusalCode;
import org.p2psip.storage.write.ValueWrite;
import org.p2psip.storage.write.WriteResult.Refused;

/**
 * The checks of RFC 6940 section 7.4.1.1 that need no stored state: each value is signed, by a credential that may write
 * this kind at this resource. Replicas are checked alike. Policies come before signatures, as they cost next to nothing.
 * For one thread, as the verifier is.
 */
public final class WriteAdmission {
    private final KindCatalog kinds;
    private final Domains domains;
    private final SignatureVerifier verifier;

    public WriteAdmission(KindCatalog kinds, Domains domains, SignatureVerifier verifier) {
        this.kinds = kinds;
        this.domains = domains;
        this.verifier = verifier;
    }

    /**
     * Checks a write whose shape was found right.
     *
     * @param nowMs milliseconds since 1970
     * @return a refusal with {@link RefusalCode#FORBIDDEN}; empty when the write may be decided
     */
    public Optional<Refused> check(Resource resource, KindWrite write, WriteEvidence evidence, long nowMs) {
        Optional<KindDefinition> kind = kinds.find(write.kind());
        if (kind.isEmpty()) {
            return forbidden(KindCatalog.unknown(write.kind()));
        }
        if (write.clear().isPresent()) {
            return forbidden("Clearing a kind cannot be signed; store a signed \"exists = false\" under each key");
        }
        for (ValueWrite value : write.values()) {
            Optional<String> wrong = check(resource, kind.get(), value, evidence, nowMs);
            if (wrong.isPresent()) {
                return forbidden(kind.get().name() + ", " + value.key() + ": " + wrong.get());
            }
        }
        return Optional.empty();
    }

    private Optional<String> check(
            Resource resource, KindDefinition kind, ValueWrite value, WriteEvidence evidence, long nowMs) {
        Optional<ValueSignature> signature = evidence.signature(value);
        if (signature.isEmpty()) {
            return Optional.of("it is not signed");
        }
        Optional<Credential> credential = evidence.signer(signature.get().certificateHash());
        if (credential.isEmpty()) {
            return Optional.of("it is signed with certificate "
                    + signature.get().certificateHash() + ", which is unknown, not trusted or revoked");
        }
        Optional<NodeId> node = credential.get().signer().node(signature.get().nodeId());
        if (node.isEmpty()) {
            return Optional.of("the signature does not name a Node-ID of its certificate");
        }
        Credential by = credential.get();
        Writer writer = new Writer(by.userName(), node.get(), by.roles(), by.site());
        WriteAttempt attempt =
                new WriteAttempt(writer, resource, value.key(), value.exists(), evidence.authentication(value));
        if (kind.access().mayWrite(attempt, domains) instanceof Decision.Denied(String reason)) {
            return Optional.of(reason);
        }
        SignedValue signed = new SignedValue(
                resource.id(), kind.id(), value.storageTimeMs(), value.key(), value.exists(), value.value());
        return verifier.verify(signed, signature.get(), by.signer(), nowMs)
                        instanceof Verification.Forged(String reason)
                ? Optional.of("the signature is wrong: " + reason)
                : Optional.empty();
    }

    private static Optional<Refused> forbidden(String message) {
        return Optional.of(new Refused(RefusalCode.FORBIDDEN, message));
    }
}
