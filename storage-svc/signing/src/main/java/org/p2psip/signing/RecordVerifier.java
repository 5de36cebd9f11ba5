package org.p2psip.signing;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.p2psip.proto.v1.EdgeRegistration;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.storage.Octets;
import org.p2psip.storage.Resource;
import org.p2psip.storage.access.Authentication;
import org.p2psip.storage.access.Domains;
import org.p2psip.storage.admission.Admission;
import org.p2psip.storage.admission.Denial;
import org.p2psip.storage.admission.SignedBy;
import org.p2psip.storage.admission.WriteAdmission;
import org.p2psip.storage.admission.WriteEvidence;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.kind.KindDefinition;
import org.p2psip.storage.signature.SignatureVerifier;
import org.p2psip.storage.signature.ValueSignature;
import org.p2psip.storage.signature.VerifiedRoots;
import org.p2psip.storage.write.ValueWrite;
import org.p2psip.tls.GrpcSecurity;
import org.p2psip.tls.Standing;

/**
 * Verifies what a read brought (RFC 6940 section 7.4.2.2): each value is signed by somebody who is trusted and may write
 * it there. For a reader that does not want to believe peers and stores. Safe from any thread.
 */
public final class RecordVerifier {
    /** Certificates that are kept, and roots of batches. */
    private static final int KEPT = 1024;

    private final GrpcSecurity security;
    private final KindCatalog kinds;
    private final InstantSource clock;
    private final WriteAdmission admission;
    private final Map<Octets, SignerCertificate> signers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Octets, SignerCertificate> eldest) {
            return size() > KEPT;
        }
    };

    /**
     * @param security knows who is trusted
     * @param kinds tell who may write a kind
     * @param domains of the overlay
     */
    public RecordVerifier(GrpcSecurity security, KindCatalog kinds, Domains domains, InstantSource clock) {
        this.security = security;
        this.kinds = kinds;
        this.clock = clock;
        this.admission = new WriteAdmission(kinds, domains, new SignatureVerifier(new VerifiedRoots(KEPT)));
    }

    /**
     * Verifies the values of one kind, which were read with their signatures.
     *
     * @param resource that was asked for, by its name
     * @return for each entry, in the same order, by whom it is signed, or what is wrong with it
     */
    public synchronized List<Admission> verify(Resource resource, KindState state) {
        List<Admission> verdicts = new ArrayList<>(state.getEntriesCount());
        state.getEntriesList().forEach(this::learn);
        for (StoredEntry entry : state.getEntriesList()) {
            verdicts.add(verify(resource, state.getKind(), entry));
        }
        return verdicts;
    }

    private Admission verify(Resource resource, int kind, StoredEntry entry) {
        Optional<KindDefinition> known = kinds.find(kind);
        return known.isEmpty()
                ? new Admission.Denied(Denial.UNKNOWN_KIND, KindCatalog.unknown(kind))
                : admission.check(
                        resource,
                        known.get(),
                        Entries.written(kind, entry, kinds),
                        new Evidence(kind, entry),
                        clock.millis());
    }

    /** A certificate counts by its own hash, whatever the entry says that it is. */
    private void learn(StoredEntry entry) {
        if (!entry.getSignature().getCertificate().isEmpty()) {
            SignerCertificate.read(entry.getSignature().getCertificate().toByteArray())
                    .ifPresent(signer -> signers.put(signer.hash(), signer));
        }
    }

    private final class Evidence implements WriteEvidence {
        private final int kind;
        private final StoredEntry entry;

        Evidence(int kind, StoredEntry entry) {
            this.kind = kind;
            this.entry = entry;
        }

        @Override
        public Optional<ValueSignature> signature(ValueWrite value) {
            return entry.hasSignature() ? Optional.of(SignatureMessages.read(entry.getSignature())) : Optional.empty();
        }

        @Override
        public SignedBy signer(Octets certificateHash) {
            SignerCertificate signer = signers.get(certificateHash);
            if (signer == null) {
                return new SignedBy.Unknown();
            }
            return switch (security.check(signer.certificate())) {
                case Standing.Good good -> new SignedBy.Known(signer.credential());
                case Standing.Refused(String reason) -> new SignedBy.NotGood(reason);
            };
        }

        @Override
        public Optional<Authentication> authentication(ValueWrite value) {
            return kind == KindCatalog.EDGE_REGISTRATION ? authenticated(value.value()) : Optional.empty();
        }
    }

    /** What an EDGE-REGISTRATION says of whom the edge authenticated; empty for a value that is none. */
    public static Optional<Authentication> authenticated(Octets registration) {
        try {
            EdgeRegistration read = EdgeRegistration.parseFrom(registration.unsafeArray());
            return Optional.of(new Authentication(read.getAuthenticatedUser(), read.getAuthentication()));
        } catch (InvalidProtocolBufferException notOne) {
            return Optional.empty(); // nothing says then who was authenticated, and the policy says so
        }
    }
}
