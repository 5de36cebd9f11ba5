package org.p2psip.storage.service.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.p2psip.identity.Role;
import org.p2psip.proto.v1.EdgeRegistration;
import org.p2psip.proto.v1.Requester;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.NodeId;
import org.p2psip.storage.Octets;
import org.p2psip.storage.Resource;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.WriteOrder;
import org.p2psip.storage.access.Domains;
import org.p2psip.storage.access.Writer;
import org.p2psip.storage.admission.RequestRights;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.service.admission.AdmissionCounts;
import org.p2psip.storage.service.admission.SignedWrites;
import org.p2psip.storage.service.admission.SignerCertificates;
import org.p2psip.storage.write.KindWrite;
import org.p2psip.storage.write.RefusalCode;
import org.p2psip.storage.write.ValueWrite;
import org.p2psip.storage.write.WriteResult.Refused;
import org.p2psip.tls.GrpcSecurity;

/** What a connection may do, by who is connected and whom it names. */
class ConnectedTest {
    private static final String USER = "alice@example.org";
    private static final byte[] NODE = HexFormat.of().parseHex("0102030405060708090a0b0c0d0e0f10");
    private static final Requester NOBODY = Requester.getDefaultInstance();

    private final RequestRights rights = new RequestRights(KindCatalog.STANDARD, Domains.ANY);
    private final SignedWrites signed = new SignedWrites(new SignedWrites.Rules(
            KindCatalog.STANDARD,
            Set.of(),
            new SignerCertificates(null, GrpcSecurity.plaintext()),
            new AdmissionCounts(new SimpleMeterRegistry()),
            Clock.systemUTC()));
    private final Connected peer = new Connected(
            false,
            Optional.of(new Writer("peer@example.org", new NodeId(Octets.wrap(NODE)), Set.of(Role.PEER), "local")),
            rights,
            signed);
    private final Connected stranger = new Connected(false, Optional.empty(), rights, signed);
    private final Connected unsecured = new Connected(true, Optional.empty(), rights, signed);

    @Test
    void peerWritesForTheEdgeThatItNames() {
        assertThat(write(peer, true, requester(Role.EDGE), "SHA-256")).isEmpty();
    }

    @Test
    void registrationThatDoesNotSayWhoWasAuthenticatedIsRefused() {
        assertThat(write(peer, true, requester(Role.EDGE), "")).isPresent();
        assertThat(write(peer, true, requester(Role.EDGE), "operator")).isPresent();
    }

    @Test
    void peerDoesNotWriteForAUserWhatEdgesWriteNorInItsOwnName() {
        assertThat(write(peer, true, requester(Role.USER), "SHA-256"))
                .hasValueSatisfying(refused -> assertThat(refused.code()).isEqualTo(RefusalCode.FORBIDDEN));
        assertThat(write(peer, false, NOBODY, "SHA-256"))
                .hasValueSatisfying(refused -> assertThat(refused.code()).isEqualTo(RefusalCode.FORBIDDEN));
    }

    @Test
    void peerBringsReplicasOfAnotherSiteInItsOwnName() {
        KindWrite replica = new KindWrite(
                KindCatalog.EDGE_REGISTRATION, USER, 0, List.of(value("SHA-256")), Optional.empty(), true);
        assertThat(peer.refusal(false, NOBODY, resource(), replica, Map.of())).isEmpty();
        assertThat(stranger.refusal(false, NOBODY, resource(), replica, Map.of()))
                .isPresent();
        assertThat(peer.refusal(true, requester(Role.USER), resource(), replica, Map.of()))
                .isPresent();
    }

    @Test
    void requesterThatIsNobodyIsRefusedWithWhatItWouldTake() {
        assertThat(write(peer, true, NOBODY, "SHA-256")).hasValueSatisfying(refused -> assertThat(refused.message())
                .contains("0 bytes of Node-ID", "one or more of 1 to 6"));
    }

    @Test
    void whoShowsNoCertificateMayNothingWhomeverItNames() {
        assertThat(write(stranger, true, requester(Role.EDGE), "SHA-256")).isPresent();
        assertThat(stranger.unreadable(false, NOBODY, KindCatalog.CREDENTIALS)).isPresent();
    }

    @Test
    void withoutTlsEverythingMayBeDone() {
        assertThat(write(unsecured, false, NOBODY, "")).isEmpty();
        assertThat(unsecured.unreadable(false, NOBODY, KindCatalog.CREDENTIALS)).isEmpty();
    }

    @Test
    void credentialsAreForEdgesAndForThePeerItself() {
        assertThat(peer.unreadable(true, requester(Role.EDGE), KindCatalog.CREDENTIALS))
                .isEmpty();
        assertThat(peer.unreadable(false, NOBODY, KindCatalog.CREDENTIALS)).isEmpty();
        assertThat(peer.unreadable(true, requester(Role.OPERATOR), KindCatalog.CREDENTIALS))
                .isPresent();
        assertThat(peer.unreadable(true, NOBODY, KindCatalog.CREDENTIALS)).isPresent();
    }

    private static Optional<Refused> write(
            Connected connected, boolean hasRequester, Requester requester, String method) {
        KindWrite write =
                new KindWrite(KindCatalog.EDGE_REGISTRATION, USER, 0, List.of(value(method)), Optional.empty(), false);
        return connected.refusal(hasRequester, requester, resource(), write, Map.of());
    }

    private static ValueWrite value(String method) {
        EdgeRegistration registration = EdgeRegistration.newBuilder()
                .setContact("sip:alice@192.0.2.1")
                .setAuthenticatedUser(USER)
                .setAuthentication(method)
                .build();
        return new ValueWrite(
                new EntryKey.DictionaryKey(Octets.wrap(new byte[] {1})),
                true,
                Octets.wrap(registration.toByteArray()),
                1,
                60,
                WriteOrder.NONE,
                Octets.EMPTY);
    }

    private static Resource resource() {
        return ((Resource.Valid) Resource.check(USER, ResourceId.of(USER).octets())).resource();
    }

    private static Requester requester(Role role) {
        return Requester.newBuilder()
                .setUserName("someone@example.org")
                .setNodeId(ByteString.copyFrom(NODE))
                .addRoles(role.number())
                .setSite("local")
                .build();
    }
}
