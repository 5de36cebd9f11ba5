package org.p2psip.routing.service.enrollment;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import java.util.Arrays;
import org.p2psip.proto.v1.CreateTokenRequest;
import org.p2psip.proto.v1.CreateTokenResponse;
import org.p2psip.proto.v1.EnrollPeerRequest;
import org.p2psip.proto.v1.EnrollPeerResponse;
import org.p2psip.proto.v1.EnrollUserRequest;
import org.p2psip.proto.v1.EnrollUserResponse;
import org.p2psip.proto.v1.EnrollmentGrpc;
import org.p2psip.proto.v1.GetConfigurationRequest;
import org.p2psip.proto.v1.GetRevocationListsRequest;
import org.p2psip.proto.v1.ListUsersRequest;
import org.p2psip.proto.v1.OverlayConfiguration;
import org.p2psip.proto.v1.RemoveUserRequest;
import org.p2psip.proto.v1.RemoveUserResponse;
import org.p2psip.proto.v1.RenewPeerRequest;
import org.p2psip.proto.v1.RevocationLists;
import org.p2psip.proto.v1.RevokeRequest;
import org.p2psip.proto.v1.RevokeResponse;
import org.p2psip.proto.v1.RollOverRequest;
import org.p2psip.proto.v1.RollOverResponse;
import org.p2psip.proto.v1.SetUserDisabledRequest;
import org.p2psip.proto.v1.SetUserDisabledResponse;
import org.p2psip.proto.v1.UserInfo;
import org.p2psip.routing.record.Kind;
import org.p2psip.routing.service.authority.EnrollmentThread;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.service.operation.Errors;
import org.p2psip.routing.service.peer.OverlaySequence;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.storage.StorageLink;
import org.p2psip.tls.service.ServiceSecurity;

/** Enrollment of members and users, and the overlay's configuration. */
@GrpcService
public class EnrollmentService extends EnrollmentGrpc.EnrollmentImplBase {
    /** Initial TTL of messages, hops (RFC 6940 section 11.1). */
    private static final int INITIAL_TTL = 100;
    /** Largest message between peers, bytes. */
    private static final int MAX_MESSAGE_SIZE = 4 << 20;

    private final CertificateCalls certificates;
    private final EnrollmentThread authority;
    private final OverlaySequence sequence;
    private final UserDirectory users;
    private final StorageLink storage;
    private final PeerLoop loop;
    private final ServiceSecurity security;
    private final Settings settings;

    EnrollmentService(
            CertificateCalls certificates,
            EnrollmentThread authority,
            OverlaySequence sequence,
            UserDirectory users,
            StorageLink storage,
            PeerLoop loop,
            ServiceSecurity security,
            Settings settings) {
        this.certificates = certificates;
        this.authority = authority;
        this.sequence = sequence;
        this.users = users;
        this.storage = storage;
        this.loop = loop;
        this.security = security;
        this.settings = settings;
    }

    @Override
    public void getConfiguration(GetConfigurationRequest request, StreamObserver<OverlayConfiguration> client) {
        client.onNext(OverlayConfiguration.newBuilder()
                .setOverlay(settings.overlay())
                .setSequence(sequence.current())
                .addAllCaCertificates((authority.isServer() ? authority.trusted() : security.authorities())
                        .stream().map(CertificateMessages::encode).toList())
                .addAllDomains(settings.domains())
                .setInitialTtl(INITIAL_TTL)
                .setMaxMessageSize(MAX_MESSAGE_SIZE)
                .addAllKinds(Arrays.stream(Kind.values()).map(Kind::id).toList())
                .setTopologyPlugin("CHORD-RELOAD")
                .build());
        client.onCompleted();
    }

    @Override
    public void enrollPeer(EnrollPeerRequest request, StreamObserver<EnrollPeerResponse> client) {
        certificates.enroll(request, client);
    }

    @Override
    public void renewPeer(RenewPeerRequest request, StreamObserver<EnrollPeerResponse> client) {
        certificates.renew(request, client);
    }

    @Override
    public void createToken(CreateTokenRequest request, StreamObserver<CreateTokenResponse> client) {
        certificates.createToken(request, client);
    }

    @Override
    public void revoke(RevokeRequest request, StreamObserver<RevokeResponse> client) {
        certificates.revoke(request, client);
    }

    @Override
    public void getRevocationLists(GetRevocationListsRequest request, StreamObserver<RevocationLists> client) {
        certificates.lists(client);
    }

    @Override
    public void rollOver(RollOverRequest request, StreamObserver<RollOverResponse> client) {
        certificates.rollOver(request, client);
    }

    @Override
    public void enrollUser(EnrollUserRequest request, StreamObserver<EnrollUserResponse> client) {
        ServerCallStreamObserver<EnrollUserResponse> call = cancellable(client);
        loop.execute(() -> users.enroll(request, outcome -> {
            if (call.isCancelled()) {
                return;
            }
            switch (outcome) {
                case Enrolled.Stored(var created, var chain) -> {
                    call.onNext(EnrollUserResponse.newBuilder()
                            .setAor(request.getAor())
                            .setCreated(created)
                            .addAllCertificateChain(chain)
                            .build());
                    call.onCompleted();
                }
                case Enrolled.Failed(var error) -> call.onError(Errors.toStatus(error));
            }
        }));
    }

    @Override
    public StreamObserver<EnrollUserRequest> enrollUsers(StreamObserver<EnrollUserResponse> client) {
        EnrollmentStream stream =
                new EnrollmentStream((ServerCallStreamObserver<EnrollUserResponse>) client, users, loop);
        stream.open();
        return stream;
    }

    @Override
    public void setUserDisabled(SetUserDisabledRequest request, StreamObserver<SetUserDisabledResponse> client) {
        ServerCallStreamObserver<SetUserDisabledResponse> call = cancellable(client);
        loop.execute(() -> users.setDisabled(request, outcome -> {
            if (call.isCancelled()) {
                return;
            }
            switch (outcome) {
                case Removed.Gone(int bindings) -> {
                    call.onNext(SetUserDisabledResponse.newBuilder()
                            .setBindingsRemoved(bindings)
                            .build());
                    call.onCompleted();
                }
                case Removed.Failed(var error) -> call.onError(Errors.toStatus(error));
            }
        }));
    }

    @Override
    public void removeUser(RemoveUserRequest request, StreamObserver<RemoveUserResponse> client) {
        ServerCallStreamObserver<RemoveUserResponse> call = cancellable(client);
        loop.execute(() -> users.remove(request.getAor(), outcome -> {
            if (call.isCancelled()) {
                return;
            }
            switch (outcome) {
                case Removed.Gone(int bindings) -> {
                    call.onNext(RemoveUserResponse.newBuilder()
                            .setBindingsRemoved(bindings)
                            .build());
                    call.onCompleted();
                }
                case Removed.Failed(var error) -> call.onError(Errors.toStatus(error));
            }
        }));
    }

    @Override
    public void listUsers(ListUsersRequest request, StreamObserver<UserInfo> client) {
        UserListing listing = new UserListing((ServerCallStreamObserver<UserInfo>) client, loop);
        listing.open();
        loop.execute(() -> storage.scan(UserListing.request(), listing));
    }

    /** A handler for cancelling makes an answer to a caller that left no failure. */
    private static <T> ServerCallStreamObserver<T> cancellable(StreamObserver<T> client) {
        ServerCallStreamObserver<T> call = (ServerCallStreamObserver<T>) client;
        call.setOnCancelHandler(() -> {});
        return call;
    }
}
