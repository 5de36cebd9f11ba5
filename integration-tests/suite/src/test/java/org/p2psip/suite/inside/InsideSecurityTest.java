package org.p2psip.suite.inside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.identity.Identity;
import org.p2psip.identity.Role;
import org.p2psip.proto.v1.BootstrapGrpc;
import org.p2psip.proto.v1.CreateTokenRequest;
import org.p2psip.proto.v1.DiscoverRequest;
import org.p2psip.proto.v1.EdgeAdminGrpc;
import org.p2psip.proto.v1.EnrollmentGrpc;
import org.p2psip.proto.v1.FetchRequest;
import org.p2psip.proto.v1.GetRequest;
import org.p2psip.proto.v1.ListBansRequest;
import org.p2psip.proto.v1.OverlayGrpc;
import org.p2psip.proto.v1.StorageGrpc;
import org.p2psip.routing.authority.CertificateAuthority;
import org.p2psip.suite.node.AnotherEdge;
import org.p2psip.suite.node.EnrolledProgram;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.process.Program;
import org.p2psip.tls.GrpcSecurity;
import org.p2psip.tls.MemberCertificate;
import org.p2psip.tls.TlsCounts;
import org.p2psip.tls.Trust;

/** Nobody speaks to a service of a node without a certificate of its overlay, and nobody gets beyond its role. */
@ExtendWith(SharedNode.class)
class InsideSecurityTest {
    private static final Path FILES = Path.of("target", "inside").toAbsolutePath();
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int STORAGE = 1;

    @Test
    void strangerMayFindTheOverlayAndNothingElse(Node node) throws Exception {
        GrpcSecurity member = EnrolledProgram.at(node, Role.EDGE, FILES.resolve("guide"));
        GrpcSecurity stranger =
                GrpcSecurity.mutualTls(Optional::empty, () -> trustOf(member), InstantSource.system(), new TlsCounts());
        String peer = "127.0.0.1:" + node.portBase();
        String overlay = ask(stranger, peer, InsideSecurityTest::discover);
        assertThat(overlay).isEqualTo(Node.DOMAIN);
        assertThatThrownBy(() -> ask(stranger, peer, InsideSecurityTest::get))
                .hasMessageContaining("UNAUTHENTICATED: p2psip.v1.Overlay/Get needs a certificate with the role");
        assertThatThrownBy(() -> ask(stranger, "127.0.0.1:" + (node.portBase() + STORAGE), InsideSecurityTest::fetch))
                .isInstanceOf(StatusRuntimeException.class);
    }

    @Test
    void connectionWithoutTlsIsOfNoUse(Node node) {
        assertThatThrownBy(() ->
                        ask(GrpcSecurity.plaintext(), "127.0.0.1:" + node.portBase(), InsideSecurityTest::createToken))
                .hasMessageContaining("UNAVAILABLE");
    }

    @Test
    void roleOfAnEdgeOpensWhatEdgesNeedAndNoMore(Node node) throws Exception {
        GrpcSecurity edge = EnrolledProgram.at(node, Role.EDGE, FILES.resolve("edge"));
        String peer = "127.0.0.1:" + node.portBase();
        assertThat(ask(edge, peer, InsideSecurityTest::get)).isTrue();
        assertThatThrownBy(() -> ask(edge, peer, InsideSecurityTest::createToken))
                .hasMessage("PERMISSION_DENIED: p2psip.v1.Enrollment/CreateToken needs a certificate with the role"
                        + " operator; the caller's has edge");
        assertThatThrownBy(() -> ask(edge, "127.0.0.1:" + (node.portBase() + STORAGE), InsideSecurityTest::fetch))
                .hasMessage("PERMISSION_DENIED: p2psip.v1.Storage/Fetch needs a certificate with the role peer;"
                        + " the caller's has edge");
        Await.until("the refusal is logged", SOON, () -> routingLog(node)
                .contains("p2psip.v1.Enrollment/CreateToken needs a certificate with the role operator"));
    }

    @Test
    void certificateOfAnotherCaIsRefusedAndLogged(Node node) throws Exception {
        GrpcSecurity member = EnrolledProgram.at(node, Role.EDGE, FILES.resolve("guide"));
        MemberCertificate forged = forged();
        GrpcSecurity program = GrpcSecurity.mutualTls(
                () -> Optional.of(forged), () -> trustOf(member), InstantSource.system(), new TlsCounts());
        assertThatThrownBy(() -> ask(program, "127.0.0.1:" + node.portBase(), InsideSecurityTest::get))
                .isInstanceOf(StatusRuntimeException.class);
        String serial = forged.certificate().getSerialNumber().toString(16);
        Await.until("the refusal is logged", SOON, () -> routingLog(node)
                .contains("A connection is refused: refused certificate " + serial));
    }

