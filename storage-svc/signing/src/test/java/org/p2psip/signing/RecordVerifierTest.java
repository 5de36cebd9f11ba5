package org.p2psip.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.p2psip.identity.Role;
import org.p2psip.proto.v1.EdgeRegistration;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.StoredEntry;
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
import org.p2psip.tls.Trust;

class RecordVerifierTest {
    private static final long NOW_MS = TestOverlay.BEGIN.plusSeconds(60).toEpochMilli();

    private final TestOverlay overlay = new TestOverlay();
    private final MemberCertificate edge = overlay.member(Role.EDGE);
    private final InstantSource clock = () -> TestOverlay.BEGIN.plusSeconds(60);
    private Trust trust = overlay.trust();
    private final RecordVerifier verifier = new RecordVerifier(
            GrpcSecurity.mutualTls(Optional::empty, () -> trust, clock, new TlsCounts()),
            KindCatalog.STANDARD,
            Domains.ANY,
            clock);

    @Test
    void registrationsOfABatchAreVerifiedByWhoSignedThem() {
        List<KindState> states = registered(edge, 5, true);

        for (int user = 0; user < states.size(); user++) {
            Admission verdict =
                    verifier.verify(resource(user), states.get(user)).getFirst();
            assertThat(verdict).isInstanceOfSatisfying(Admission.Admitted.class, by -> {
                assertThat(by.by().userName()).isEqualTo(edge.identity().userName());
                assertThat(by.by().roles()).containsExactly(Role.EDGE);
            });
        }
        assertThat(states.getFirst().getEntries(0).getSignature().getMerkleSize())
                .isEqualTo(5);
    }

    @Test
    void aValueOfOneWriteIsSignedAsAnyReloadNodeVerifiesIt() {
        KindState state = registered(edge, 1, true).getFirst();

        assertThat(state.getEntries(0).getSignature().getMerkleSize()).isZero();
        assertThat(verifier.verify(resource(0), state).getFirst()).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void aValueThatAPeerChangedIsNotGenuine() {
        KindState.Builder state = registered(edge, 3, true).getFirst().toBuilder();
        EdgeRegistration elsewhere = EdgeRegistration.newBuilder(registration())
                .setContact("sip:mallory@192.0.2.66")
                .build();
        state.getEntriesBuilder(0).setValue(elsewhere.toByteString());

        assertDenied(verifier.verify(resource(0), state.build()), Denial.SIGNATURE);
    }

    @Test
    void aValueOfAnotherResourceIsNotGenuine() {
        List<KindState> states = registered(edge, 3, true);

        assertDenied(verifier.verify(resource(1), states.get(2)), Denial.SIGNATURE);
    }

    @Test
    void whoMayNotWriteItIsNoWriter() {
        MemberCertificate relay = overlay.member(Role.RELAY);

        assertDenied(verifier.verify(resource(0), registered(relay, 1, true).getFirst()), Denial.POLICY);
    }

    @Test
    void anUnsignedValueAndOneOfAnUnknownSignerAreNotGenuine() {
        KindState unknown = registered(edge, 1, false).getFirst();
        KindState.Builder unsigned = unknown.toBuilder();
        unsigned.getEntriesBuilder(0).clearSignature();

        assertDenied(verifier.verify(resource(0), unknown), Denial.SIGNER_UNKNOWN);
        assertDenied(verifier.verify(resource(0), unsigned.build()), Denial.UNSIGNED);
    }

    @Test
    void aCertificateThatIsRevokedOrOfAnotherOverlayIsNotGood() {
        KindState state = registered(edge, 1, true).getFirst();
        overlay.revoke(edge);
        trust = trust.with(List.of(overlay.list(TestOverlay.BEGIN)));
        TestOverlay other = new TestOverlay();

        assertDenied(verifier.verify(resource(0), state), Denial.CERTIFICATE);
        assertDenied(
                verifier.verify(
                        resource(0),
                        registered(other.member(Role.EDGE), 1, true).getFirst()),
                Denial.CERTIFICATE);
    }

    private static void assertDenied(List<Admission> verdicts, Denial why) {
        assertThat(verdicts).singleElement().isInstanceOfSatisfying(Admission.Denied.class, denied -> assertThat(
                        denied.why())
                .isEqualTo(why));
    }

    /** What a store has when a member registered so many users at once. */
    private static List<KindState> registered(MemberCertificate by, int users, boolean withCertificate) {
        List<RecordSigner.Unsigned> writes = new ArrayList<>();
        for (int user = 0; user < users; user++) {
            StoredEntry entry = StoredEntry.newBuilder()
                    .setDictionaryKey(ByteString.copyFromUtf8("sip:phone"))
                    .setExists(true)
                    .setValue(registration().toByteString())
                    .setLifetimeS(3600)
                    .build();
            writes.add(new RecordSigner.Unsigned(
                    resource(user).id(),
                    KindWrite.newBuilder()
                            .setKind(KindCatalog.EDGE_REGISTRATION)
                            .addEntries(entry)));
        }
        new RecordSigner(by, KindCatalog.STANDARD).sign(writes, withCertificate, NOW_MS);
        return writes.stream()
                .map(write -> KindState.newBuilder()
                        .setKind(KindCatalog.EDGE_REGISTRATION)
                        .addAllEntries(write.write().getEntriesList())
                        .build())
                .toList();
    }

    private static EdgeRegistration registration() {
        return EdgeRegistration.newBuilder()
                .setContact("sip:alice@192.0.2.1")
                .setAuthenticatedUser("alice@example.org")
                .setAuthentication("SHA-256")
                .build();
    }

    private static Resource resource(int user) {
        String name = "user" + user + "@example.org";
        return new Resource(ResourceId.of(name), name);
    }
}
