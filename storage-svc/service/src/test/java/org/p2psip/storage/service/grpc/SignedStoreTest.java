package org.p2psip.storage.service.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.storage.service.grpc.AdmittedStore.signed;
import static org.p2psip.storage.service.grpc.AdmittedStore.unsigned;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2psip.identity.Role;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.RemoveRequest;
import org.p2psip.proto.v1.Requester;
import org.p2psip.proto.v1.StoreRequest;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.signing.RecordVerifier;
import org.p2psip.storage.Resource;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.access.Domains;
import org.p2psip.storage.admission.Admission;
import org.p2psip.storage.admission.Denial;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.tls.GrpcSecurity;
import org.p2psip.tls.MemberCertificate;
import org.p2psip.tls.TestOverlay;
import org.p2psip.tls.TlsCounts;

/** What a store admits of peers that bring what others signed (RFC 6940 section 7.4.1.1). */
class SignedStoreTest {
    private static final String PHONE = "sip:alice@192.0.2.1";

    @TempDir
    Path data;

    @TempDir
    Path elsewhere;

    private final TestOverlay overlay = new TestOverlay();
    private final MemberCertificate edge = overlay.member(Role.EDGE);
    private AdmittedStore store;

    @BeforeEach
    void open() {
        store = new AdmittedStore(data, overlay, KindCatalog.SIGNED);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void whatAnEdgeSignedIsStoredWhoeverBringsIt() {
        assertThat(store.store(signed(edge, true, PHONE, "sip:alice@192.0.2.2").build()))
                .isEmpty();

        assertThat(verify(store.fetch())).hasSize(2).allSatisfy(verdict -> assertThat(verdict)
                .isInstanceOfSatisfying(
                        Admission.Admitted.class, by -> assertThat(by.by().userName())
                                .isEqualTo(edge.identity().userName())));
        assertThat(store.verified()).isEqualTo(2);
    }

    @Test
    void aPeerThatChangesAValueIsRefused() {
        StoreRequest.Builder changed = signed(edge, true, PHONE);
        KindWrite other = unsigned("sip:mallory@192.0.2.66").build();
        changed.getKindsBuilder(0)
                .getEntriesBuilder(0)
                .setValue(other.getEntries(0).getValue());

        assertForbidden(store.store(changed.build()), Denial.SIGNATURE);
        assertThat(store.fetch().getEntriesList()).isEmpty();
    }

    @Test
    void aPeerThatClaimsAnotherWriterIsRefused() {
        Requester claimed = Requester.newBuilder()
                .setUserName("edge@example.org")
                .setNodeId(ByteString.copyFrom(new byte[16]))
                .addRoles(Role.EDGE.number())
                .setSite("local")
                .build();
        StoreRequest.Builder invented = AdmittedStore.request(unsigned(PHONE)).setRequester(claimed);

        assertForbidden(store.store(invented.build()), Denial.UNSIGNED);
        invented.setReplicaNumber(1).clearRequester();
        invented.getKindsBuilder(0)
                .setGeneration(1)
                .getEntriesBuilder(0)
                .setStorageTimeMs(AdmittedStore.CLOCK.millis());
        assertForbidden(store.store(invented.build()), Denial.UNSIGNED);
        assertForbidden(
                store.store(signed(overlay.member(Role.PEER), true, PHONE)
                        .setRequester(claimed)
                        .build()),
                Denial.POLICY);
    }

    @Test
    void anUnsignedRemovalAndAClearingAreRefused() {
        store.store(signed(edge, true, PHONE).build());
        RemoveRequest.Builder removal =
                RemoveRequest.newBuilder().setResource(AdmittedStore.resource()).setKind(KindCatalog.EDGE_REGISTRATION);

        assertForbidden(store.remove(removal.build()), Denial.CLEAR);
        assertForbidden(
                store.remove(removal.addDictionaryKeys(ByteString.copyFromUtf8(PHONE))
                        .build()),
                Denial.UNSIGNED);
        assertThat(store.fetch().getEntriesList()).hasSize(1);
    }

    @Test
    void anUnknownCertificateIsAskedForOnceAndKnownFromThenOn() {
        assertThat(store.store(signed(edge, false, PHONE).build()))
                .hasValueSatisfying(
                        error -> assertThat(error.getCode()).isEqualTo(ErrorCode.ERROR_CODE_CERTIFICATE_UNKNOWN));
        assertThat(store.store(signed(edge, true, PHONE).build())).isEmpty();
        assertThat(store.store(signed(edge, false, "sip:alice@192.0.2.2").build()))
                .isEmpty();
    }

    @Test
    void signaturesAndCertificatesSurviveARestart() throws IOException {
        store.store(signed(edge, true, PHONE).build());
        store.close();
        store = new AdmittedStore(data, overlay, KindCatalog.SIGNED);

        assertThat(verify(store.fetch())).hasOnlyElementsOfType(Admission.Admitted.class);
        assertThat(store.store(signed(edge, false, "sip:alice@192.0.2.2").build()))
                .isEmpty();
    }

    @Test
    void aReplicaIsAdmittedByItsSignatureAndRefusedWhenItWasChanged() throws IOException {
        store.store(signed(edge, true, PHONE).build());
        StoreRequest.Builder replica = replica(store.fetch());
        try (AdmittedStore other = new AdmittedStore(elsewhere, overlay, KindCatalog.SIGNED)) {
            StoreRequest.Builder changed = replica.clone();
            changed.getKindsBuilder(0).getEntriesBuilder(0).setStorageTimeMs(AdmittedStore.CLOCK.millis() + 1);

            assertThat(other.store(changed.build())).isPresent();
            assertThat(other.denied(Denial.SIGNATURE)).isEqualTo(1);
            assertThat(other.store(replica.build())).isEmpty();
            assertThat(verify(other.fetch())).hasOnlyElementsOfType(Admission.Admitted.class);
        }
    }

    @Test
    void ofAReplicaTheValuesOfARevokedSignerAreLeftOutAndTheOthersStored() throws IOException {
        MemberCertificate other = overlay.member(Role.EDGE);
        store.store(signed(edge, true, PHONE).build());
        store.store(signed(other, true, "sip:alice@192.0.2.2").build());
        StoreRequest.Builder replica = replica(store.fetch());
        overlay.revoke(edge);
        try (AdmittedStore second = new AdmittedStore(elsewhere, overlay, KindCatalog.SIGNED)) {
            second.trust(overlay.trust().with(List.of(overlay.list(TestOverlay.BEGIN))));

            assertThat(second.store(replica.build())).isEmpty();
            assertThat(second.fetch().getEntriesList())
                    .extracting(entry -> entry.getDictionaryKey().toStringUtf8())
                    .containsExactly("sip:alice@192.0.2.2");
            assertThat(second.denied(Denial.CERTIFICATE)).isEqualTo(1);
        }
    }

    @Test
    void aReplicaOfWhatExpiredTakesThePlaceOfAnOlderValueThatWouldLiveOn() {
        long now = AdmittedStore.CLOCK.millis();
        assertThat(store.store(signed(edge, true, now - 20_000, PHONE).build())).isEmpty();
        assertThat(store.fetch().getEntriesList()).hasSize(1);

        // written elsewhere ten seconds later, for five seconds
        StoreRequest.Builder expired = signed(edge, true, now - 10_000, PHONE).setReplicaNumber(1);
        expired.getKindsBuilder(0).setGeneration(2).getEntriesBuilder(0).setLifetimeS(5);
        assertThat(store.store(expired.build())).isEmpty();

        assertThat(store.fetch().getEntriesList()).isEmpty();
    }

    @Test
    void aReplicaOfWhatExpiredSaysNothingThatSomebodySigned() {
        StoredEntry expired = StoredEntry.newBuilder()
                .setDictionaryKey(ByteString.copyFromUtf8(PHONE))
                .setStorageTimeMs(1)
                .setLifetimeS(60)
                .build();
        KindWrite.Builder write = KindWrite.newBuilder()
                .setKind(KindCatalog.EDGE_REGISTRATION)
                .setGeneration(1)
                .addEntries(expired);

        assertThat(store.store(AdmittedStore.request(write).setReplicaNumber(1).build()))
                .isEmpty();
        assertThat(store.fetch().getGeneration()).isZero();
    }

    @Test
    void aCertificateThatIsRevokedExpiredOrOfAnotherOverlayIsRefused() {
        store.store(signed(edge, true, PHONE).build());
        overlay.revoke(edge);
        store.trust(overlay.trust().with(List.of(overlay.list(TestOverlay.BEGIN))));

        assertForbidden(store.store(signed(edge, false, "sip:alice@192.0.2.2").build()), Denial.CERTIFICATE);
        MemberCertificate old = overlay.member(
                TestOverlay.NAME, TestOverlay.BEGIN.minus(TestOverlay.LIFETIME.multipliedBy(2)), Role.EDGE);
        assertThat(store.store(signed(old, true, PHONE).build()).orElseThrow().getMessage())
                .contains("expired");
        assertThat(store.store(signed(new TestOverlay().member(Role.EDGE), true, PHONE)
                                .build())
                        .orElseThrow()
                        .getMessage())
                .contains("no CA of the overlay issued it");
        assertThat(store.denied(Denial.CERTIFICATE)).isEqualTo(3);
    }

    @Test
    void aDisabledUserRegistersNothingWhileItsCertificateIsStillBelieved() {
        MemberCertificate bob = overlay.member(Role.USER);

        assertThat(store.store(AdmittedStore.credentials(bob, true))).isEmpty();
        assertForbidden(store.store(AdmittedStore.registration(bob)), Denial.DISABLED);
        assertThat(store.store(AdmittedStore.credentials(bob, false))).isEmpty();
        assertThat(store.store(AdmittedStore.registration(bob))).isEmpty();
    }

    @Test
    void whereSignaturesAreOnlyCheckedTheRightsOfWhoAsksDecideAboutTheRest() throws IOException {
        Requester named = Requester.newBuilder()
                .setUserName("edge@example.org")
                .setNodeId(ByteString.copyFrom(new byte[16]))
                .addRoles(Role.EDGE.number())
                .setSite("local")
                .build();
        try (AdmittedStore checked = new AdmittedStore(elsewhere, overlay, Set.of())) {
            assertThat(checked.store(AdmittedStore.request(unsigned(PHONE))
                            .setRequester(named)
                            .build()))
                    .isEmpty();
            assertThat(checked.store(AdmittedStore.request(unsigned(PHONE)).build()))
                    .isPresent();
            StoreRequest.Builder changed = signed(edge, true, PHONE).setRequester(named);
            changed.getKindsBuilder(0).getEntriesBuilder(0).setExists(false).clearValue();
            assertThat(checked.store(changed.build())).isPresent();
            assertThat(checked.denied(Denial.SIGNATURE)).isEqualTo(1);
        }
    }

    private void assertForbidden(Optional<Error> error, Denial why) {
        assertThat(error)
                .hasValueSatisfying(refused -> assertThat(refused.getCode()).isEqualTo(ErrorCode.ERROR_CODE_FORBIDDEN));
        assertThat(store.denied(why)).isPositive();
    }

    private static StoreRequest.Builder replica(KindState state) {
        return AdmittedStore.request(KindWrite.newBuilder()
                        .setKind(state.getKind())
                        .setGeneration(state.getGeneration())
                        .addAllEntries(state.getEntriesList()))
                .setReplicaNumber(1);
    }

    private List<Admission> verify(KindState state) {
        GrpcSecurity security =
                GrpcSecurity.mutualTls(Optional::empty, overlay::trust, AdmittedStore.CLOCK, new TlsCounts());
        return new RecordVerifier(security, KindCatalog.STANDARD, Domains.ANY, AdmittedStore.CLOCK)
                .verify(new Resource(ResourceId.of(AdmittedStore.USER), AdmittedStore.USER), state);
    }
}
