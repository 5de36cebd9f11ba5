package org.p2psip.routing.service.ring;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.GetRingRequest;
import org.p2psip.proto.v1.Ring;
import org.p2psip.proto.v1.RingAdminGrpc;
import org.p2psip.proto.v1.TraceRequest;
import org.p2psip.proto.v1.TraceResponse;
import org.p2psip.routing.OverlayPeer;
import org.p2psip.routing.record.RequestedResource;
import org.p2psip.routing.record.Verdict;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.service.message.Identifiers;
import org.p2psip.routing.service.operation.Errors;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.table.NeighborTable;
import org.p2psip.routing.table.PeerInfo;
import org.p2psip.routing.table.SizeEstimate;

/** Shows operators the ring as this peer sees it. */
@GrpcService
public class RingAdminService extends RingAdminGrpc.RingAdminImplBase {
    private final RingPeer ring;
    private final PeerLoop loop;
    private final Settings settings;

    RingAdminService(RingPeer ring, PeerLoop loop, Settings settings) {
        this.ring = ring;
        this.loop = loop;
        this.settings = settings;
    }

    @Override
    public void getRing(GetRingRequest request, StreamObserver<Ring> client) {
        loop.execute(() -> {
            client.onNext(view(ring.core()));
            client.onCompleted();
        });
    }

    private Ring view(OverlayPeer core) {
        NeighborTable neighbors = core.table().neighbors();
        List<PeerInfo> fingers = core.table().fingers().peers();
        List<PeerInfo> sitePeers = core.table().site().peers();
        Set<PeerInfo> all = new LinkedHashSet<>(neighbors.predecessors());
        all.addAll(neighbors.successors());
        all.addAll(fingers);
        all.addAll(sitePeers);
        PeerInfo before = neighbors.predecessor() == null ? core.self() : neighbors.predecessor();
        Ring.Builder view = Ring.newBuilder()
                .setSelf(Identifiers.of(core.self()))
                .addAllPredecessors(Identifiers.of(neighbors.predecessors()))
                .addAllSuccessors(Identifiers.of(neighbors.successors()))
                .addAllFingers(Identifiers.of(fingers))
                .addSitePeers(Identifiers.of(core.self()))
                .addAllSitePeers(Identifiers.of(sitePeers))
                .setRangeFirst(Identifiers.bytes(before.position().next()))
                .setOverlay(settings.overlay())
                .setMembership(core.membership().name().toLowerCase(Locale.ROOT))
                .setSizeEstimate(Math.round(
                        SizeEstimate.of(neighbors, settings.ring().peer().neighbors())))
                .setLinks(core.links());
        for (PeerInfo peer : all) {
            if (!core.isUsable(peer.id())) {
                view.addUnreachable(Identifiers.bytes(peer.position()));
            }
        }
        return view.build();
    }

    @Override
    public void trace(TraceRequest request, StreamObserver<TraceResponse> client) {
        // Without a handler an answer to a client that left would throw.
        ((ServerCallStreamObserver<TraceResponse>) client).setOnCancelHandler(() -> {});
        switch (RequestedResource.resolve(
                request.getResource().getName(),
                request.getResource().getResourceId().toByteArray())) {
            case RequestedResource.Unresolved(Verdict.Refused refused) ->
                client.onError(Errors.toStatus(Errors.of(refused)));
            case RequestedResource.Resolved(ResourceId id) -> loop.execute(() -> trace(id, client));
        }
    }

    private void trace(ResourceId id, StreamObserver<TraceResponse> client) {
        new LookupTrace(ring, id, new LookupTrace.Outcome() {
                    @Override
                    public void found(TraceResponse hops) {
                        client.onNext(hops);
                        client.onCompleted();
                    }

                    @Override
                    public void failed(Error error) {
                        client.onError(Errors.toStatus(error));
                    }
                })
                .begin();
    }
}
