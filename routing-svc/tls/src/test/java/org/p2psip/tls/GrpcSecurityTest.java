package org.p2psip.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2psip.identity.Role;
import org.p2psip.proto.v1.EnrollUserRequest;
import org.p2psip.proto.v1.EnrollUserResponse;
import org.p2psip.proto.v1.EnrollmentGrpc;

/** Real connections between a server with the role peer, and clients of all sorts. */
class GrpcSecurityTest {
    private static final InstantSource CLOCK = InstantSource.fixed(TestOverlay.BEGIN.plusSeconds(60));

    private final TestOverlay overlay = new TestOverlay();
    private final TlsCounts counts = new TlsCounts();
    private final AtomicReference<Trust> trust = new AtomicReference<>(overlay.trust());
    private final AtomicReference<MemberCertificate> own = new AtomicReference<>(overlay.member(Role.PEER));
    private final MemberCertificate edge = overlay.member(Role.EDGE);
    private SecuredService service;

    @BeforeEach
    void serve() throws IOException {
        service = new SecuredService(server(), true);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void opensslIsThereOnThisMachine() {
        assertThat(OpenSsl.unavailabilityCause()).isNull();
        assertThat(GrpcSecurity.provider()).isEqualTo(SslProvider.OPENSSL);
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENSSL", "JDK"})
    void bothSidesKnowEachOther(SslProvider provider) throws IOException {
        try (SecuredService strict = new SecuredService(server().by(provider), false)) {
            assertThat(strict.askAsAnybody(client(edge).by(provider), Role.PEER))
                    .isEqualTo(edge.identity().userName());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENSSL", "JDK"})
    void forgedCertificateOfAClientIsRefusedAndCounted(SslProvider provider) throws IOException {
        MemberCertificate forged = new TestOverlay().member(Role.EDGE);
        try (SecuredService strict = new SecuredService(server().by(provider), true)) {
            assertThatThrownBy(() -> strict.askAsAnybody(client(forged).by(provider)))
                    .isInstanceOf(StatusRuntimeException.class);
        }
        assertThat(counts.get(TlsCount.CERTIFICATES_REFUSED)).isEqualTo(1);
    }

    @Test
    void expiredCertificateOfAClientIsRefused() {
        MemberCertificate expired =
                overlay.member(TestOverlay.NAME, TestOverlay.BEGIN.minus(TestOverlay.LIFETIME), Role.EDGE);
        assertThatThrownBy(() -> service.askAsAnybody(client(expired))).isInstanceOf(StatusRuntimeException.class);
        assertThat(counts.get(TlsCount.CERTIFICATES_REFUSED)).isEqualTo(1);
    }

    @Test
    void revokedCertificateOfAClientIsRefused() {
        revoke(edge);
        assertThatThrownBy(() -> service.askAsAnybody(client(edge))).isInstanceOf(StatusRuntimeException.class);
        assertThat(counts.get(TlsCount.CERTIFICATES_REFUSED)).isEqualTo(1);
    }

    @Test
    void whoHasNoCertificateConnectsOnlyWhereStrangersMay() throws IOException {
        assertThat(service.askAsAnybody(client(null))).isEqualTo("Stranger");
        try (SecuredService strict = new SecuredService(server(), false)) {
            assertThatThrownBy(() -> strict.askAsAnybody(client(null))).isInstanceOf(StatusRuntimeException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENSSL", "JDK"})
    void serverOfTheWrongRoleIsRefused(SslProvider provider) {
        assertThatThrownBy(() -> service.askAsAnybody(client(edge).by(provider), Role.STORE))
                .hasStackTraceContaining("its roles are [PEER], expected [STORE]");
    }

    @Test
    void forgedServerIsRefused() {
        own.set(new TestOverlay().member(Role.PEER));
        assertThatThrownBy(() -> service.askAsAnybody(client(edge)))
                .hasStackTraceContaining("no CA of the overlay issued it");
    }

    @Test
    void serverWithoutACertificateServesNobodyYet() {
        own.set(null);
        assertThatThrownBy(() -> service.askAsAnybody(client(edge))).isInstanceOf(StatusRuntimeException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENSSL", "JDK"})
    void renewedCertificateIsShownWithoutARestart(SslProvider provider) throws IOException {
        AtomicReference<Optional<MemberCertificate>> mine = new AtomicReference<>(Optional.of(edge));
        GrpcSecurity client = GrpcSecurity.mutualTls(mine::get, overlay::trust, CLOCK, new TlsCounts())
                .by(provider);
        try (SecuredService strict = new SecuredService(server().by(provider), false)) {
            assertThat(strict.askAsAnybody(client)).isEqualTo(edge.identity().userName());
            MemberCertificate renewed = overlay.member(Role.EDGE);
            mine.set(Optional.of(renewed));
            revoke(edge);
            own.set(overlay.member(Role.PEER));
            assertThat(strict.askAsAnybody(client)).isEqualTo(renewed.identity().userName());
        }
    }

    @Test
    void callThatTheRoleDoesNotAllowIsDeniedWithTheReasonAndCounted() {
        assertThatThrownBy(() -> service.askAsOperator(client(edge)))
                .hasMessage("PERMISSION_DENIED: p2psip.v1.Enrollment/RemoveUser needs a certificate with the role"
                        + " operator; the caller's has edge");
        assertThatThrownBy(() -> service.askAsOperator(client(null)))
                .hasMessage("UNAUTHENTICATED: p2psip.v1.Enrollment/RemoveUser needs a certificate with the role"
                        + " operator; the caller shows none");
        assertThat(counts.get(TlsCount.CALLS_REFUSED)).isEqualTo(2);
        assertThatCode(() -> service.askAsOperator(client(overlay.member(Role.OPERATOR))))
                .doesNotThrowAnyException();
    }

    @Test
    void revocationEndsCallsThatLast() {
        ManagedChannel channel = service.connect(client(edge));
        CompletableFuture<String> echoed = new CompletableFuture<>();
        CompletableFuture<Status> ended = new CompletableFuture<>();
        StreamObserver<EnrollUserRequest> requests = EnrollmentGrpc.newStub(channel)
                .enrollUsers(new StreamObserver<>() {
                    @Override
                    public void onNext(EnrollUserResponse response) {
                        echoed.complete(response.getAor());
                    }

                    @Override
                    public void onError(Throwable failure) {
                        ended.complete(Status.fromThrowable(failure));
                    }

                    @Override
                    public void onCompleted() {
                        ended.complete(Status.OK);
                    }
                });
        requests.onNext(
                EnrollUserRequest.newBuilder().setAor("sip:a@example.org").build());
        assertThat(echoed.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo("sip:a@example.org");
        service.sweep();
        assertThat(ended).isNotDone();
        revoke(edge);
        service.sweep();
        Status status = ended.orTimeout(20, TimeUnit.SECONDS).join();
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(status.getDescription()).contains("it is revoked");
        service.hungUp().orTimeout(20, TimeUnit.SECONDS).join();
        assertThat(counts.get(TlsCount.CALLS_ENDED)).isEqualTo(1);
        channel.shutdownNow();
    }

    @Test
    void callOnAConnectionOfARevokedCertificateIsRefused() {
        ManagedChannel channel = service.connect(client(edge));
        EnrollmentGrpc.EnrollmentBlockingStub stub = EnrollmentGrpc.newBlockingStub(channel);
        assertThatThrownBy(() -> stub.removeUser(org.p2psip.proto.v1.RemoveUserRequest.getDefaultInstance()))
                .hasMessageContaining("PERMISSION_DENIED");
        revoke(edge);
        assertThatThrownBy(() -> stub.removeUser(org.p2psip.proto.v1.RemoveUserRequest.getDefaultInstance()))
                .hasMessageContaining("UNAUTHENTICATED")
                .hasMessageContaining("it is revoked");
        channel.shutdownNow();
    }

    private GrpcSecurity server() {
        return GrpcSecurity.mutualTls(() -> Optional.ofNullable(own.get()), trust::get, CLOCK, counts);
    }

    private GrpcSecurity client(MemberCertificate member) {
        return GrpcSecurity.mutualTls(() -> Optional.ofNullable(member), overlay::trust, CLOCK, new TlsCounts());
    }

    private void revoke(MemberCertificate member) {
        overlay.revoke(member);
        Instant now = CLOCK.instant();
        trust.updateAndGet(before -> before.with(List.of(overlay.list(now))));
    }
}
