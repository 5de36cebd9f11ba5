package org.p2psip.edge.service.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.Aor;
import org.p2psip.edge.Binding;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.Gateway;
import org.p2psip.edge.OverlayResult;
import org.p2psip.edge.service.Await;
import org.p2psip.edge.service.Counts;
import org.p2psip.edge.service.FakeOverlay;
import org.p2psip.edge.service.RecordedInput;
import org.p2psip.edge.service.signing.SigningCounter;
import org.p2psip.edge.service.signing.SigningQueue;
import org.p2psip.edge.service.transport.NativeTransport;
import org.p2psip.identity.Role;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.PutRequest;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.signing.RecordVerifier;
import org.p2psip.storage.Resource;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.access.Domains;
import org.p2psip.storage.admission.Admission;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.tls.GrpcSecurity;
import org.p2psip.tls.MemberCertificate;
import org.p2psip.tls.TestOverlay;
import org.p2psip.tls.TlsCounts;

/** What an edge with a certificate writes is signed. */
class SignedRegistrationsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final NativeTransport io = NativeTransport.open();
    private final RecordedInput edge = new RecordedInput();
    private final Counts<OverlayCounter> counts = new Counts<>(OverlayCounter.class);
    private final Counts<SigningCounter> signing = new Counts<>(SigningCounter.class);
    private final FakeOverlay overlay = new FakeOverlay();
    private final TestOverlay members = new TestOverlay();
    private final MemberCertificate own =
            members.member(TestOverlay.NAME, Instant.now().minusSeconds(60), Role.EDGE);
    private final RecordVerifier verifier =
            new RecordVerifier(security(own), KindCatalog.STANDARD, Domains.ANY, InstantSource.system());
    private OverlayClient client;

    @BeforeEach
    void connect() throws IOException {
        overlay.secured(security(members.member(TestOverlay.NAME, Instant.now().minusSeconds(60), Role.PEER)));
        client = new OverlayClient(
                io,
                edge,
                new OverlayClient.Options(List.of("127.0.0.1:" + overlay.start()), 1_500, 300, "edge", 7_200),
                security(own),
                new SigningQueue(io.loop(), () -> Optional.of(own), 10, signing),
                counts,
                nanos -> {},
                OperationTracing.NONE);
        onLoop(client::start);
        Await.until("the overlay answers", SOON, client::hasEverAnswered);
        Await.until("nothing waits", SOON, () -> client.inFlight() == 0);
    }

    @AfterEach
    void close() {
        onLoop(client::close);
        overlay.stop();
        io.group().shutdownGracefully(0, 100, TimeUnit.MILLISECONDS);
    }

    @Test
    void registrationsOfOneMomentShareASignature() {
        store(register(1, 1, 1, false, "sip:a@192.0.2.1"));
        answered(1);
        onLoop(() -> {
            for (int user = 2; user < 52; user++) {
                client.store(register(user, user, 1, false, "sip:a@192.0.2.1"));
            }
            client.flush();
        });
        Await.until("all are answered", SOON, () -> edge.answers.size() == 51);

        assertThat(signing.get(SigningCounter.WRITES)).isEqualTo(51);
        assertThat(signing.get(SigningCounter.BATCHES)).isEqualTo(2);
        assertThat(overlay.puts()).hasSize(51).allSatisfy(put -> assertThat(verify(put))
                .hasOnlyElementsOfType(Admission.Admitted.class));
        assertThat(overlay.puts()
                        .getLast()
                        .getKinds(0)
                        .getEntries(0)
                        .getSignature()
                        .getMerkleSize())
                .isEqualTo(50);
    }

    @Test
    void theCertificateGoesAlongUntilTheStoreTookAWriteAndWhereItIsAskedFor() {
        store(register(1, 1, 1, false, "sip:a@192.0.2.1"));
        answered(1);
        store(register(2, 2, 1, false, "sip:a@192.0.2.1"));
        answered(2);
        overlay.refuse(Error.newBuilder()
                .setCode(ErrorCode.ERROR_CODE_CERTIFICATE_UNKNOWN)
                .build());
        store(register(3, 3, 1, false, "sip:a@192.0.2.1"));
        answered(3);

        assertThat(overlay.puts())
                .extracting(SignedRegistrationsTest::hasCertificate)
                .containsExactly(true, false, false, true);
        assertThat(edge.answers.get(3L)).isInstanceOf(OverlayResult.Bindings.class);
        assertThat(counts.get(OverlayCounter.SIGNED_ANEW)).isEqualTo(1);
    }

    @Test
    void aWriteThatIsOlderThanWhatIsStoredIsSignedAnewWithALaterTime() {
        long ahead = System.currentTimeMillis() + 5_000;
        overlay.refuse(Error.newBuilder()
                .setCode(ErrorCode.ERROR_CODE_DATA_TOO_OLD)
                .setStoredStorageTimeMs(ahead)
                .build());
        store(register(1, 1, 1, false, "sip:a@192.0.2.1"));
        answered(1);

        PutRequest last = overlay.puts().getLast();
        assertThat(last.getKinds(0).getEntries(0).getStorageTimeMs()).isEqualTo(ahead + 1);
        assertThat(edge.answers.get(1L)).isInstanceOf(OverlayResult.Bindings.class);
    }

    @Test
    void aWriteThatIsRefusedAgainAndAgainIsAnsweredInTheEnd() {
        Error tooOld =
                Error.newBuilder().setCode(ErrorCode.ERROR_CODE_DATA_TOO_OLD).build();
        for (int i = 0; i < 10; i++) {
            overlay.refuse(tooOld);
        }
        store(register(1, 1, 1, false, "sip:a@192.0.2.1"));
        answered(1);

        assertThat(edge.answers.get(1L)).isInstanceOf(OverlayResult.Unavailable.class);
        assertThat(overlay.puts()).hasSize(4);
    }

    @Test
    void theWildcardReadsAndRemovesEachContactWithASignature() {
        store(register(1, 1, 1, false, "sip:a@192.0.2.1", "sip:a@192.0.2.2"));
        answered(1);
        store(register(2, 1, 2, true));
        answered(2);

        PutRequest clearing = overlay.puts().getLast();
        assertThat(clearing.getKinds(0).getClear()).isFalse();
        assertThat(clearing.getKinds(0).getEntriesList()).hasSize(2).allSatisfy(entry -> assertThat(entry.getExists())
                .isFalse());
        assertThat(verify(clearing)).hasOnlyElementsOfType(Admission.Admitted.class);
        assertThat(edge.answers.get(2L)).isEqualTo(new OverlayResult.Bindings(List.of()));
    }

    @Test
    void theWildcardOfWhoHasNoContactWritesNothing() {
        store(register(1, 1, 1, true));
        answered(1);

        assertThat(edge.answers.get(1L)).isEqualTo(new OverlayResult.Bindings(List.of()));
        assertThat(overlay.puts()).isEmpty();
    }

    @Test
    void gatewayRecordsAreSignedForTheSite() {
        onLoop(() -> {
            client.publish(new EdgeCommand.PublishGateways(
                    1, List.of(new Gateway("+49", "sip:gw.example.org", 0, 1, "local")), 600));
            client.flush();
        });
        answered(1);

        assertThat(verify(overlay.puts().getLast())).hasOnlyElementsOfType(Admission.Admitted.class);
    }

    private void store(EdgeCommand.StoreBindings command) {
        onLoop(() -> {
            client.store(command);
            client.flush();
        });
    }

    private void answered(long token) {
        Await.until("answered", SOON, () -> edge.answers.containsKey(token));
    }

    private static EdgeCommand.StoreBindings register(
            long token, int user, long cseq, boolean removeAll, String... contacts) {
        List<Binding> bindings = Stream.of(contacts)
                .map(contact -> new Binding(contact, contact, 1000, 3600, List.of(), "call-1", cseq, "phone"))
                .toList();
        return new EdgeCommand.StoreBindings(
                token, aor(user), bindings, removeAll, "call-1", cseq, aor(user).resourceName(), "SHA-256");
    }

    private static Aor aor(int user) {
        return new Aor("user" + user, "example.org");
    }

    private static boolean hasCertificate(PutRequest put) {
        return !put.getKinds(0).getEntries(0).getSignature().getCertificate().isEmpty();
    }

    /** By whom the values of a write are signed; the certificate is the one of this edge, whether it came along or not. */
    private List<Admission> verify(PutRequest put) {
        String name = put.getResource().getName();
        KindState.Builder state = KindState.newBuilder().setKind(put.getKinds(0).getKind());
        for (StoredEntry entry : put.getKinds(0).getEntriesList()) {
            StoredEntry.Builder known = entry.toBuilder();
            known.getSignatureBuilder().setCertificate(encoded());
            state.addEntries(known);
        }
        return verifier.verify(new Resource(ResourceId.of(name), name), state.build());
    }

    private ByteString encoded() {
        try {
            return ByteString.copyFrom(own.certificate().getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private GrpcSecurity security(MemberCertificate member) {
        return GrpcSecurity.mutualTls(
                () -> Optional.of(member), members::trust, InstantSource.system(), new TlsCounts());
    }

    private void onLoop(Runnable task) {
        io.loop().submit(task).awaitUninterruptibly();
    }
}
