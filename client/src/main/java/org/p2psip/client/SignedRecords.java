package org.p2psip.client;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.p2psip.proto.v1.GetRequest;
import org.p2psip.proto.v1.KindQuery;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.PutResponse;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.signing.RecordVerifier;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.access.Domains;
import org.p2psip.storage.admission.Admission;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.tls.GrpcSecurity;

/**
 * Records of an overlay with their signatures: what is written is signed with the program's own certificate, and what is
 * read is believed for who signed it, whatever peers and stores say. Safe from any thread.
 */
public final class SignedRecords implements AutoCloseable {
    private final OverlayClient overlay;
    private final SignedWrites writes;
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
        this.writes = new SignedWrites(overlay, security, clock, SignedWrites.GAP);
        this.verifier = new RecordVerifier(security, KindCatalog.STANDARD, Domains.ANY, clock);
    }

    /**
     * Signs the entries of a write, and stores them. One whose storage time is 0 gets the clock's, and a later one where
     * the store has a later one already (RFC 6940 section 7.4.1.3). Writes of a few milliseconds share a signature.
     *
     * @param resourceName such as "bob@example.org"
     * @param write does not clear its kind, which nobody can sign
     * @return as {@link OverlayClient#put}; LIMIT_REACHED, too, when too many wait for their signature
     */
    public CompletableFuture<PutResponse> put(String resourceName, KindWrite write) {
        return writes.put(resourceName, write);
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

    /** Ends the thread that signs; the client that it was made with goes on. */
    @Override
    public void close() {
        writes.close();
    }
}