    @Test
    void serviceThatIsNoPeerIsNotTakenForOne(Node node) throws Exception {
        GrpcSecurity edge = EnrolledProgram.at(node, Role.EDGE, FILES.resolve("edge"));
        ManagedChannel storage = edge.secure(
                        NettyChannelBuilder.forTarget("127.0.0.1:" + (node.portBase() + STORAGE)), Role.PEER)
                .build();
        try {
            assertThatThrownBy(() -> get(storage)).hasStackTraceContaining("its roles are [STORE], expected [PEER]");
        } finally {
            storage.shutdownNow();
        }
    }

    @Test
    void revokedOperatorIsRefusedByAnEdgeThatRenewsItsOwnCertificateMeanwhile(Node node) throws Exception {
        GrpcSecurity operator = EnrolledProgram.at(node, Role.OPERATOR, FILES.resolve("operator"));
        String serial =
                operator.own().orElseThrow().certificate().getSerialNumber().toString(16);
        try (AnotherEdge edge = AnotherEdge.start(
                node, FILES.resolve("renewing"), "p2psip.tls.refresh-seconds=1", "p2psip.tls.renew-percent=0")) {
            Await.until("a renewed certificate is there", SOON, () -> edge.log().contains("Renewed: certificate"));
            assertThat(ask(operator, edge.grpc(), InsideSecurityTest::bans)).isTrue();
            node.run("revoke", "--serial", serial).succeeded();
            Await.until("the revocation has come to the edge", SOON, () -> isRefused(operator, edge.grpc()));
            Await.until(
                    "the refusal is logged",
                    SOON,
                    () -> edge.log().contains(serial) && edge.log().contains("it is revoked"));
            assertThat(node.run("bans", "--target", edge.grpc()).succeeded().exitCode())
                    .isZero();
        }
    }

    private static String routingLog(Node node) {
        return Program.read(node.data().resolve("log").resolve("routing.log"));
    }

    private static boolean isRefused(GrpcSecurity operator, String edge) {
        try {
            return !ask(operator, edge, InsideSecurityTest::bans);
        } catch (StatusRuntimeException refused) {
            return true;
        }
    }

    private static Trust trustOf(GrpcSecurity member) {
        return new Trust("", List.of(member.own().orElseThrow().chain().getLast()), List.of());
    }

    private static MemberCertificate forged() throws Exception {
        CertificateAuthority foreign = CertificateAuthority.make(Node.DOMAIN, Instant.now(), Duration.ofDays(1));
        KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
        String nodeId = "000000000000000000000000000000aa";
        Identity identity = new Identity(
                Node.DOMAIN, List.of(nodeId), nodeId + "@" + Node.DOMAIN, Set.of(Role.EDGE), Optional.of("local"));
        X509Certificate certificate = foreign.issue(identity, keys.getPublic(), Instant.now(), Duration.ofHours(1));
        return new MemberCertificate(keys.getPrivate(), List.of(certificate, foreign.certificate()), identity);
    }

    private static <T> T ask(GrpcSecurity security, String target, Function<ManagedChannel, T> question) {
        ManagedChannel channel =
                security.secure(NettyChannelBuilder.forTarget(target)).build();
        try {
            return question.apply(channel);
        } finally {
            channel.shutdownNow();
        }
    }

    private static String discover(ManagedChannel channel) {
        return BootstrapGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .discover(DiscoverRequest.getDefaultInstance())
                .getOverlay();
    }

    private static boolean get(ManagedChannel channel) {
        GetRequest request = GetRequest.newBuilder().build();
        try {
            OverlayGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(10, TimeUnit.SECONDS)
                    .get(request);
            return true;
        } catch (StatusRuntimeException answered) {
            if (answered.getStatus().getCode() == Status.Code.INVALID_ARGUMENT) {
                return true; // it came to what serves it
            }
            throw answered;
        }
    }

    private static boolean fetch(ManagedChannel channel) {
        return StorageGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(10, TimeUnit.SECONDS)
                        .fetch(FetchRequest.getDefaultInstance())
                        .getKindsCount()
                >= 0;
    }

    private static boolean createToken(ManagedChannel channel) {
        return !EnrollmentGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .createToken(
                        CreateTokenRequest.newBuilder().addRoles("operator").build())
                .getToken()
                .isEmpty();
    }

    private static boolean bans(ManagedChannel channel) {
        return EdgeAdminGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(10, TimeUnit.SECONDS)
                        .listBans(ListBansRequest.getDefaultInstance())
                        .getBansCount()
                >= 0;
    }
}
