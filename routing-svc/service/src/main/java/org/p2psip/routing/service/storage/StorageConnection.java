package org.p2psip.routing.service.storage;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.p2psip.identity.Role;
import org.p2psip.proto.v1.StorageBatch;
import org.p2psip.proto.v1.StorageGrpc;
import org.p2psip.proto.v1.StorageOperation;
import org.p2psip.proto.v1.StorageResults;
import org.p2psip.routing.service.config.HostPort;
import org.p2psip.tls.GrpcSecurity;

/**
 * One attempt to talk to storage: a connection of its own and the pipelined stream on it. It never comes back after it
 * ended; the link makes another. All calls and callbacks are on the peer loop.
 */
final class StorageConnection implements StreamObserver<StorageResults> {
    /** Operations of one message, as the contract allows. */
    static final int BATCH_LIMIT = 256;
    /** Encoded bytes after which a message is full, so that none comes near the 4 MiB that gRPC servers take. */
    static final int BATCH_BYTES_LIMIT = 1 << 20;
    /** Largest message taken from storage, bytes. */
    private static final int INBOUND_LIMIT = 16 << 20;

    private final HostPort target;
    private final Listener listener;
    private final ManagedChannel channel;
    private final StreamObserver<StorageBatch> stream;

    /** What the link hears of its connection. */
    interface Listener {
        void answered(StorageConnection connection, StorageResults results);

        /** The stream is gone, for the reason given. */
        void ended(StorageConnection connection, String reason);
    }

    StorageConnection(HostPort target, GrpcSecurity security, PeerLoop loop, Listener listener) {
        this.target = target;
        this.listener = listener;
        this.channel = security.secure(NettyChannelBuilder.forTarget("dns:///" + target), Role.STORE)
                .eventLoopGroup(loop.group())
                .channelType(NioSocketChannel.class)
                .executor(loop)
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, GrpcSecurity.SITE_CONNECT_LIMIT_MS)
                .maxInboundMessageSize(INBOUND_LIMIT)
                .disableRetry()
                .build();
        this.stream = StorageGrpc.newStub(channel).pipeline(this);
    }

    /** Sends operations in as few messages as the limits allow. */
    void send(List<StorageOperation> operations) {
        List<StorageOperation> batch = new ArrayList<>(Math.min(operations.size(), BATCH_LIMIT));
        int bytes = 0;
        for (StorageOperation operation : operations) {
            int size = operation.getSerializedSize();
            if (batch.size() == BATCH_LIMIT || (bytes + size > BATCH_BYTES_LIMIT && !batch.isEmpty())) {
                sendBatch(batch);
                batch.clear();
                bytes = 0;
            }
            batch.add(operation);
            bytes += size;
        }
        sendBatch(batch);
    }

    private void sendBatch(List<StorageOperation> operations) {
        stream.onNext(StorageBatch.newBuilder().addAllOperations(operations).build());
    }

    /** The member that it leads to. */
    HostPort target() {
        return target;
    }

    /** For calls that have a stream of their own. */
    StorageGrpc.StorageStub stub() {
        return StorageGrpc.newStub(channel);
    }

    void close() {
        channel.shutdownNow();
    }

    @Override
    public void onNext(StorageResults results) {
        listener.answered(this, results);
    }

    @Override
    public void onError(Throwable failure) {
        Status status = Status.fromThrowable(failure);
        String detail = status.getCause() == null
                ? status.getDescription()
                : status.getCause().getMessage();
        listener.ended(this, status.getCode() + (detail == null ? "" : ", " + detail));
    }

    @Override
    public void onCompleted() {
        listener.ended(this, "storage ended the stream");
    }
}
