package org.p2psip.routing.service;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.ScanRequest;
import org.p2psip.proto.v1.ScannedResource;
import org.p2psip.proto.v1.StorageBatch;
import org.p2psip.proto.v1.StorageGrpc;
import org.p2psip.proto.v1.StorageOperation;
import org.p2psip.proto.v1.StorageResult;
import org.p2psip.proto.v1.StorageResults;
import org.p2psip.proto.v1.StoreRequest;

/** The site's storage as routing knows it: on a real port, with records in memory; it can die, be silent, and refuse. */
public final class FakeStorage extends StorageGrpc.StorageImplBase implements AutoCloseable {
    private int port;
    private final FakeRecords records = new FakeRecords();
    private final Queue<Integer> batchSizes = new ConcurrentLinkedQueue<>();
    private final Queue<Error> nextStoreErrors = new ConcurrentLinkedQueue<>();
    private final AtomicLong operations = new AtomicLong();
    private final Queue<Runnable> heldScans = new ConcurrentLinkedQueue<>();
    private final AtomicInteger scansToBreak = new AtomicInteger();
    private final AtomicInteger scans = new AtomicInteger();
    private volatile boolean holdingScans;
    private volatile boolean silent;
    private volatile Function<StorageOperation, Error> refusal = operation -> null;
    private Server server;

    /** @param port 0: one that is free */
    public FakeStorage(int port) {
        this.port = port;
    }

    /** Where it listens, once it has started. */
    public int port() {
        return port;
    }

    public FakeStorage start() {
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
                    .directExecutor()
                    .addService(this)
                    .build()
                    .start();
            port = server.getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Ends all connections at once, as kill -9 does; records stay. */
    public void die() {
        server.shutdownNow();
        try {
            server.awaitTermination();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        die();
    }

    /** Takes operations and answers none, until it is told otherwise. */
    public void beSilent(boolean yes) {
        silent = yes;
    }

    /** Answers with an error where the function gives one. */
    public void refuse(Function<StorageOperation, Error> why) {
        refusal = why;
    }

    /** Answers the next store with an error, once. */
    public void refuseNextStore(ErrorCode code) {
        nextStoreErrors.add(
                Error.newBuilder().setCode(code).setMessage("as told").build());
    }

    /** Sizes of the batches that came; each that was asked for is forgotten. */
    public List<Integer> takeBatchSizes() {
        List<Integer> sizes = List.copyOf(batchSizes);
        batchSizes.clear();
        return sizes;
    }

    /** Operations that came on streams. */
    public long operations() {
        return operations.get();
    }

    @Override
    public StreamObserver<StorageBatch> pipeline(StreamObserver<StorageResults> client) {
        return new StreamObserver<>() {
            @Override
            public void onNext(StorageBatch batch) {
                operations.addAndGet(batch.getOperationsCount());
                batchSizes.add(batch.getOperationsCount());
                if (!silent) {
                    StorageResults.Builder results = StorageResults.newBuilder();
                    batch.getOperationsList().forEach(operation -> results.addResults(answer(operation)));
                    client.onNext(results.build());
                }
            }

            @Override
            public void onError(Throwable failure) {
                // The peer left; there is nothing to clean up.
            }

            @Override
            public void onCompleted() {
                client.onCompleted();
            }
        };
    }

    @Override
    public void scan(ScanRequest request, StreamObserver<ScannedResource> client) {
        scans.incrementAndGet();
        Runnable scan = () -> {
            if (scansToBreak.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                client.onError(Status.UNAVAILABLE.withDescription("as told").asException());
                return;
            }
            records.scan(request).forEach(client::onNext);
            client.onCompleted();
        };
        if (holdingScans) {
            heldScans.add(scan);
        } else {
            scan.run();
        }
    }

    /** Lets scans wait until it is told otherwise. */
    public void holdScans(boolean yes) {
        holdingScans = yes;
        for (Runnable held = heldScans.poll(); !yes && held != null; held = heldScans.poll()) {
            held.run();
        }
    }

    /** Ends the next scans with an error. */
    public void breakScans(int number) {
        scansToBreak.set(number);
    }

    /** What it has, as a scan would bring it; nobody is told. */
    public List<ScannedResource> scan(ScanRequest request) {
        return records.scan(request);
    }

    /** Stores something; nobody is told. */
    public void store(StoreRequest request) {
        records.store(request);
    }

    /** Loses its disk. */
    public void erase() {
        records.erase();
    }

    /** Scans so far. */
    public int scans() {
        return scans.get();
    }

    private StorageResult answer(StorageOperation operation) {
        StorageResult.Builder result = StorageResult.newBuilder().setId(operation.getId());
        Error error = operation.hasStore() && !nextStoreErrors.isEmpty()
                ? nextStoreErrors.remove()
                : refusal.apply(operation);
        if (error != null) {
            return result.setError(error).build();
        }
        return switch (operation.getRequestCase()) {
            case STORE -> result.setStore(records.store(operation.getStore())).build();
            case FETCH -> result.setFetch(records.fetch(operation.getFetch())).build();
            case REMOVE ->
                result.setRemove(records.remove(operation.getRemove())).build();
            default -> throw new IllegalArgumentException("routing never asks for " + operation.getRequestCase());
        };
    }
}
