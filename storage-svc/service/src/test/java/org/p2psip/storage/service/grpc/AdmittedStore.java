package org.p2psip.storage.service.grpc;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.p2psip.identity.Role;
import org.p2psip.proto.v1.Credentials;
import org.p2psip.proto.v1.EdgeRegistration;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.FetchRequest;
import org.p2psip.proto.v1.KindQuery;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.RemoveRequest;
import org.p2psip.proto.v1.Requester;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.StoreRequest;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.signing.RecordSigner;
import org.p2psip.storage.NodeId;
import org.p2psip.storage.Octets;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.access.Domains;
import org.p2psip.storage.access.Writer;
import org.p2psip.storage.admission.Denial;
import org.p2psip.storage.admission.RequestRights;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.service.admission.AdmissionCounts;
import org.p2psip.storage.service.admission.SignedWrites;
import org.p2psip.storage.service.admission.SignerCertificates;
import org.p2psip.storage.service.config.Settings.Durability;
import org.p2psip.storage.service.records.RecordCache;
import org.p2psip.storage.service.records.Stores;
import org.p2psip.storage.sip.SipRegistration;
import org.p2psip.tls.GrpcSecurity;
import org.p2psip.tls.MemberCertificate;
import org.p2psip.tls.TestOverlay;
import org.p2psip.tls.TlsCounts;
import org.p2psip.tls.Trust;

/** A store with records on a disk, as a peer with a certificate of the overlay sees it. */
final class AdmittedStore implements AutoCloseable {
    static final Clock CLOCK = Clock.fixed(TestOverlay.BEGIN.plusSeconds(60), ZoneOffset.UTC);
    static final String USER = "alice@example.org";

    private final RecordCache cache;
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Operations operations;
    private final Connected peer;
    private Trust trust;

    AdmittedStore(Path data, TestOverlay overlay, Set<Integer> demanded) {
        this.trust = overlay.trust();
        this.cache = Stores.open(data, Durability.DISK, CLOCK);
        this.operations = new Operations(cache.store(), CLOCK);
        GrpcSecurity security = GrpcSecurity.mutualTls(Optional::empty, () -> trust, CLOCK, new TlsCounts());
        SignedWrites signed = new SignedWrites(new SignedWrites.Rules(
                KindCatalog.STANDARD,
                demanded,
                new SignerCertificates(cache.store(), security),
                new AdmissionCounts(metrics),
                CLOCK));
        Writer writer =
                new Writer("peer@example.org", new NodeId(Octets.wrap(new byte[16])), Set.of(Role.PEER), "local");
        this.peer =
                new Connected(false, Optional.of(writer), new RequestRights(KindCatalog.STANDARD, Domains.ANY), signed);
    }

    void trust(Trust now) {
        trust = now;
    }

    /** What is wrong with a write; empty when it holds. */
    Optional<Error> store(StoreRequest request) {
        return operations.store(request, peer).toCompletableFuture().join() instanceof Answer.Failed<?>(Error error)
                ? Optional.of(error)
                : Optional.empty();
    }

    Optional<Error> remove(RemoveRequest request) {
        return operations.remove(request, peer).toCompletableFuture().join() instanceof Answer.Failed<?>(Error error)
                ? Optional.of(error)
                : Optional.empty();
    }

    /** What the user registered, with the signatures. */
    KindState fetch() {
        FetchRequest request = FetchRequest.newBuilder()
                .setResource(resource())
                .addKinds(KindQuery.newBuilder()
                        .setKind(KindCatalog.EDGE_REGISTRATION)
                        .setWithSignatures(true))
                .build();
        return switch (operations.fetch(request, peer).toCompletableFuture().join()) {
            case Answer.Done<org.p2psip.proto.v1.FetchResponse>(var response) -> response.getKinds(0);
            case Answer.Failed<?>(Error error) -> throw new AssertionError(error);
        };
    }

    double denied(Denial why) {
        return metrics.get("p2psip.storage.writes.denied")
                .tag("reason", why.label())
                .counter()
                .count();
    }

    double verified() {
        return metrics.get("p2psip.storage.signatures.verified").counter().count();
    }

    @Override
    public void close() throws IOException {
        cache.close();
    }

    static Resource resource() {
        return Resource.newBuilder().setName(USER).build();
    }

    /** A registration of so many contacts, signed together. */
    static StoreRequest.Builder signed(MemberCertificate by, boolean withCertificate, String... contacts) {
        return signed(by, withCertificate, CLOCK.millis(), contacts);
    }

    /** The same at another time. */
    static StoreRequest.Builder signed(MemberCertificate by, boolean withCertificate, long atMs, String... contacts) {
        KindWrite.Builder write = unsigned(contacts);
        new RecordSigner(by, KindCatalog.STANDARD)
                .sign(List.of(new RecordSigner.Unsigned(ResourceId.of(USER), write)), withCertificate, atMs);
        return request(write);
    }

    static StoreRequest.Builder request(KindWrite.Builder write) {
        return StoreRequest.newBuilder().setResource(resource()).addKinds(write);
    }

    static KindWrite.Builder unsigned(String... contacts) {
        List<StoredEntry> entries = new ArrayList<>();
        for (String contact : contacts) {
            EdgeRegistration registration = EdgeRegistration.newBuilder()
                    .setContact(contact)
                    .setAuthenticatedUser(USER)
                    .setAuthentication("SHA-256")
                    .build();
            entries.add(StoredEntry.newBuilder()
                    .setDictionaryKey(ByteString.copyFromUtf8(contact))
                    .setExists(true)
                    .setValue(registration.toByteString())
                    .setLifetimeS(3600)
                    .build());
        }
        return KindWrite.newBuilder().setKind(KindCatalog.EDGE_REGISTRATION).addAllEntries(entries);
    }

    /** A user's credentials, as the enrollment service writes them. */
    static StoreRequest credentials(MemberCertificate user, boolean isDisabled) {
        Credentials credentials =
                Credentials.newBuilder().setDisabled(isDisabled).build();
        return StoreRequest.newBuilder()
                .setResource(resourceOf(user))
                .setRequester(Requester.newBuilder()
                        .setNodeId(ByteString.copyFrom(new byte[16]))
                        .addRoles(Role.OPERATOR.number()))
                .addKinds(KindWrite.newBuilder()
                        .setKind(KindCatalog.CREDENTIALS)
                        .addEntries(StoredEntry.newBuilder()
                                .setExists(true)
                                .setValue(credentials.toByteString())
                                .setLifetimeS(3600)))
                .build();
    }

    /** What a user stores with its own key. */
    static StoreRequest registration(MemberCertificate user) {
        KindWrite.Builder write = KindWrite.newBuilder()
                .setKind(KindCatalog.SIP_REGISTRATION)
                .addEntries(StoredEntry.newBuilder()
                        .setDictionaryKey(
                                ByteString.fromHex(user.identity().nodeIds().getFirst()))
                        .setExists(true)
                        .setValue(ByteString.copyFrom(new SipRegistration.Uri("sip:bob@192.0.2.4")
                                .encoded()
                                .toByteArray()))
                        .setLifetimeS(600));
        ResourceId resource = ResourceId.of(user.identity().userName());
        new RecordSigner(user, KindCatalog.STANDARD)
                .sign(List.of(new RecordSigner.Unsigned(resource, write)), true, CLOCK.millis());
        return StoreRequest.newBuilder()
                .setResource(resourceOf(user))
                .addKinds(write)
                .build();
    }

    private static Resource resourceOf(MemberCertificate user) {
        return Resource.newBuilder().setName(user.identity().userName()).build();
    }
}
