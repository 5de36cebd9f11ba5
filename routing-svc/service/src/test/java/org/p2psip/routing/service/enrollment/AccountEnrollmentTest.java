package org.p2psip.routing.service.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.identity.Identity;
import org.p2psip.identity.Role;
import org.p2psip.proto.v1.EnrollPeerRequest;
import org.p2psip.proto.v1.EnrollmentGrpc;
import org.p2psip.routing.service.RunningService;
import org.p2psip.routing.service.account.FakeApiServer;
import org.p2psip.routing.service.authority.Requests;

/** Members that enroll by their service account, through the contract. */
@QuarkusTest
class AccountEnrollmentTest extends RunningService {
    private final EnrollPeerRequest.Builder request =
            EnrollPeerRequest.newBuilder().setCsr(ByteString.copyFrom(Requests.csr(Requests.keys())));

    @Test
    void memberEnrollsByTheTokenOfItsAccountWhereItWouldUseAOneTimeToken() throws Exception {
        Identity identity = enroll(request.setToken(token("edge", 3600)));
        assertThat(identity.roles()).isEqualTo(Set.of(Role.EDGE));
        assertThat(identity.site()).contains("far");
    }

    @Test
    void tokenIsGoodForTheNextPodOfTheAccountToo() throws Exception {
        String token = token("edge", 3600);
        Identity first = enroll(request.setServiceAccountToken(token));
        Identity second = enroll(request.setServiceAccountToken(token));
        assertThat(second.nodeIds()).doesNotContainAnyElementsOf(first.nodeIds());
    }

    @ParameterizedTest
    @CsvSource({
        "stranger, 3600, '',   PERMISSION_DENIED, 'p2psip:stranger'",
        "edge,     -60,  '',   PERMISSION_DENIED, has expired",
        "edge,     3600, peer, PERMISSION_DENIED, 'the token is for edge, not for peer'",
        "edge,     3600, boss, INVALID_ARGUMENT,  'boss'",
    })
    void whoAsksForMoreThanItsAccountAllowsIsRefused(
            String account, long seconds, String role, Status.Code code, String why) {
        request.setToken(token(account, seconds));
        if (!role.isEmpty()) {
            request.addRoles(role);
        }
        assertRefused(code, why);
    }

    @Test
    void whatIsNoTokenOfAClusterIsRefused() {
        request.setServiceAccountToken("0123");
        assertRefused(Status.Code.INVALID_ARGUMENT, "expected a JSON Web Token");
        request.clearAuthorization();
        assertRefused(Status.Code.INVALID_ARGUMENT, "expected token or service_account_token");
    }

    private void assertRefused(Status.Code code, String why) {
        Status status = Status.fromThrowable(catchThrowable(() -> enroll(request)));
        assertThat(status.getCode()).isEqualTo(code);
        assertThat(status.getDescription()).contains(why);
    }

    private static String token(String account, long seconds) {
        return FakeApiServer.token("p2psip", account, "p2psip", Instant.now().plusSeconds(seconds));
    }

    private Identity enroll(EnrollPeerRequest.Builder asked) throws Exception {
        ByteString der = EnrollmentGrpc.newBlockingStub(channel)
                .enrollPeer(asked.build())
                .getCertificateChain(0);
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der.toByteArray()));
        return ((Identity.Reading.Known) Identity.of(certificate)).identity();
    }
}
