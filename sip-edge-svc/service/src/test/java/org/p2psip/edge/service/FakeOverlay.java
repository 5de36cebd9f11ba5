package org.p2psip.edge.service;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.GetResponse;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.Operation;
import org.p2psip.proto.v1.OperationBatch;
import org.p2psip.proto.v1.OverlayGrpc;
import org.p2psip.proto.v1.PutRequest;
import org.p2psip.proto.v1.PutResponse;
import org.p2psip.proto.v1.Result;
import org.p2psip.proto.v1.ResultBatch;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.tls.GrpcSecurity;

/** A routing peer with its store in memory: the pipelined stream, one kind at a time, decided by WriteOrder alone. */
public final class FakeOverlay {
    private final Map<String, Map<String, StoredEntry>> records = new ConcurrentHashMap<>();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().unstarted(task));
    private volatile boolean silent;
    private volatile int delayMillis;
    private volatile ErrorCode failing;
    private final Queue<Error> refusals = new ConcurrentLinkedQueue<>();
    private final Queue<PutRequest> puts = new ConcurrentLinkedQueue<>();
    private GrpcSecurity security = GrpcSecurity.plaintext();
    private Server server;
    private int port;

    public synchronized int start() throws IOException {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port));
        security.secure(builder, false);
        server = builder.addService(new Peer()).build().start();
        port = server.getPort();
        return port;
    }

    /** Kills it, as a crash would; the records stay for the next start. */
    public synchronized void stop() {
        try {
            server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Its connections are secured like this. */
    public void secured(GrpcSecurity by) {
        security = by;
    }

    /** Refuses the next write so, once for each call. */
    public void refuse(Error error) {
        refusals.add(error);
    }

    /** The writes that came, in their order, those among them that were refused. */
    public List<PutRequest> puts() {
        return List.copyOf(puts);
    }

    /** Takes operations and never answers. */
    public void silent(boolean now) {
        silent = now;
    }

    /** Answers so much later. */
    public void delayMillis(int millis) {
        delayMillis = millis;
    }

    /** Answers every operation with that error; null answers them rightly. */
    void failing(ErrorCode code) {
        failing = code;
    }

    public Map<String, StoredEntry> record(int kind, String name) {
        return records.computeIfAbsent(kind + "/" + name, k -> new LinkedHashMap<>());
    }

    private synchronized Result answer(Operation operation) {
        Result.Builder result = Result.newBuilder().setId(operation.getId());
        if (failing != null) {
            return result.setError(Error.newBuilder().setCode(failing).setMessage("so told by the test"))
                    .build();
        }
        if (operation.hasGet()) {
            int kind = operation.getGet().getKinds(0).getKind();
            return result.setGet(GetResponse.newBuilder()
                            .addKinds(
                                    state(kind, operation.getGet().getResource().getName())))
                    .build();
        }
        puts.add(operation.getPut());
        Error refusal = refusals.poll();
        if (refusal != null) {
            return result.setError(refusal).build();
        }
        String name = operation.getPut().getResource().getName();
        KindWrite write = operation.getPut().getKinds(0);
        Map<String, StoredEntry> record = record(write.getKind(), name);
        for (StoredEntry entry : write.getEntriesList()) {
            StoredEntry old = record.get(entry.getDictionaryKey().toStringUtf8());
            if (old != null
                    && entry.hasOrder()
                    && old.getOrder().getScope().equals(entry.getOrder().getScope())
                    && old.getOrder().getSequence() >= entry.getOrder().getSequence()) {
                return result.setError(Error.newBuilder().setCode(ErrorCode.ERROR_CODE_ORDER_TOO_OLD))
                        .build();
            }
        }
        if (write.getClear()) {
            record.clear();
        }
        for (StoredEntry entry : write.getEntriesList()) {
            record.put(entry.getDictionaryKey().toStringUtf8(), entry);
        }
        return result.setPut(PutResponse.newBuilder().addKinds(state(write.getKind(), name)))
                .build();
    }

    private KindState state(int kind, String name) {
        KindState.Builder state = KindState.newBuilder().setKind(kind);
        record(kind, name).values().stream().filter(StoredEntry::getExists).forEach(state::addEntries);
        return state.build();
    }

    private final class Peer extends OverlayGrpc.OverlayImplBase {
        @Override
        public StreamObserver<OperationBatch> pipeline(StreamObserver<ResultBatch> answers) {
            return new StreamObserver<>() {
                @Override
                public void onNext(OperationBatch batch) {
                    if (!silent) {
                        ResultBatch.Builder results = ResultBatch.newBuilder();
                        batch.getOperationsList().forEach(operation -> results.addResults(answer(operation)));
                        if (delayMillis == 0) {
                            answers.onNext(results.build());
                        } else {
                            later.schedule(() -> answers.onNext(results.build()), delayMillis, TimeUnit.MILLISECONDS);
                        }
                    }
                }

                @Override
                public void onError(Throwable cancelled) {
                    // The edge gave the stream up; there is nobody to tell.
                }

                @Override
                public void onCompleted() {
                    answers.onCompleted();
                }
            };
        }
    }
}
