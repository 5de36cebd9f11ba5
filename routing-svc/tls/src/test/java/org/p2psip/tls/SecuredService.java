package org.p2psip.tls;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.p2psip.identity.Role;
import org.p2psip.proto.v1.EnrollUserRequest;
import org.p2psip.proto.v1.EnrollUserResponse;
import org.p2psip.proto.v1.EnrollmentGrpc;
import org.p2psip.proto.v1.ListUsersRequest;
import org.p2psip.proto.v1.RemoveUserRequest;
import org.p2psip.proto.v1.RemoveUserResponse;
import org.p2psip.proto.v1.UserInfo;
import org.p2psip.tls.call.CallAdmission;
import org.p2psip.tls.call.CallRoles;
import org.p2psip.tls.call.Caller;

/** A real gRPC server on loopback with one call for each kind of caller, secured as a test says. */
public final class SecuredService implements AutoCloseable {
    private static final String SERVICE = EnrollmentGrpc.SERVICE_NAME;
    private static final long DEADLINE_S = 20;

    private static final CallRoles TABLE = CallRoles.builder()
            .service(SERVICE)
            .everybody("ListUsers")
            .roles("RemoveUser", Role.OPERATOR)
            .roles("EnrollUsers", Role.OPERATOR, Role.EDGE)
            .build();

    private final CompletableFuture<Void> hungUp = new CompletableFuture<>();
    private final CallAdmission admission;
    private final Server server;

    public SecuredService(GrpcSecurity security, boolean strangers) throws IOException {
        admission = new CallAdmission(security, TABLE);
        NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0));
        security.secure(builder, strangers);
        server = builder.addService(ServerInterceptors.intercept(new Answers(), admission::interceptCall))
                .build()
                .start();
    }

    /** Lasting calls of those who are not good any more are ended. */
    public void sweep() {
        admission.sweep();
    }

    /** Done when a lasting call looks cancelled to who serves it. */
    public CompletableFuture<Void> hungUp() {
        return hungUp;
    }

    public ManagedChannel connect(GrpcSecurity security, Role... expected) {
        return security.secure(NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()), expected)
                .build();
    }

    /** A call that everybody may make; the answer says who calls. */
    public String askAsAnybody(GrpcSecurity security, Role... expected) {
        ManagedChannel channel = connect(security, expected);
        try {
            return EnrollmentGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(DEADLINE_S, TimeUnit.SECONDS)
                    .listUsers(ListUsersRequest.getDefaultInstance())
                    .next()
                    .getAor();
        } finally {
            channel.shutdownNow();
        }
    }

    /** A call for operators. */
    public void askAsOperator(GrpcSecurity security) {
        ManagedChannel channel = connect(security);
        try {
            RemoveUserResponse ignored = EnrollmentGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(DEADLINE_S, TimeUnit.SECONDS)
                    .removeUser(RemoveUserRequest.getDefaultInstance());
        } finally {
            channel.shutdownNow();
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private final class Answers extends EnrollmentGrpc.EnrollmentImplBase {
        @Override
        public void listUsers(ListUsersRequest request, StreamObserver<UserInfo> client) {
            String who = Caller.current() instanceof Caller.Member member
                    ? member.identity().userName()
                    : Caller.current().getClass().getSimpleName();
            client.onNext(UserInfo.newBuilder().setAor(who).build());
            client.onCompleted();
        }

        @Override
        public void removeUser(RemoveUserRequest request, StreamObserver<RemoveUserResponse> client) {
            client.onNext(RemoveUserResponse.getDefaultInstance());
            client.onCompleted();
        }

        @Override
        public StreamObserver<EnrollUserRequest> enrollUsers(StreamObserver<EnrollUserResponse> client) {
            ((ServerCallStreamObserver<EnrollUserResponse>) client).setOnCancelHandler(() -> hungUp.complete(null));
            return new StreamObserver<>() {
                @Override
                public void onNext(EnrollUserRequest request) {
                    client.onNext(EnrollUserResponse.newBuilder()
                            .setAor(request.getAor())
                            .build());
                }

                @Override
                public void onError(Throwable failure) {
                    hungUp.completeExceptionally(failure);
                }

                @Override
                public void onCompleted() {
                    client.onError(Status.UNIMPLEMENTED.asException());
                }
            };
        }
    }
}
