package org.p2psip.client.bootstrap;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.p2psip.proto.v1.BootstrapGrpc;
import org.p2psip.proto.v1.DiscoverRequest;
import org.p2psip.proto.v1.DiscoverResponse;

/** A bootstrap server on loopback that always gives one answer. */
final class FakeServer extends BootstrapGrpc.BootstrapImplBase implements AutoCloseable {
    private final DiscoverResponse answer;
    private final Server server;
    private final AtomicInteger asked = new AtomicInteger();

    FakeServer(DiscoverResponse answer) {
        this.answer = answer;
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(this)
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void discover(DiscoverRequest request, StreamObserver<DiscoverResponse> client) {
        asked.incrementAndGet();
        client.onNext(answer);
        client.onCompleted();
    }

    int port() {
        return server.getPort();
    }

    String address() {
        return "127.0.0.1:" + port();
    }

    /** How often. */
    int asked() {
        return asked.get();
    }

    @Override
    public void close() {
        try {
            server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static List<String> addresses(FakeServer... servers) {
        return List.of(servers).stream().map(FakeServer::address).toList();
    }
}
