package org.p2psip.routing.service.remote;

import jakarta.inject.Singleton;
import java.util.function.Consumer;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.StorageResult;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.message.Method;
import org.p2psip.routing.records.TakeOvers;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.service.handover.RangeTakeOver;
import org.p2psip.routing.service.handover.Replication;
import org.p2psip.routing.service.ring.RingPeer;
import org.p2psip.routing.service.storage.StorageLink;
import org.p2psip.routing.service.storage.StorageRequest;
import org.p2psip.routing.table.PeerInfo;

/**
 * The records that the own site is responsible for: from its storage, or from the site that was responsible before, until
 * they are brought. What is written goes to the sites of the replicas too. On the peer loop.
 */
@Singleton
final class OwnRecords {
    private final RingPeer ring;
    private final StorageLink storage;
    private final TakeOvers takeOvers;
    private final Replication replication;
    private final Patience patience;

    OwnRecords(RingPeer ring, StorageLink storage, RangeTakeOver takeOver, Replication replication, Patience patience) {
        this.ring = ring;
        this.storage = storage;
        this.takeOvers = takeOver.takeOvers();
        this.replication = replication;
        this.patience = patience;
    }

    /** Whether the own site is responsible for a position, be it that its record is still to be brought. */
    boolean contains(Position key) {
        return ring.core().isOwnSites(key) || takeOvers.contains(key);
    }

    /** Whether the own site is responsible for a position, and another one still has its record. */
    boolean isElsewhere(Position key) {
        return takeOvers.contains(key);
    }

    void send(Position key, StorageRequest request) {
        if (takeOvers.contains(key)) {
            forward(new ResourceId(key), request);
        } else if (isWrite(request)) {
            storage.send(new StorageRequest(request.operation(), request.timeoutMs(), result -> {
                if (!result.hasError()) {
                    replication.written(request.operation());
                }
                request.answer().accept(result);
            }));
        } else {
            storage.send(request);
        }
    }

    private static boolean isWrite(StorageRequest request) {
        return request.operation().hasStore() || request.operation().hasRemove();
    }

    private void forward(ResourceId resource, StorageRequest request) {
        PeerInfo source = takeOvers.sourceOf(resource.position());
        if (source == null) {
            request.answer()
                    .accept(RemoteErrors.result(RemoteErrors.of(
                            ErrorCode.ERROR_CODE_UNAVAILABLE,
                            "the record is being handed over, and who has it cannot be reached; try again later")));
            return;
        }
        Runnable written = isWrite(request) ? takeOvers.beginWrite(resource) : () -> {};
        if (written == null) {
            request.answer()
                    .accept(RemoteErrors.result(RemoteErrors.of(
                            ErrorCode.ERROR_CODE_LIMIT_REACHED,
                            "too many records were written while their range is handed over; try again later")));
            return;
        }
        Consumer<StorageResult> answer = patience.once(
                request.timeoutMs(),
                result -> {
                    written.run();
                    request.answer().accept(result);
                },
                RemoteErrors.result(RemoteErrors.timedOut("the site that hands the record over")));
        Method method = RemoteMessages.methodOf(request.operation());
        ring.ask(
                source.id(),
                new Contents.Carried(method, RemoteMessages.of(request.operation())),
                contents -> answer.accept(RemoteMessages.result(request.operation(), contents)));
    }
}
