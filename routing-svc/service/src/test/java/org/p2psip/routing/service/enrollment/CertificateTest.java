package org.p2psip.routing.service.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.security.KeyPair;
import java.security.cert.CRL;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.p2psip.identity.Identity;
import org.p2psip.identity.Role;
import org.p2psip.proto.v1.CreateTokenRequest;
import org.p2psip.proto.v1.DigestHash;
import org.p2psip.proto.v1.EnrollPeerRequest;
import org.p2psip.proto.v1.EnrollPeerResponse;
import org.p2psip.proto.v1.EnrollUserRequest;
import org.p2psip.proto.v1.EnrollUserResponse;
import org.p2psip.proto.v1.EnrollmentGrpc;
import org.p2psip.proto.v1.EnrollmentGrpc.EnrollmentBlockingStub;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.GetConfigurationRequest;
import org.p2psip.proto.v1.GetRevocationListsRequest;
import org.p2psip.proto.v1.RemoveUserRequest;
import org.p2psip.proto.v1.RenewPeerRequest;
import org.p2psip.proto.v1.RevokeRequest;
import org.p2psip.proto.v1.RollOverRequest;
import org.p2psip.proto.v1.SetUserDisabledRequest;
import org.p2psip.routing.service.RunningService;
import org.p2psip.routing.service.authority.Requests;
import org.p2psip.routing.service.operation.Errors;

/** Certificates of peers, operators and users, through the contract. */
@QuarkusTest
class CertificateTest extends RunningService {
    private final KeyPair keys = Requests.keys();
    private final ByteString csr = ByteString.copyFrom(Requests.csr(keys));

    private EnrollmentBlockingStub enrollment() {
        return EnrollmentGrpc.newBlockingStub(channel);
    }

    private String token(String... roles) {
        return enrollment()
                .createToken(CreateTokenRequest.newBuilder()
                        .addAllRoles(List.of(roles))
                        .build())
                .getToken();
    }

    private EnrollPeerResponse enroll(String token) {
        return enrollment()
                .enrollPeer(EnrollPeerRequest.newBuilder()
                        .setCsr(csr)
                        .setToken(token)
                        .build());
    }

