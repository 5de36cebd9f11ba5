package org.p2psip.client;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.GetRequest;
import org.p2psip.proto.v1.KindQuery;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.PutRequest;
import org.p2psip.proto.v1.PutResponse;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.signing.RecordSigner;
import org.p2psip.signing.RecordVerifier;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.access.Domains;
import org.p2psip.storage.admission.Admission;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.tls.GrpcSecurity;
import org.p2psip.tls.MemberCertificate;

/**
 * Records of an overlay with their signatures: what is written is signed with the program's own certificate, and what is
 * read is believed for who signed it, whatever peers and stores say. Safe from any thread.
 */
public final class SignedRecords {
    /** Times that one write is sent. */
    private static final int MAX_ATTEMPTS = 3;

    private final OverlayClient overlay;
    private final GrpcSecurity security;
    private final InstantSource clock;
    private final RecordVerifier verifier;

    /**
     * A value that was read.
     *
     * @param verdict by whom it is signed, who may write it; or what is wrong with it
     */
    public record Verified(StoredEntry entry, Admission verdict) {
        /** Whether it can be believed. */
        public boolean isGenuine() {
            return verdict instanceof Admission.Admitted;
        }
    }

    /** @param security with the certificate that signs, and the CAs of whom to believe */
    public SignedRecords(OverlayClient overlay, GrpcSecurity security, InstantSource clock) {
        this.overlay = overlay;
        this.security = security;
        this.clock = clock;
        this.verifier = new RecordVerifier(security, KindCatalog.STANDARD, Domains.ANY, clock);
    }

    /**
     * Signs the entries of a write, and stores them. One whose storage time is 0 gets the clock's, and a later one where
     * the store has a later one already (RFC 6940 section 7.4.1.3).
     *
     * @param resourceName such as "bob@example.org"
     * @param write does not clear its kind, which nobody can sign
     * @return as {@link OverlayClient#put}
     */
    public CompletableFuture<PutResponse> put(String resourceName, KindWrite write) {
        Optional<MemberCertificate> own = security.own();
        if (own.isEmpty()) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException("There is no certificate to sign with: this program is not enrolled"));
        }
        return put(resourceName, write.toBuilder(), new RecordSigner(own.get(), KindCatalog.STANDARD), MAX_ATTEMPTS);
    }

    private CompletableFuture<PutResponse> put(
            String resourceName, KindWrite.Builder write, RecordSigner signer, int attempts) {
        signer.sign(List.of(new RecordSigner.Unsigned(ResourceId.of(resourceName), write)), true, clock.millis());
        PutRequest request = PutRequest.newBuilder()
                .setResource(Resource.newBuilder().setName(resourceName))
                .addKinds(write)
                .build();
        return overlay.put(request).exceptionallyCompose(failure -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (attempts > 1 && cause instanceof OverlayException refused && isTooOld(refused)) {
                long later = Math.max(clock.millis(), refused.error().getStoredStorageTimeMs() + 1);
                write.getEntriesBuilderList().forEach(entry -> entry.setStorageTimeMs(later));
                return put(resourceName, write, signer, attempts - 1);
            }
            return CompletableFuture.failedFuture(cause);
        });
    }

    private static boolean isTooOld(OverlayException refused) {
        return refused.code() == ErrorCode.ERROR_CODE_DATA_TOO_OLD;
    }

    /**
     * Reads the values of a kind, and verifies each.
     *
     * @param resourceName such as "bob@example.org"
     * @return as {@link OverlayClient#get}; what cannot be believed is among them, and says why
     */
    public CompletableFuture<List<Verified>> get(String resourceName, int kind) {
        GetRequest request = GetRequest.newBuilder()
                .setResource(Resource.newBuilder().setName(resourceName))
                .addKinds(KindQuery.newBuilder().setKind(kind).setWithSignatures(true))
                .build();
        return overlay.get(request).thenApply(found -> {
            List<Verified> values = new ArrayList<>();
            for (KindState state : found.getKindsList()) {
                List<Admission> verdicts = verifier.verify(
                        new org.p2psip.storage.Resource(ResourceId.of(resourceName), resourceName), state);
                for (int i = 0; i < state.getEntriesCount(); i++) {
                    values.add(new Verified(state.getEntries(i), verdicts.get(i)));
                }
            }
            return values;
        });
    }
}
