package org.p2psip.routing.service.enrollment;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.p2psip.proto.v1.CreateTokenRequest;
import org.p2psip.proto.v1.CreateTokenResponse;
import org.p2psip.proto.v1.EnrollPeerRequest;
import org.p2psip.proto.v1.EnrollPeerResponse;
import org.p2psip.proto.v1.EnrollmentGrpc.EnrollmentStub;
import org.p2psip.proto.v1.GetRevocationListsRequest;
import org.p2psip.proto.v1.RenewPeerRequest;
import org.p2psip.proto.v1.RevocationLists;
import org.p2psip.proto.v1.RevokeRequest;
import org.p2psip.proto.v1.RevokeResponse;
import org.p2psip.proto.v1.RollOverRequest;
import org.p2psip.proto.v1.RollOverResponse;
import org.p2psip.routing.account.ServiceAccountToken;
import org.p2psip.routing.admission.Ruling;
import org.p2psip.routing.admission.Ruling.Cause;
import org.p2psip.routing.authority.TrustedAuthorities.Step;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.service.account.TokenReviews;
import org.p2psip.routing.service.authority.CertificateChain;
import org.p2psip.routing.service.authority.EnrollmentCall;
import org.p2psip.routing.service.authority.EnrollmentThread;

/** The calls about certificates, answered by the enrollment server's thread. */
@Singleton
final class CertificateCalls {
    /** Bytes of a serial number (RFC 5280 section 4.1.2.2). */
    private static final int SERIAL_LIMIT = 20;

    private final EnrollmentThread thread;
    private final EnrollmentForward forward;
    private final TokenReviews reviews;

    CertificateCalls(EnrollmentThread thread, EnrollmentForward forward, TokenReviews reviews) {
        this.thread = thread;
        this.forward = forward;
        this.reviews = reviews;
    }

    /** Passes on what a peer can that is no enrollment server; whether it did. */
    private <R> boolean isForwarded(StreamObserver<R> client, BiConsumer<EnrollmentStub, StreamObserver<R>> question) {
        if (thread.isServer() || !forward.isPossible()) {
            return false;
        }
        forward.ask(question, cancellable(client));
        return true;
    }

    void enroll(EnrollPeerRequest request, StreamObserver<EnrollPeerResponse> client) {
        if (isForwarded(client, (server, to) -> server.enrollPeer(request, to))) {
            return;
        }
        switch (request.getAuthorizationCase()) {
            // Members have one key for both kinds of token: what looks like one of a cluster is one
            case TOKEN ->
                ServiceAccountToken.parse(request.getToken())
                        .ifPresentOrElse(
                                token -> enrollByAccount(request, token, client), () -> enrollByToken(request, client));
            case SERVICE_ACCOUNT_TOKEN ->
                ServiceAccountToken.parse(request.getServiceAccountToken())
                        .ifPresentOrElse(
                                token -> enrollByAccount(request, token, client),
                                () -> enroll(
                                        client,
                                        enrollment -> Ruling.refused(
                                                Cause.INVALID,
                                                "service_account_token is none, expected a JSON Web Token of at most "
                                                        + ServiceAccountToken.LENGTH_LIMIT + " characters")));
            case AUTHORIZATION_NOT_SET ->
                enroll(
                        client,
                        enrollment -> Ruling.refused(
                                Cause.INVALID,
                                "nothing authorizes the request, expected token or service_account_token"));
        }
    }

    private void enrollByToken(EnrollPeerRequest request, StreamObserver<EnrollPeerResponse> client) {
        enroll(client, enrollment -> enrollment
                .server()
                .enroll(
                        request.getCsr().toByteArray(),
                        request.getToken(),
                        request.getRolesList(),
                        request.getSite(),
                        request.getNodeIds()));
    }

    private void enrollByAccount(
            EnrollPeerRequest request, ServiceAccountToken token, StreamObserver<EnrollPeerResponse> client) {
        if (!thread.isServer()) {
            enrollByToken(request, client); // refuses
            return;
        }
        ServerCallStreamObserver<EnrollPeerResponse> caller = cancellable(client);
        reviews.ask(
                token,
                reviewed -> perform(
                        caller,
                        EnrollmentCall.ENROLL,
                        CertificateMessages::enrolled,
                        enrollment -> reviewed.then(grant -> enrollment
                                .server()
                                .enroll(
                                        request.getCsr().toByteArray(),
                                        grant,
                                        request.getRolesList(),
                                        request.getSite(),
                                        request.getNodeIds()))));
    }

