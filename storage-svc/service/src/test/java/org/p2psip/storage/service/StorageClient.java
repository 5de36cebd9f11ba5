package org.p2psip.storage.service;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.p2psip.proto.v1.FetchRequest;
import org.p2psip.proto.v1.KindQuery;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.StorageBatch;
import org.p2psip.proto.v1.StorageGrpc;
import org.p2psip.proto.v1.StorageOperation;
import org.p2psip.proto.v1.StorageResult;
import org.p2psip.proto.v1.StorageResults;
import org.p2psip.proto.v1.StoreRequest;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.proto.v1.WriteOrder;

/** A routing peer as far as storage sees it: single calls, and one pipelined stream. */
final class StorageClient implements AutoCloseable {
    static final int EDGE_REGISTRATION = 0xF0000001;
    private static final long WAIT_S = 20;

    private final ManagedChannel channel;
    private final Map<Long, CompletableFuture<StorageResult>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private StreamObserver<StorageBatch> stream;

    StorageClient(int port) {
        channel = ManagedChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .build();
    }

    ManagedChannel channel() {
        return channel;
    }

    StorageGrpc.StorageBlockingStub blocking() {
        return StorageGrpc.newBlockingStub(channel).withDeadlineAfter(WAIT_S, TimeUnit.SECONDS);
    }

    StorageGrpc.StorageStub async() {
        return StorageGrpc.newStub(channel);
    }

    /** Sends operations in one batch; each result completes its future, or all fail when the stream does. */
    synchronized List<CompletableFuture<StorageResult>> send(List<StorageOperation.Builder> operations) {
        if (stream == null) {
            stream = StorageGrpc.newStub(channel).pipeline(new Results());
        }
        StorageBatch.Builder batch = StorageBatch.newBuilder();
        List<CompletableFuture<StorageResult>> results = operations.stream()
                .map(operation -> {
                    long id = ids.incrementAndGet();
                    CompletableFuture<StorageResult> result = new CompletableFuture<>();
                    waiting.put(id, result);
                    batch.addOperations(operation.setId(id));
                    return result;
                })
                .toList();
        stream.onNext(batch.build());
        return results;
    }

    StorageResult pipelined(StorageOperation.Builder operation) {
        return send(List.of(operation))
                .getFirst()
                .orTimeout(WAIT_S, TimeUnit.SECONDS)
                .join();
    }

    KindState fetch(String name) {
        return blocking().fetch(fetchRequest(name)).getKinds(0);
    }

    static FetchRequest fetchRequest(String name) {
        return FetchRequest.newBuilder()
                .setResource(resource(name))
                .addKinds(KindQuery.newBuilder().setKind(EDGE_REGISTRATION))
                .build();
    }

    static StoreRequest registration(String name, String key, String value, String callId, long cseq, int lifetimeS) {
        return store(name, entry(key, value, callId, cseq, lifetimeS));
    }

    static StoreRequest store(String name, StoredEntry.Builder... entries) {
        KindWrite.Builder kind = KindWrite.newBuilder().setKind(EDGE_REGISTRATION);
        for (StoredEntry.Builder entry : entries) {
            kind.addEntries(entry);
        }
        return StoreRequest.newBuilder()
                .setResource(resource(name))
                .addKinds(kind)
                .setReturnValues(true)
                .build();
    }

    static StoredEntry.Builder entry(String key, String value, String callId, long cseq, int lifetimeS) {
        return StoredEntry.newBuilder()
                .setDictionaryKey(bytes(key))
                .setExists(true)
                .setValue(bytes(value))
                .setLifetimeS(lifetimeS)
                .setOrder(order(callId, cseq));
    }

    static WriteOrder order(String callId, long cseq) {
        return WriteOrder.newBuilder().setScope(callId).setSequence(cseq).build();
    }

    static Resource resource(String name) {
        return Resource.newBuilder().setName(name).build();
    }

    static ByteString bytes(String text) {
        return ByteString.copyFrom(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private final class Results implements StreamObserver<StorageResults> {
        @Override
        public void onNext(StorageResults results) {
            results.getResultsList()
                    .forEach(result -> waiting.remove(result.getId()).complete(result));
        }

        @Override
        public void onError(Throwable cause) {
            waiting.values().forEach(result -> result.completeExceptionally(cause));
        }

        @Override
        public void onCompleted() {
            onError(new IllegalStateException("The stream ended"));
        }
    }
}
