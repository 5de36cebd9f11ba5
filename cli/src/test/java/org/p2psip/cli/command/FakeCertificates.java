package org.p2psip.cli.command;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.p2psip.proto.v1.CaInfo;
import org.p2psip.proto.v1.CreateTokenRequest;
import org.p2psip.proto.v1.CreateTokenResponse;
import org.p2psip.proto.v1.EnrollPeerRequest;
import org.p2psip.proto.v1.EnrollPeerResponse;
import org.p2psip.proto.v1.EnrollmentGrpc;
import org.p2psip.proto.v1.RevokeRequest;
import org.p2psip.proto.v1.RevokeResponse;
import org.p2psip.proto.v1.RollOverRequest;
import org.p2psip.proto.v1.RollOverResponse;
import org.p2psip.routing.authority.CertificateAuthority;

/** The part of an enrollment server that is about certificates, without any: it remembers what it was asked. */
class FakeCertificates extends EnrollmentGrpc.EnrollmentImplBase {
    static final String TOKEN = "0123456789abcdef0123456789abcdef";
    static final ByteString CERTIFICATE = ByteString.copyFromUtf8("certificate");

    static final X509Certificate CA = CertificateAuthority.make("example.org", Instant.now(), Duration.ofDays(1))
            .certificate();

    final List<CreateTokenRequest> tokens = new CopyOnWriteArrayList<>();
    final List<EnrollPeerRequest> enrolled = new CopyOnWriteArrayList<>();
    final List<RevokeRequest> revoked = new CopyOnWriteArrayList<>();

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    static <T> void answer(StreamObserver<T> to, T answer) {
        to.onNext(answer);
        to.onCompleted();
    }

    @Override
    public void createToken(CreateTokenRequest request, StreamObserver<CreateTokenResponse> to) {
        tokens.add(request);
        answer(
                to,
                CreateTokenResponse.newBuilder()
                        .setToken(TOKEN)
                        .setExpiresAtMs(1000)
                        .build());
    }

    @Override
    public void enrollPeer(EnrollPeerRequest request, StreamObserver<EnrollPeerResponse> to) {
        if (!request.getToken().equals(TOKEN)) {
            to.onError(Status.PERMISSION_DENIED
                    .withDescription("the token is not known")
                    .asRuntimeException());
            return;
        }
        enrolled.add(request);
        answer(
                to,
                EnrollPeerResponse.newBuilder().addCertificateChain(CERTIFICATE).build());
    }

    @Override
    public void revoke(RevokeRequest request, StreamObserver<RevokeResponse> to) {
        revoked.add(request);
        answer(to, RevokeResponse.newBuilder().setRevoked(2).build());
    }

    @Override
    public void rollOver(RollOverRequest request, StreamObserver<RollOverResponse> to) {
        answer(
                to,
                RollOverResponse.newBuilder()
                        .addTrusted(CaInfo.newBuilder()
                                .setCertificate(ByteString.copyFrom(encoded(CA)))
                                .setState("signing")
                                .setValidCertificates(4))
                        .setNext(RollOverRequest.Step.STEP_RETIRE)
                        .build());
    }
}
