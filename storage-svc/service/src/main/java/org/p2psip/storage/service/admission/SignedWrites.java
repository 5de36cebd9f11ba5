package org.p2psip.storage.service.admission;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.p2psip.signing.RecordVerifier;
import org.p2psip.signing.SignatureMessages;
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
import org.p2psip.storage.signature.SignatureVerifier;
import org.p2psip.storage.signature.ValueSignature;
import org.p2psip.storage.signature.VerifiedRoots;
import org.p2psip.storage.write.KindWrite;
import org.p2psip.storage.write.ValueWrite;
import org.p2psip.storage.write.WriteResult.Refused;

/**
 * Admits the writes of one stream: the signed ones by their signatures, whoever brings them; the others, where nobody
 * demands signatures, by the rights of who asks. The roots that it has verified are the stream's: an edge's records come
 * by the same peer.
 */
public final class SignedWrites {
    /** Roots of batches that a stream remembers. */
    private static final int ROOTS = 256;

    private final Rules rules;
    private final WriteAdmission admission;

    /**
     * What all streams share.
     *
     * @param demanded kinds of which each value has to be signed
     */
    public record Rules(
            KindCatalog kinds, Set<Integer> demanded, SignerCertificates signers, AdmissionCounts counts, Clock clock) {
        public Rules {
            demanded = Set.copyOf(demanded);
        }
    }

    public SignedWrites(Rules rules) {
        this.rules = rules;
        this.admission =
                new WriteAdmission(rules.kinds(), Domains.ANY, new SignatureVerifier(new VerifiedRoots(ROOTS)));
    }

    /** Where certificates are known. */
    public SignerCertificates signers() {
        return rules.signers();
    }

    /**
     * Why a write is refused.
     *
     * @param write whose certificates were made known
     * @param rights what who asks may write unsigned
     * @return empty when it may be decided
     */
    public Optional<Refused> refusal(
            Resource resource, KindWrite write, Function<KindWrite, Optional<Refused>> rights) {
        int signed = signed(write);
        if (rules.demanded().contains(write.kind())
                || (signed > 0 && signed == write.values().size())) {
            return bySignature(resource, write);
        }
        if (signed == 0) {
            return byRights(write, rights);
        }
        return bySignature(resource, part(write, true)).or(() -> byRights(part(write, false), rights));
    }

    /**
     * A replica without removals that nobody signed, where signatures are demanded: values that expired leave them, and
     * they expire at other sites too.
     *
     * @return empty when nothing else is in it
     */
    public Optional<KindWrite> withoutUnsignedRemovals(KindWrite replica) {
        if (!rules.demanded().contains(replica.kind())) {
            return Optional.of(replica);
        }
        List<ValueWrite> kept = new ArrayList<>(replica.values().size());
        for (ValueWrite value : replica.values()) {
            if (value.exists() || !value.signature().isEmpty()) {
                kept.add(value);
            }
        }
        return kept.isEmpty() ? Optional.empty() : Optional.of(with(replica, kept));
    }

    /** Counts a refusal that was found elsewhere. */
    public void denied(Denial why) {
        rules.counts().denied(why);
    }

    private Optional<Refused> bySignature(Resource resource, KindWrite write) {
        Optional<Admission.Denied> denied;
        synchronized (admission) {
            denied = admission.check(
                    resource, write, new Evidence(write.kind()), rules.clock().millis());
        }
        if (denied.isEmpty()) {
            rules.counts().verified(write.values().size());
            return Optional.empty();
        }
        rules.counts().denied(denied.get().why());
        return Optional.of(denied.get().refused());
    }

    private Optional<Refused> byRights(KindWrite write, Function<KindWrite, Optional<Refused>> rights) {
        Optional<Refused> refused = rights.apply(write);
        if (refused.isPresent()) {
            rules.counts().denied(Denial.POLICY);
        }
        return refused;
    }

    private static int signed(KindWrite write) {
        int signed = 0;
        for (ValueWrite value : write.values()) {
            signed += value.signature().isEmpty() ? 0 : 1;
        }
        return signed;
    }

    private static KindWrite part(KindWrite write, boolean signed) {
        List<ValueWrite> values = new ArrayList<>();
        for (ValueWrite value : write.values()) {
            if (value.signature().isEmpty() != signed) {
                values.add(value);
            }
        }
        return signed
                ? new KindWrite(
                        write.kind(),
                        write.resourceName(),
                        write.generation(),
                        values,
                        Optional.empty(),
                        write.replica())
                : with(write, values);
    }

    private static KindWrite with(KindWrite write, List<ValueWrite> values) {
        return new KindWrite(
                write.kind(), write.resourceName(), write.generation(), values, write.clear(), write.replica());
    }

    private final class Evidence implements WriteEvidence {
        private final int kind;

        Evidence(int kind) {
            this.kind = kind;
        }

        @Override
        public Optional<ValueSignature> signature(ValueWrite value) {
            return value.signature().isEmpty()
                    ? Optional.empty()
                    : Optional.of(SignatureMessages.read(KeptSignature.read(value.signature())));
        }

        @Override
        public SignedBy signer(Octets certificateHash) {
            return rules.signers().find(certificateHash);
        }

        @Override
        public Optional<Authentication> authentication(ValueWrite value) {
            return kind == KindCatalog.EDGE_REGISTRATION && value.exists()
                    ? RecordVerifier.authenticated(value.value())
                    : Optional.empty();
        }
    }
}
