package org.p2psip.client;

import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.p2psip.proto.v1.BootstrapGrpc;
import org.p2psip.proto.v1.DiscoverRequest;
import org.p2psip.proto.v1.DiscoverResponse;
import org.p2psip.proto.v1.Operation;
import org.p2psip.proto.v1.OperationBatch;
import org.p2psip.proto.v1.OverlayGrpc;
import org.p2psip.proto.v1.PeerInfo;
import org.p2psip.proto.v1.PeerSample;
import org.p2psip.proto.v1.Result;
import org.p2psip.proto.v1.ResultBatch;
import org.p2psip.proto.v1.WatchEvent;
import org.p2psip.proto.v1.WatchRequest;

/** A peer on loopback: names itself and others to who starts, and answers operations as a test says. */
final class FakePeer implements AutoCloseable {
    /** The answer to an operation; null for none. */
    interface Behaviour extends Function<Operation, Result.Builder> {}

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Server server;
    private final int number = NUMBER.incrementAndGet();
    private final AtomicInteger operations = new AtomicInteger();
    private final AtomicInteger batches = new AtomicInteger();
    private volatile Behaviour behaviour;
    private volatile StreamObserver<WatchEvent> watch;
    private final CompletableFuture<Void> watchEnded = new CompletableFuture<>();
    private volatile List<FakePeer> sample = List.of(this);

    FakePeer(Behaviour behaviour) {
        this.behaviour = behaviour;
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(new Pipeline())
                    .addService(new Bootstrap())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void names(FakePeer... peers) {
        sample = List.of(peers);
    }

    void behaves(Behaviour next) {
        behaviour = next;
    }

    String address() {
        return "127.0.0.1:" + server.getPort();
    }

    int operations() {
        return operations.get();
    }

    int batches() {
        return batches.get();
    }

    /** Breaks off every stream, as a crash of the peer would. */
    void crash() {
        server.shutdownNow();
    }

    private PeerInfo info() {
        byte[] id = new byte[16];
        id[15] = (byte) number;
        return PeerInfo.newBuilder()
                .setNodeId(ByteString.copyFrom(id))
                .setAddress(address())
                .setSite("local")
                .build();
    }

    private final class Bootstrap extends BootstrapGrpc.BootstrapImplBase {
        @Override
        public void discover(DiscoverRequest request, StreamObserver<DiscoverResponse> client) {
            PeerSample.Builder peers = PeerSample.newBuilder();
            sample.forEach(peer -> peers.addPeers(peer.info()));
            client.onNext(DiscoverResponse.newBuilder()
                    .setOverlay("example.org")
                    .setSample(peers)
                    .build());
            client.onCompleted();
        }
    }

    /** The last watch that was begun here, which the test tells things; null before one was. */
    StreamObserver<WatchEvent> watch() {
        return watch;
    }

    /** Done when a client has ended its watch. */
    CompletableFuture<Void> watchEnded() {
        return watchEnded;
    }

    private final class Pipeline extends OverlayGrpc.OverlayImplBase {
        @Override
        public void watch(WatchRequest request, StreamObserver<WatchEvent> client) {
            ((ServerCallStreamObserver<WatchEvent>) client).setOnCancelHandler(() -> watchEnded.complete(null));
            watch = client;
            client.onNext(WatchEvent.newBuilder().setResync(true).build());
        }

        @Override
        public StreamObserver<OperationBatch> pipeline(StreamObserver<ResultBatch> client) {
            return new StreamObserver<>() {
                @Override
                public void onNext(OperationBatch batch) {
                    batches.incrementAndGet();
                    ResultBatch.Builder results = ResultBatch.newBuilder();
                    for (Operation operation : batch.getOperationsList()) {
                        operations.incrementAndGet();
                        Result.Builder result = behaviour.apply(operation);
                        if (result != null) {
                            results.addResults(result.setId(operation.getId()));
                        }
                    }
                    if (results.getResultsCount() > 0) {
                        client.onNext(results.build());
                    }
                }

                @Override
                public void onError(Throwable gone) {
                    // The client went away: nobody waits for an answer
                }

                @Override
                public void onCompleted() {
                    client.onCompleted();
                }
            };
        }
    }

    @Override
    public void close() {
        try {
            server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
