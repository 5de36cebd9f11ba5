package org.p2psip.storage.service.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.ScanRequest;
import org.p2psip.proto.v1.ScannedResource;
import org.p2psip.storage.Octets;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.service.admission.SignerCertificates;
import org.p2psip.storage.service.message.Errors;
import org.p2psip.storage.service.records.RecordStore;

/** Scans that run, bounded in number. Reading keys of a segment off the disk blocks, so it has workers of its own. */
final class Scans {
    private static final int WORKERS = 2;

    private final RecordStore records;
    private final SignerCertificates signers;
    private final Clock clock;
    private final int limit;
    private final Vertx vertx;
    private final WorkerExecutor workers;
    private final AtomicInteger running = new AtomicInteger();

    Scans(RecordStore records, SignerCertificates signers, Clock clock, int limit, Vertx vertx) {
        this.records = records;
        this.signers = signers;
        this.clock = clock;
        this.limit = limit;
        this.vertx = vertx;
        this.workers = vertx.createSharedWorkerExecutor("storage-scan", WORKERS);
    }

    void start(ScanRequest request, ServerCallStreamObserver<ScannedResource> client) {
        if (wrong(request.getFirst().size()) || wrong(request.getLast().size())) {
            fail(client, ErrorCode.ERROR_CODE_INVALID_MESSAGE, "first and last of a scan have 16 bytes or are empty");
            return;
        }
        if (running.incrementAndGet() > limit) {
            running.decrementAndGet();
            fail(client, ErrorCode.ERROR_CODE_UNAVAILABLE, "The limit of scans at a time is reached: " + limit);
            return;
        }
        ResourceId first = request.getFirst().isEmpty() ? ResourceId.FIRST : id(request.getFirst());
        ResourceId last = request.getLast().isEmpty() ? ResourceId.LAST : id(request.getLast());
        new ScanCall(records, signers, clock, request, first, last, client, this, vertx.getOrCreateContext()).start();
    }

    /** Runs what blocks. */
    <T> io.vertx.core.Future<T> blocking(Callable<T> work) {
        return workers.executeBlocking(work, false);
    }

    void ended() {
        running.decrementAndGet();
    }

    private static boolean wrong(int length) {
        return length != 0 && length != ResourceId.LENGTH;
    }

    private static ResourceId id(com.google.protobuf.ByteString bytes) {
        return new ResourceId(Octets.wrap(bytes.toByteArray()));
    }

    private static void fail(ServerCallStreamObserver<ScannedResource> client, ErrorCode code, String message) {
        client.onError(Errors.exception(Answer.Failed.of(code, message).error()));
    }
}
