package org.p2psip.routing.service.remote;

import com.google.protobuf.ByteString;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Consumer;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.StorageOperation;
import org.p2psip.proto.v1.StorageResult;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.message.Method;
import org.p2psip.routing.peer.Membership;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.service.ring.RingPeer;
import org.p2psip.routing.service.storage.StorageLink;
import org.p2psip.routing.service.storage.StorageRequest;
import org.p2psip.routing.table.PeerInfo;

/**
 * The records of the whole overlay: those of the own site from its storage without a hop, all others from the peer that
 * is responsible for them. On the peer loop.
 */
@Singleton
public final class OverlayRecords {
    private final RingPeer ring;
    private final StorageLink storage;
    private final OwnRecords own;
    private final RemoteMetrics metrics;
    private final Patience patience;

    OverlayRecords(RingPeer ring, StorageLink storage, OwnRecords own, RemoteMetrics metrics, Patience patience) {
        this.own = own;
        this.ring = ring;
        this.storage = storage;
        this.metrics = metrics;
        this.patience = patience;
    }

    /** Sends an operation to where its record is. */
    public void send(StorageRequest request) {
        if (ring.isOnlySite()) {
            storage.send(request);
            return;
        }
        if (ring.membership() == Membership.OUTSIDE) {
            request.answer().accept(RemoteErrors.result(RemoteErrors.outside()));
            return;
        }
        ByteString id = resourceOf(request.operation()).getResourceId();
        Position key = Position.ofBytes(id.toByteArray());
        if (own.contains(key)) {
            own.send(key, request);
        } else {
            ask(new ResourceId(key), request);
        }
    }

    /** Whether the own site's storage is where a record is read and written now. */
    public boolean isServedHere(ResourceId resource) {
        return ring.isOnlySite()
                || ring.membership() != Membership.OUTSIDE
                        && own.contains(resource.position())
                        && !own.isElsewhere(resource.position());
    }

    /**
     * Finds the peer that is responsible for a resource.
     *
     * @param found called once, later; with nobody where none answered
     */
    public void findResponsible(ResourceId resource, Consumer<Optional<PeerInfo>> found) {
        ring.ask(
                resource,
                Contents.Ping.INSTANCE,
                pong -> found.accept(
                        pong instanceof Contents.PingAnswer(PeerInfo peer) ? Optional.of(peer) : Optional.empty()));
    }

    private static Resource resourceOf(StorageOperation.Builder operation) {
        return switch (operation.getRequestCase()) {
            case STORE -> operation.getStore().getResource();
            case FETCH -> operation.getFetch().getResource();
            case STAT -> operation.getStat().getResource();
            case REMOVE -> operation.getRemove().getResource();
            case REQUEST_NOT_SET -> throw new IllegalArgumentException("an operation without a request");
        };
    }

    private void ask(ResourceId resource, StorageRequest request) {
        Method method = RemoteMessages.methodOf(request.operation());
        Consumer<StorageResult> answer = patience.once(
                request.timeoutMs(),
                result -> {
                    metrics.answered(
                            method, result.hasError() ? result.getError().getCode() : null);
                    request.answer().accept(result);
                },
                RemoteErrors.result(RemoteErrors.timedOut("the peer that is responsible for " + resource)));
        ring.ask(
                resource,
                new Contents.Carried(method, RemoteMessages.of(request.operation())),
                contents -> answer.accept(RemoteMessages.result(request.operation(), contents)));
    }
}
