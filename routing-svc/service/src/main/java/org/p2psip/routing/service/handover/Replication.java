package org.p2psip.routing.service.handover;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.StorageOperation;
import org.p2psip.proto.v1.StoreAnswer;
import org.p2psip.proto.v1.StoreMessage;
import org.p2psip.proto.v1.StoreRequest;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.message.Method;
import org.p2psip.routing.records.ReplicaQueue;
import org.p2psip.routing.records.Written;
import org.p2psip.routing.ring.Destination;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.service.ring.RingPeer;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.storage.StorageLink;

/**
 * Brings what was written here to the sites of the replicas, through storage and the ring, when the {@link ReplicaQueue} says
 * so. On the peer loop.
 */
@Singleton
public final class Replication implements ReplicaQueue.Moves<Resource> {
    private final RingPeer ring;
    private final StorageLink storage;
    private final PeerLoop loop;
    private final HandOverMetrics metrics;
    private final ReplicaQueue<Resource> queue = new ReplicaQueue<>(this);

    Replication(RingPeer ring, StorageLink storage, PeerLoop loop, HandOverMetrics metrics) {
        this.ring = ring;
        this.storage = storage;
        this.loop = loop;
        this.metrics = metrics;
    }

    /** Storage has done a write that this site is responsible for: a client's, or what another site brought home. */
    public void written(StorageOperation.Builder operation) {
        if (!ring.core().table().neighbors().replicaSites().isEmpty()) {
            queue.written(
                    operation.hasStore()
                            ? operation.getStore().getResource()
                            : operation.getRemove().getResource(),
                    of(operation));
        }
    }

    private static Written of(StorageOperation.Builder operation) {
        if (operation.hasRemove()) {
            return new Written(Set.of(operation.getRemove().getKind()), true);
        }
        Set<Integer> kinds = new TreeSet<>();
        boolean deletes = false;
        for (KindWrite write : operation.getStore().getKindsList()) {
            kinds.add(write.getKind());
            deletes |= write.getClear();
            for (StoredEntry entry : write.getEntriesList()) {
                deletes |= !entry.getExists();
            }
        }
        return new Written(kinds, deletes);
    }

    @Override
    public void replicate(Resource resource, Written write, Consumer<Boolean> done) {
        new WrittenState(storage, loop, resource, write).read(kinds -> {
            if (kinds == null) {
                done.accept(false); // storage did not answer
            } else {
                bring(resource, kinds, done);
            }
        });
    }

    @Override
    public void later(Runnable task, long delayMs) {
        loop.schedule(task, delayMs);
    }

    @Override
    public void dropped() {
        metrics.replicaDropped();
    }

    /**
     * Brings what there is of a resource to the sites of its replicas.
     *
     * @param done told whether all of them have stored it
     */
    void bring(Resource resource, List<KindState> kinds, Consumer<Boolean> done) {
        List<Destination> sites = new ArrayList<>();
        ring.core().table().neighbors().replicaPeers().forEach(peer -> sites.add(peer.id()));
        bring(resource, kinds, sites, done);
    }

    /**
     * Brings what there is of a resource to who is responsible for it, through the ring.
     *
     * @param done told whether it was stored
     */
    void bringHome(Resource resource, List<KindState> kinds, Consumer<Boolean> done) {
        ResourceId home = ResourceId.ofBytes(resource.getResourceId().toByteArray());
        bring(resource, kinds, List.of(home), done);
    }

    private void bring(Resource resource, List<KindState> kinds, List<Destination> targets, Consumer<Boolean> done) {
        List<Sending> sendings = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            for (StoreRequest request : ReplicaWrites.of(resource, kinds, i + 1, System.currentTimeMillis())) {
                sendings.add(new Sending(targets.get(i), message(request)));
            }
        }
        if (sendings.isEmpty()) {
            done.accept(true);
        }
        Progress progress = new Progress(sendings.size(), done);
        for (Sending sending : sendings) {
            ring.ask(sending.to, new Contents.Carried(Method.STORE, sending.message), progress::answered);
        }
    }

    private static StoreMessage message(StoreRequest request) {
        return StoreMessage.newBuilder()
                .setResource(request.getResource())
                .setReplicaNumber(request.getReplicaNumber())
                .addAllKinds(request.getKindsList())
                .build();
    }

    private record Sending(Destination to, StoreMessage message) {}

    /** What became of the writes of one resource. */
    private final class Progress {
        private final Consumer<Boolean> done;
        private int open;
        private boolean all = true;

        Progress(int open, Consumer<Boolean> done) {
            this.open = open;
            this.done = done;
        }

        void answered(Contents.Answer answer) {
            boolean stored =
                    answer instanceof Contents.CarriedAnswer carried && carried.payload() instanceof StoreAnswer;
            metrics.replica(stored);
            all &= stored;
            open--;
            if (open == 0) {
                done.accept(all);
            }
        }
    }
}