    private void enroll(StreamObserver<EnrollPeerResponse> client, EnrollmentThread.Work<CertificateChain> work) {
        answer(client, EnrollmentCall.ENROLL, CertificateMessages::enrolled, work);
    }

    void renew(RenewPeerRequest request, StreamObserver<EnrollPeerResponse> client) {
        if (isForwarded(client, (server, to) -> server.renewPeer(request, to))) {
            return;
        }
        answer(client, EnrollmentCall.RENEW, CertificateMessages::enrolled, enrollment -> enrollment
                .server()
                .renew(
                        request.getCsr().toByteArray(),
                        request.getCertificate().toByteArray(),
                        request.getSignature().toByteArray()));
    }

    void createToken(CreateTokenRequest request, StreamObserver<CreateTokenResponse> client) {
        answer(client, EnrollmentCall.TOKEN, CertificateMessages::token, enrollment -> enrollment
                .server()
                .createToken(request.getRolesList(), request.getSite(), request.getValidS(), request.getUses()));
    }

    void revoke(RevokeRequest request, StreamObserver<RevokeResponse> client) {
        answer(
                client,
                EnrollmentCall.REVOKE,
                revoked -> RevokeResponse.newBuilder().setRevoked(revoked).build(),
                enrollment -> switch (request.getSubjectCase()) {
                    case NODE_ID -> {
                        ByteString bytes = request.getNodeId();
                        Optional<NodeId> node = NodeId.ofBytes(bytes.toByteArray());
                        yield node.isPresent()
                                ? enrollment.revocations().ofNode(node.get())
                                : Ruling.refused(
                                        Cause.INVALID,
                                        "node_id has " + bytes.size()
                                                + " bytes or is reserved, expected the 16 bytes of a node");
                    }
                    case SERIAL -> {
                        ByteString bytes = request.getSerial();
                        yield bytes.isEmpty() || bytes.size() > SERIAL_LIMIT
                                ? Ruling.refused(
                                        Cause.INVALID,
                                        "serial has " + bytes.size() + " bytes, expected 1 to " + SERIAL_LIMIT)
                                : enrollment.revocations().ofSerial(new BigInteger(1, bytes.toByteArray()));
                    }
                    case USER -> enrollment.revocations().ofUser(request.getUser());
                    case SUBJECT_NOT_SET ->
                        Ruling.refused(Cause.INVALID, "nothing says what to revoke, expected node_id, serial or user");
                });
    }

    void lists(StreamObserver<RevocationLists> client) {
        if (isForwarded(
                client,
                (server, to) -> server.getRevocationLists(GetRevocationListsRequest.getDefaultInstance(), to))) {
            return;
        }
        answer(client, EnrollmentCall.LISTS, CertificateMessages::lists, enrollment -> enrollment
                .revocations()
                .lists());
    }

    void rollOver(RollOverRequest request, StreamObserver<RollOverResponse> client) {
        answer(client, EnrollmentCall.ROLL_OVER, Function.identity(), enrollment -> {
            Optional<Step> step = CertificateMessages.step(request);
            Ruling<?> done = step.isPresent()
                    ? enrollment.revocations().rollOver(step.get(), request.getForce())
                    : Ruling.granted(enrollment);
            return done.then(any -> Ruling.granted(CertificateMessages.authorities(enrollment)));
        });
    }

    private <T, R> void answer(
            StreamObserver<R> client, EnrollmentCall call, Function<T, R> toMessage, EnrollmentThread.Work<T> work) {
        perform(cancellable(client), call, toMessage, work);
    }

    private <T, R> void perform(
            ServerCallStreamObserver<R> caller,
            EnrollmentCall call,
            Function<T, R> toMessage,
            EnrollmentThread.Work<T> work) {
        thread.ask(call, work, ruling -> {
            if (caller.isCancelled()) {
                return;
            }
            switch (ruling) {
                case Ruling.Granted<T>(T value) -> {
                    caller.onNext(toMessage.apply(value));
                    caller.onCompleted();
                }
                case Ruling.Refused<T> refused -> caller.onError(Refusals.status(refused));
            }
        });
    }

    /** A handler for cancelling makes an answer to a caller that left no failure. It can be set before the call returns only. */
    private static <R> ServerCallStreamObserver<R> cancellable(StreamObserver<R> client) {
        ServerCallStreamObserver<R> caller = (ServerCallStreamObserver<R>) client;
        caller.setOnCancelHandler(() -> {});
        return caller;
    }
}
