package org.p2psip.storage.service.admission;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
     * @param notGood by hash what is wrong with certificates that came along
     * @param rights what who asks may write unsigned
     * @return empty when it may be decided
     */
    public Optional<Refused> refusal(
            Resource resource,
            KindWrite write,
            Map<Octets, String> notGood,
            Function<KindWrite, Optional<Refused>> rights) {
        int signed = signed(write);
        if (rules.demanded().contains(write.kind())
                || (signed > 0 && signed == write.values().size())) {
            return bySignature(resource, write, notGood);
        }
        if (signed == 0) {
            return byRights(write, rights);
        }
        return bySignature(resource, part(write, true), notGood).or(() -> byRights(part(write, false), rights));
    }

    /** What of a replica is stored, if anything; where nothing is, as nothing is admitted, why. */
    public record Admitted(Optional<KindWrite> write, Optional<Refused> refused) {}

    /**
     * Admits a replica value by value, as each has a signer of its own: of those whose certificate has ended since, another
     * site keeps no copy. Removals that nobody signed are left out where signatures are demanded: a clearing leaves them,
     * and what expired of a time when nobody signed.
     */
    public Admitted replica(
            Resource resource,
            KindWrite replica,
            Map<Octets, String> notGood,
            Function<KindWrite, Optional<Refused>> rights) {
        boolean demanded = rules.demanded().contains(replica.kind());
        List<ValueWrite> kept = new ArrayList<>(replica.values().size());
        Optional<Refused> first = Optional.empty();
        for (ValueWrite value : replica.values()) {
            if (demanded && !value.exists() && value.signature().isEmpty()) {
                continue;
            }
            Optional<Refused> refused = refusal(resource, with(replica, List.of(value)), notGood, rights);
            if (refused.isEmpty()) {
                kept.add(value);
            } else if (first.isEmpty()) {
                first = refused;
            }
        }
        return kept.isEmpty()
                ? new Admitted(Optional.empty(), first)
                : new Admitted(Optional.of(with(replica, kept)), Optional.empty());
    }

    /** Counts a refusal that was found elsewhere. */
    public void denied(Denial why) {
        rules.counts().denied(why);
    }

    private Optional<Refused> bySignature(Resource resource, KindWrite write, Map<Octets, String> notGood) {
        Optional<Admission.Denied> denied;
        synchronized (admission) {
            denied = admission.check(
                    resource,
                    write,
                    new Evidence(write.kind(), notGood),
                    rules.clock().millis());
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
        private final Map<Octets, String> notGood;

        Evidence(int kind, Map<Octets, String> notGood) {
            this.kind = kind;
            this.notGood = notGood;
        }

        @Override
        public Optional<ValueSignature> signature(ValueWrite value) {
            return value.signature().isEmpty()
                    ? Optional.empty()
                    : Optional.of(SignatureMessages.read(KeptSignature.read(value.signature())));
        }

        @Override
        public SignedBy signer(Octets certificateHash) {
            String wrong = notGood.isEmpty() ? null : notGood.get(certificateHash);
            return wrong == null ? rules.signers().find(certificateHash) : new SignedBy.NotGood(wrong);
        }

        @Override
        public Optional<Authentication> authentication(ValueWrite value) {
            return kind == KindCatalog.EDGE_REGISTRATION && value.exists()
                    ? RecordVerifier.authenticated(value.value())
                    : Optional.empty();
        }
    }
}
