package org.p2psip.routing.service.handover;

import io.grpc.stub.ServerCallStreamObserver;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.HandOverBatch;
import org.p2psip.proto.v1.HandOverRequest;
import org.p2psip.routing.records.RangeParts;
import org.p2psip.routing.records.TakeOvers;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.service.link.RangeSource;
import org.p2psip.routing.service.operation.Errors;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.storage.StorageLink;

/** Gives ranges to peers of other sites, a few at a time. */
@Singleton
final class HandOverSource implements RangeSource {
    private static final Logger LOG = Logger.getLogger(HandOverSource.class);
    /** Ranges that are given at a time. */
    private static final int STREAMS_LIMIT = 4;
    /** Who gained a range when this peer left begins to take it over within that time, milliseconds. */
    private static final long MOMENT_MS = 500;

    private final PeerLoop loop;
    private final StorageLink storage;
    private final TakeOvers takeOvers;
    private final AtomicInteger streams = new AtomicInteger();
    private int begun;

    HandOverSource(PeerLoop loop, StorageLink storage, RangeTakeOver takeOver, MeterRegistry registry) {
        this.loop = loop;
        this.storage = storage;
        this.takeOvers = takeOver.takeOvers();
        registry.gauge("p2psip.ring.hand.over.streams", streams);
    }

    @Override
    public void give(HandOverRequest request, ServerCallStreamObserver<HandOverBatch> client) {
        HandOverStream[] stream = new HandOverStream[1];
        client.setOnReadyHandler(() -> loop.execute(() -> {
            if (stream[0] != null) {
                stream[0].ready();
            }
        }));
        client.setOnCancelHandler(() -> loop.execute(() -> {
            if (stream[0] != null) {
                stream[0].cancel();
            }
        }));
        loop.execute(() -> stream[0] = begin(request, client));
    }

    @Override
    public CompletableFuture<Void> given() {
        CompletableFuture<Void> given = new CompletableFuture<>();
        loop.execute(() -> {
            if (takeOvers.hasOtherSites()) {
                loop.schedule(() -> look(given, begun), MOMENT_MS);
            } else {
                given.complete(null);
            }
        });
        return given;
    }

    private void look(CompletableFuture<Void> given, int begunBefore) {
        if (streams.get() == 0 && begun == begunBefore) {
            given.complete(null);
        } else {
            int begunNow = begun;
            loop.schedule(() -> look(given, begunNow), MOMENT_MS);
        }
    }

    private HandOverStream begin(HandOverRequest request, ServerCallStreamObserver<HandOverBatch> client) {
        if (request.getFirst().size() != Position.BYTES || request.getLast().size() != Position.BYTES) {
            return refuse(
                    client,
                    ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                    "first has " + request.getFirst().size() + " bytes and last "
                            + request.getLast().size() + ", expected " + Position.BYTES + " each");
        }
        Position first = Position.ofBytes(request.getFirst().toByteArray());
        Position last = Position.ofBytes(request.getLast().toByteArray());
        if (takeOvers.isPartOf(first, last)) {
            return refuse(
                    client,
                    ErrorCode.ERROR_CODE_UNAVAILABLE,
                    "this site does not have the range from " + first + " to " + last + " itself yet; ask again later");
        }
        if (streams.get() >= STREAMS_LIMIT) {
            return refuse(
                    client,
                    ErrorCode.ERROR_CODE_LIMIT_REACHED,
                    STREAMS_LIMIT + " ranges are handed over already; ask again later");
        }
        begun++;
        streams.incrementAndGet();
        LOG.infof("The records from %s to %s are handed over", first, last);
        HandOverStream stream =
                new HandOverStream(client, loop, storage, new RangeParts(first, last), streams::decrementAndGet);
        stream.begin();
        return stream;
    }

    private static HandOverStream refuse(
            ServerCallStreamObserver<HandOverBatch> client, ErrorCode code, String message) {
        client.onError(Errors.toStatus(Errors.of(code, message)));
        return null;
    }
}
