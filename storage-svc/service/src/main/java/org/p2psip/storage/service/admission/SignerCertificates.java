package org.p2psip.storage.service.admission;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.StoreRequest;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.proto.v1.ValueSignature;
import org.p2psip.signing.SignerCertificate;
import org.p2psip.storage.ClearMark;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.Octets;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.StoredKind;
import org.p2psip.storage.StoredValue;
import org.p2psip.storage.WriteOrder;
import org.p2psip.storage.admission.SignedBy;
import org.p2psip.storage.service.records.RecordKey;
import org.p2psip.storage.service.records.RecordStore;
import org.p2psip.tls.GrpcSecurity;
import org.p2psip.tls.Standing;

/**
 * The certificates that values are signed with. A writer shows its own once; it is kept among the site's records, one for
 * all values, until it expires, so that every member finds it, and readers and other sites get it with the values. The
 * ones used last are in memory. Safe from any thread.
 */
public final class SignerCertificates {
    /** Certificates in memory. */
    public static final int IN_MEMORY = 1024;

    private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);
    private static final long SECOND_MS = 1000;

    private final RecordStore records;
    private final GrpcSecurity security;
    private final Map<Octets, SignerCertificate> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Octets, SignerCertificate> eldest) {
            return size() > IN_MEMORY;
        }
    };

    /** @param security knows who is trusted */
    public SignerCertificates(RecordStore records, GrpcSecurity security) {
        this.records = records;
        this.security = security;
    }

    /** Whose certificate that is, and whether it is good now. Only of those in memory. */
    public SignedBy find(Octets hash) {
        Optional<SignerCertificate> signer = inMemory(hash);
        return signer.isEmpty()
                ? new SignedBy.Unknown()
                : switch (security.check(signer.get().certificate())) {
                    case Standing.Good good -> new SignedBy.Known(signer.get().credential());
                    case Standing.Refused(String reason) -> new SignedBy.NotGood(reason);
                };
    }

    /**
     * Makes the certificates of a write known: those that came with it are kept, others are looked for.
     *
     * @return by hash what is wrong with those that came; null when all are in memory, which is so almost always
     */
    public CompletionStage<Map<Octets, String>> prepare(StoreRequest request) {
        List<CompletionStage<Void>> missing = null;
        Map<Octets, String> notGood = null;
        for (KindWrite kind : request.getKindsList()) {
            for (StoredEntry entry : kind.getEntriesList()) {
                if (entry.hasSignature() && !isInMemory(entry.getSignature())) {
                    missing = missing == null ? new ArrayList<>() : missing;
                    notGood = notGood == null ? new HashMap<>() : notGood;
                    missing.add(make(entry.getSignature(), notGood));
                }
            }
        }
        Map<Octets, String> found = notGood;
        return missing == null ? null : all(missing).thenApply(done -> found);
    }

    /** Brings those into memory that are not there, where they are kept. */
    public CompletionStage<Void> load(Collection<StoredValue> signed) {
        Set<Octets> hashes = new LinkedHashSet<>();
        for (StoredValue value : signed) {
            if (!value.signature().isEmpty()) {
                Octets hash = hashOf(value);
                if (inMemory(hash).isEmpty()) {
                    hashes.add(hash);
                }
            }
        }
        return hashes.isEmpty() ? DONE : all(hashes.stream().map(this::lookUp).toList());
    }

    /** A certificate, encoded; empty when it is not in memory. */
    public Optional<Octets> encoded(Octets hash) {
        return inMemory(hash).map(SignerCertificate::encoded);
    }

    private CompletionStage<Void> make(ValueSignature signature, Map<Octets, String> notGood) {
        ByteString came = signature.getCertificate();
        Octets hash = octets(signature.getCertificateHash());
        if (came.isEmpty()) {
            return lookUp(hash);
        }
        Optional<SignerCertificate> read = SignerCertificate.read(came.toByteArray());
        if (read.isEmpty()) {
            notGood.put(hash, "the " + came.size() + " bytes that came are none of an overlay");
        } else if (!read.get().hash().equals(hash)) {
            notGood.put(hash, "the one that came is " + read.get().hash());
        } else if (security.check(read.get().certificate()) instanceof Standing.Refused(String reason)) {
            notGood.put(hash, reason);
        } else {
            return keep(read.get());
        }
        return DONE;
    }

    private CompletionStage<Void> lookUp(Octets hash) {
        return records.read(key(hash)).thenApply(stored -> {
            stored.flatMap(kind -> kind.values().stream().findFirst())
                    .flatMap(value -> SignerCertificate.read(value.value().unsafeArray()))
                    .ifPresent(this::remember);
            return null;
        });
    }

    /** In memory only once it is among the records: what is signed with it must not be without it. */
    private CompletionStage<Void> keep(SignerCertificate signer) {
        long begin = signer.certificate().getNotBefore().getTime();
        long end = signer.certificate().getNotAfter().getTime();
        int lifetimeS = (int) Math.min(Integer.MAX_VALUE, (end - begin) / SECOND_MS);
        StoredValue value = new StoredValue(
                EntryKey.SINGLE, true, signer.encoded(), begin, lifetimeS, WriteOrder.NONE, Octets.EMPTY, end);
        StoredKind kept = new StoredKind(RecordKey.SIGNERS, "", 1, List.of(value), ClearMark.NONE);
        return records.merge(key(signer.hash()), kept).thenApply(done -> {
            remember(signer);
            return null;
        });
    }

    private boolean isInMemory(ValueSignature signature) {
        return inMemory(octets(signature.getCertificateHash())).isPresent();
    }

    private Optional<SignerCertificate> inMemory(Octets hash) {
        synchronized (known) {
            return Optional.ofNullable(known.get(hash));
        }
    }

    private void remember(SignerCertificate signer) {
        synchronized (known) {
            known.put(signer.hash(), signer);
        }
    }

    private static RecordKey key(Octets hash) {
        return new RecordKey(
                new ResourceId(Octets.wrap(Arrays.copyOf(hash.unsafeArray(), ResourceId.LENGTH))), RecordKey.SIGNERS);
    }

    /** The certificate that a stored value is signed with. */
    public static Octets hashOf(StoredValue value) {
        return octets(KeptSignature.read(value.signature()).getCertificateHash());
    }

    private static Octets octets(ByteString bytes) {
        return Octets.wrap(bytes.toByteArray());
    }

    private static CompletionStage<Void> all(List<CompletionStage<Void>> stages) {
        CompletionStage<Void> all = stages.getFirst();
        for (CompletionStage<Void> stage : stages.subList(1, stages.size())) {
            all = all.thenCombine(stage, (one, other) -> null);
        }
        return all;
    }
}
