package org.p2psip.routing.service.handover;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.StorageOperation;
import org.p2psip.proto.v1.StoreAnswer;
import org.p2psip.proto.v1.StoreMessage;
import org.p2psip.proto.v1.StoreRequest;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.message.Method;
import org.p2psip.routing.service.ring.RingPeer;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.storage.StorageLink;
import org.p2psip.routing.table.PeerInfo;

/**
 * Brings what was written here to the sites of the replicas, soon after the writer was answered (RFC 6940 section
 * 7.4.1.1). A resource that is written again meanwhile goes once. On the peer loop.
 */
@Singleton
public final class Replication {
    /** Resources that wait; one more is dropped, and counted. */
    private static final int WAITING_LIMIT = 65_536;
    /** Resources on their way. */
    private static final int IN_FLIGHT_LIMIT = 64;
    /** A resource that another site did not take is tried that often. */
    private static final int ATTEMPTS = 3;
    /** Pause before the next attempt, milliseconds. */
    private static final long PAUSE_MS = 1_000;

    private final RingPeer ring;
    private final StorageLink storage;
    private final PeerLoop loop;
    private final HandOverMetrics metrics;
    private final Map<Resource, Written> waiting = new LinkedHashMap<>();
    private int inFlight;

    Replication(RingPeer ring, StorageLink storage, PeerLoop loop, HandOverMetrics metrics) {
        this.ring = ring;
        this.storage = storage;
        this.loop = loop;
        this.metrics = metrics;
    }

    /** Storage has done a write of its origin. */
    public void written(StorageOperation.Builder operation) {
        if (!ring.core().table().neighbors().replicaSites().isEmpty()
                && operation.getStore().getReplicaNumber() == 0) {
            Written write = Written.of(operation);
            put(
                    operation.hasStore()
                            ? operation.getStore().getResource()
                            : operation.getRemove().getResource(),
                    write);
            goOn();
        }
    }

    private void put(Resource resource, Written write) {
        if (waiting.size() >= WAITING_LIMIT && !waiting.containsKey(resource)) {
            metrics.replicaDropped();
        } else {
            waiting.merge(resource, write, Written::and);
        }
    }

    private void goOn() {
        while (inFlight < IN_FLIGHT_LIMIT && !waiting.isEmpty()) {
            var first = waiting.entrySet().iterator();
            Map.Entry<Resource, Written> next = first.next();
            first.remove();
            inFlight++;
            new WrittenState(storage, loop, next.getKey(), next.getValue())
                    .read(kinds -> read(next.getKey(), next.getValue(), kinds));
        }
    }

    /** @param kinds null when storage did not answer */
    private void read(Resource resource, Written write, List<KindState> kinds) {
        if (kinds == null) {
            over(resource, write, false);
        } else {
            bring(resource, kinds, stored -> over(resource, write, stored));
        }
    }

    /**
     * Brings what there is of a resource to the sites of its replicas.
     *
     * @param done told whether all of them have stored it
     */
    void bring(Resource resource, List<KindState> kinds, Consumer<Boolean> done) {
        bring(resource, kinds, ring.core().table().neighbors().replicaPeers(), done);
    }

    /**
     * Brings what there is of a resource to some peers.
     *
     * @param done told whether all of them have stored it
     */
    void bring(Resource resource, List<KindState> kinds, List<PeerInfo> targets, Consumer<Boolean> done) {
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
            ring.ask(sending.to.id(), new Contents.Carried(Method.STORE, sending.message), progress::answered);
        }
    }

    private static StoreMessage message(StoreRequest request) {
        return StoreMessage.newBuilder()
                .setResource(request.getResource())
                .setReplicaNumber(request.getReplicaNumber())
                .addAllKinds(request.getKindsList())
                .build();
    }

    private void over(Resource resource, Written write, boolean stored) {
        inFlight--;
        if (!stored && write.attempts() < ATTEMPTS) {
            loop.schedule(
                    () -> {
                        put(resource, write.again());
                        goOn();
                    },
                    PAUSE_MS);
        }
        goOn();
    }

    private record Sending(PeerInfo to, StoreMessage message) {}

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