    private static X509Certificate certificate(ByteString der) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der.toByteArray()));
    }

    private static Identity identity(ByteString der) throws Exception {
        return ((Identity.Reading.Known) Identity.of(certificate(der))).identity();
    }

    private boolean isRevoked(ByteString der) throws Exception {
        boolean revoked = false;
        for (ByteString list : enrollment()
                .getRevocationLists(GetRevocationListsRequest.getDefaultInstance())
                .getListsList()) {
            CRL crl = CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(list.toByteArray()));
            revoked |= crl.isRevoked(certificate(der));
        }
        return revoked;
    }

    private static void assertRefused(ThrowingCallable call, Status.Code status, ErrorCode code, String why) {
        Throwable failure = catchThrowable(call);
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(status);
        assertThat(Status.fromThrowable(failure).getDescription()).contains(why);
        assertThat(Status.trailersFromThrowable(failure).get(Errors.TRAILER).getCode())
                .isEqualTo(code);
    }

    @Test
    void peerGetsACertificateOfTheAuthorityThatTheConfigurationNames() throws Exception {
        EnrollPeerResponse response = enroll(token("peer", "edge"));
        X509Certificate certificate = certificate(response.getCertificateChain(0));
        Identity identity = identity(response.getCertificateChain(0));
        assertThat(ByteString.fromHex(identity.nodeIds().getFirst())).isEqualTo(response.getNodeIds(0));
        assertThat(identity.roles()).isEqualTo(Set.of(Role.PEER, Role.EDGE));
        assertThat(identity.site()).contains(settings.site());
        assertThat(response.getRenewAtMs())
                .isBetween(System.currentTimeMillis(), certificate.getNotAfter().getTime());
        List<ByteString> trusted = enrollment()
                .getConfiguration(GetConfigurationRequest.getDefaultInstance())
                .getCaCertificatesList();
        assertThat(trusted).contains(response.getCertificateChain(1));
        certificate.verify(certificate(response.getCertificateChain(1)).getPublicKey());
    }

    @Test
    void oneOfManyWhoComeWithATokenAtTheSameTimeGetsACertificate() throws Exception {
        String token = token("peer");
        List<Future<Boolean>> outcomes = new ArrayList<>();
        try (ExecutorService crowd = Executors.newFixedThreadPool(8)) {
            Callable<Boolean> attempt = () -> catchThrowable(() -> enroll(token)) == null;
            for (int i = 0; i < 16; i++) {
                outcomes.add(crowd.submit(attempt));
            }
        }
        int granted = 0;
        for (Future<Boolean> outcome : outcomes) {
            granted += outcome.get() ? 1 : 0;
        }
        assertThat(granted).isEqualTo(1);
    }

    @Test
    void everyRefusalHasItsStatusAndDetail() {
        String token = token("peer");
        assertRefused(
                () -> enroll("f".repeat(32)),
                Status.Code.PERMISSION_DENIED,
                ErrorCode.ERROR_CODE_FORBIDDEN,
                "the token is not known");
        assertRefused(
                () -> enrollment()
                        .enrollPeer(
                                EnrollPeerRequest.newBuilder().setToken(token).build()),
                Status.Code.INVALID_ARGUMENT,
                ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                "has 0 bytes");
        assertRefused(
                () -> enrollment()
                        .enrollPeer(EnrollPeerRequest.newBuilder()
                                .setCsr(csr)
                                .setToken(token)
                                .addRoles("operator")
                                .build()),
                Status.Code.PERMISSION_DENIED,
                ErrorCode.ERROR_CODE_FORBIDDEN,
                "not for operator");
        assertRefused(
                () -> enrollment()
                        .enrollPeer(EnrollPeerRequest.newBuilder()
                                .setCsr(csr)
                                .setServiceAccountToken("x")
                                .build()),
                Status.Code.INVALID_ARGUMENT,
                ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                "expected a JSON Web Token");
        assertRefused(
                () -> token("king"),
                Status.Code.INVALID_ARGUMENT,
                ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                "'king' is not known");
        assertRefused(
                () -> enrollment().revoke(RevokeRequest.getDefaultInstance()),
                Status.Code.INVALID_ARGUMENT,
                ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                "nothing says what to revoke");
        assertRefused(
                () -> enrollment()
                        .revoke(RevokeRequest.newBuilder()
                                .setNodeId(ByteString.fromHex("00"))
                                .build()),
                Status.Code.INVALID_ARGUMENT,
                ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                "node_id has 1 bytes");
        assertRefused(
                () -> enrollment()
                        .revoke(RevokeRequest.newBuilder()
                                .setSerial(ByteString.copyFrom(new byte[21]))
                                .build()),
                Status.Code.INVALID_ARGUMENT,
                ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                "serial has 21 bytes");
        assertRefused(
                () -> enrollment()
                        .revoke(RevokeRequest.newBuilder()
                                .setUser("nobody@example.org")
                                .build()),
                Status.Code.NOT_FOUND,
                ErrorCode.ERROR_CODE_NOT_FOUND,
                "user nobody@example.org");
        assertRefused(
                () -> enrollment()
                        .rollOver(RollOverRequest.newBuilder()
                                .setStep(RollOverRequest.Step.STEP_RETIRE)
                                .build()),
                Status.Code.FAILED_PRECONDITION,
                ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                "not the next one");
        assertRefused(
                () -> enrollment()
                        .renewPeer(RenewPeerRequest.newBuilder().setCsr(csr).build()),
                Status.Code.INVALID_ARGUMENT,
                ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                "certificate of 0 bytes");
    }

    @Test
    void revokedPeerIsOnTheListAndCannotRenew() throws Exception {
        EnrollPeerResponse response = enroll(token("peer"));
        ByteString nextCsr = ByteString.copyFrom(Requests.csr(Requests.keys()));
        RenewPeerRequest renewal = RenewPeerRequest.newBuilder()
                .setCsr(nextCsr)
                .setCertificate(response.getCertificateChain(0))
                .setSignature(ByteString.copyFrom(Requests.sign(keys.getPrivate(), nextCsr.toByteArray())))
                .build();
        EnrollPeerResponse renewed = enrollment().renewPeer(renewal);
        assertThat(renewed.getNodeIdsList()).isEqualTo(response.getNodeIdsList());
        RevokeRequest revoke =
                RevokeRequest.newBuilder().setNodeId(response.getNodeIds(0)).build();
        assertThat(enrollment().revoke(revoke).getRevoked()).isEqualTo(2);
        assertThat(isRevoked(response.getCertificateChain(0))).isTrue();
        assertThat(isRevoked(renewed.getCertificateChain(0))).isTrue();
        assertRefused(
                () -> enrollment().renewPeer(renewal),
                Status.Code.PERMISSION_DENIED,
                ErrorCode.ERROR_CODE_FORBIDDEN,
                "was revoked");
    }

    @Test
    void userWithARequestGetsACertificateThatIsHeldWhileTheUserIsDisabled() throws Exception {
        EnrollUserResponse response = enrollment().enrollUser(user("sip:zoe@example.org"));
        ByteString certificate = response.getCertificateChain(0);
        assertThat(identity(certificate).userName()).isEqualTo("zoe@example.org");
        assertThat(identity(certificate).roles()).containsExactly(Role.USER);
        assertThat(enrollment().enrollUser(user("sip:zoe@example.org")).getCertificateChainCount())
                .isEqualTo(2);
        setDisabled(true);
        assertThat(isRevoked(certificate)).isTrue();
        setDisabled(false);
        assertThat(isRevoked(certificate)).isFalse();
        enrollment()
                .removeUser(RemoveUserRequest.newBuilder()
                        .setAor("sip:zoe@example.org")
                        .build());
        assertThat(isRevoked(certificate)).isTrue();
    }

    private void setDisabled(boolean disabled) {
        enrollment()
                .setUserDisabled(SetUserDisabledRequest.newBuilder()
                        .setAor("sip:zoe@example.org")
                        .setDisabled(disabled)
                        .build());
    }

    @Test
    void userWhoseNameCannotStandInACertificateIsRefusedAndNotEnrolled() {
        assertRefused(
                () -> enrollment().enrollUser(user("sip:z%20e@example.org")),
                Status.Code.INVALID_ARGUMENT,
                ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                "cannot stand in a certificate");
    }

    private EnrollUserRequest user(String aor) {
        return EnrollUserRequest.newBuilder()
                .setAor(aor)
                .addHashes(DigestHash.newBuilder()
                        .setAlgorithm("MD5")
                        .setRealm("example.org")
                        .setHa1("a".repeat(32)))
                .addHashes(DigestHash.newBuilder()
                        .setAlgorithm("SHA-256")
                        .setRealm("example.org")
                        .setHa1("a".repeat(64)))
                .setCsr(csr)
                .build();
    }

    @Test
    void rollOverIsSpreadWithTheConfiguration() {
        int before = enrollment()
                .getConfiguration(GetConfigurationRequest.getDefaultInstance())
                .getSequence();
        RollOverRequest look = RollOverRequest.getDefaultInstance();
        assertThat(enrollment().rollOver(look).getNext()).isEqualTo(RollOverRequest.Step.STEP_PREPARE);
        for (RollOverRequest.Step step : List.of(
                RollOverRequest.Step.STEP_PREPARE,
                RollOverRequest.Step.STEP_ACTIVATE,
                RollOverRequest.Step.STEP_RETIRE)) {
            assertThat(enrollment().rollOver(look).getNext()).isEqualTo(step);
            enrollment()
                    .rollOver(RollOverRequest.newBuilder()
                            .setStep(step)
                            .setForce(true)
                            .build());
            assertThat(enrollment()
                            .getConfiguration(GetConfigurationRequest.getDefaultInstance())
                            .getCaCertificatesCount())
                    .isEqualTo(step == RollOverRequest.Step.STEP_RETIRE ? 1 : 2);
        }
        assertThat(enrollment()
                        .getConfiguration(GetConfigurationRequest.getDefaultInstance())
                        .getSequence())
                .isEqualTo(before + 3);
    }
}
