package org.p2psip.routing.service.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.p2psip.proto.v1.EnrollmentGrpc;
import org.p2psip.proto.v1.GetRevocationListsRequest;
import org.p2psip.proto.v1.RevocationLists;

/** A peer that passes on to a real server, beside one that nobody reaches. */
@Timeout(30)
class EnrollmentForwardTest {
    private static final RevocationLists LISTS = RevocationLists.newBuilder()
            .addLists(ByteString.copyFromUtf8("a list"))
            .build();

    private final List<ManagedChannel> channels = new ArrayList<>();
    private volatile boolean silent;
    private Server server;

    @BeforeEach
    void serve() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new EnrollmentGrpc.EnrollmentImplBase() {
                    @Override
                    public void getRevocationLists(
                            GetRevocationListsRequest request, StreamObserver<RevocationLists> client) {
                        if (!silent) {
                            client.onNext(LISTS);
                            client.onCompleted();
                        }
                    }
                })
                .build()
                .start();
    }

    @AfterEach
    void stop() {
        channels.forEach(ManagedChannel::shutdownNow);
        server.shutdownNow();
    }

    private EnrollmentForward to(int... ports) {
        for (int port : ports) {
            channels.add(NettyChannelBuilder.forAddress("127.0.0.1", port)
                    .usePlaintext()
                    .build());
        }
        return new EnrollmentForward(channels, new SimpleMeterRegistry());
    }

    private static CompletableFuture<RevocationLists> ask(EnrollmentForward forward) {
        CompletableFuture<RevocationLists> answer = new CompletableFuture<>();
        forward.ask(
                (stub, to) -> stub.getRevocationLists(GetRevocationListsRequest.getDefaultInstance(), to),
                new StreamObserver<RevocationLists>() {
                    @Override
                    public void onNext(RevocationLists lists) {
                        answer.complete(lists);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        answer.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {
                        assertThat(answer).isDone();
                    }
                });
        return answer;
    }

    private static Status failure(CompletableFuture<RevocationLists> answer) {
        return Status.fromThrowable(answer.handle((lists, failure) -> failure).join());
    }

    @Test
    void theNextServerIsAskedWhereOneIsNotReached() throws Exception {
        EnrollmentForward forward = to(1, server.getPort());
        assertThat(forward.isPossible()).isTrue();
        assertThat(ask(forward).get(10, TimeUnit.SECONDS)).isEqualTo(LISTS);
    }

    @Test
    void whereNobodyIsReachedThatIsSaid() {
        Status status = failure(ask(to(1)));
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(status.getDescription()).contains("the enrollment server is not reached from here");
    }

    @Test
    void questionsBeyondTheLimitAreRefusedUntilOthersAreAnswered() {
        silent = true;
        EnrollmentForward forward = to(server.getPort());
        List<CompletableFuture<RevocationLists>> waiting = new ArrayList<>();
        for (int i = 0; i < EnrollmentForward.LIMIT; i++) {
            waiting.add(ask(forward));
        }
        assertThat(failure(ask(forward)).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);

        waiting.forEach(answer -> assertThat(failure(answer).getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED));
        silent = false;
        assertThat(ask(forward).join()).isEqualTo(LISTS);
    }

    @Test
    void withoutAServerNothingIsPassedOn() {
        assertThat(to().isPossible()).isFalse();
    }
}
