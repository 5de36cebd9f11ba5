package org.p2psip.storage.admission;

import java.util.Optional;
import org.p2psip.storage.NodeId;
import org.p2psip.storage.Resource;
import org.p2psip.storage.access.Decision;
import org.p2psip.storage.access.Domains;
import org.p2psip.storage.access.WriteAttempt;
import org.p2psip.storage.access.Writer;
import org.p2psip.storage.admission.Admission.Admitted;
import org.p2psip.storage.admission.Admission.Denied;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.kind.KindDefinition;
import org.p2psip.storage.signature.SignatureVerifier;
import org.p2psip.storage.signature.SignatureVerifier.Verification;
import org.p2psip.storage.signature.SignedValue;
import org.p2psip.storage.signature.ValueSignature;
import org.p2psip.storage.write.KindWrite;
import org.p2psip.storage.write.ValueWrite;

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
     * @return the first thing that is wrong; empty when the write may be decided
     */
    public Optional<Denied> check(Resource resource, KindWrite write, WriteEvidence evidence, long nowMs) {
        Optional<KindDefinition> kind = kinds.find(write.kind());
        if (kind.isEmpty()) {
            return Optional.of(new Denied(Denial.UNKNOWN_KIND, KindCatalog.unknown(write.kind())));
        }
        if (write.clear().isPresent()) {
            return Optional.of(new Denied(
                    Denial.CLEAR,
                    "Clearing a kind cannot be signed; store a signed \"exists = false\" under each key"));
        }
        for (ValueWrite value : write.values()) {
            if (check(resource, kind.get(), value, evidence, nowMs) instanceof Denied denied) {
                return Optional.of(
                        new Denied(denied.why(), kind.get().name() + ", " + value.key() + ": " + denied.message()));
            }
        }
        return Optional.empty();
    }

    /** Checks one value, of a write or as it was read. */
    public Admission check(
            Resource resource, KindDefinition kind, ValueWrite value, WriteEvidence evidence, long nowMs) {
        Optional<ValueSignature> signature = evidence.signature(value);
        return signature.isEmpty()
                ? new Denied(Denial.UNSIGNED, "it is not signed")
                : switch (evidence.signer(signature.get().certificateHash())) {
                    case SignedBy.Known(Credential by) ->
                        check(resource, kind, value, signature.get(), by, evidence, nowMs);
                    case SignedBy.Unknown() ->
                        new Denied(
                                Denial.SIGNER_UNKNOWN,
                                "it is signed with certificate "
                                        + signature.get().certificateHash() + ", which is not known here");
                    case SignedBy.NotGood(String reason) ->
                        new Denied(
                                Denial.CERTIFICATE,
                                "the certificate " + signature.get().certificateHash()
                                        + " that it is signed with is not good: " + reason);
                };
    }

    private Admission check(
            Resource resource,
            KindDefinition kind,
            ValueWrite value,
            ValueSignature signature,
            Credential by,
            WriteEvidence evidence,
            long nowMs) {
        Optional<NodeId> node = by.signer().node(signature.nodeId());
        if (node.isEmpty()) {
            return new Denied(Denial.NODE_ID, "the signature does not name a Node-ID of its certificate");
        }
        Writer writer = new Writer(by.userName(), node.get(), by.roles(), by.site());
        WriteAttempt attempt =
                new WriteAttempt(writer, resource, value.key(), value.exists(), evidence.authentication(value));
        if (kind.access().mayWrite(attempt, domains) instanceof Decision.Denied(String reason)) {
            return new Denied(Denial.POLICY, reason);
        }
        SignedValue signed = new SignedValue(
                resource.id(), kind.id(), value.storageTimeMs(), value.key(), value.exists(), value.value());
        return verifier.verify(signed, signature, by.signer(), nowMs) instanceof Verification.Forged(String reason)
                ? new Denied(Denial.SIGNATURE, "the signature is wrong: " + reason)
                : new Admitted(by);
    }
}
