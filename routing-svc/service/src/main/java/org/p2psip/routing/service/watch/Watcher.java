package org.p2psip.routing.service.watch;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.RegistrationEvent;
import org.p2psip.proto.v1.WatchEvent;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.service.operation.Errors;
import org.p2psip.routing.service.watch.WatchMetrics.Happening;

/**
 * One watch: who waits, for which resource, and what it was not ready to take yet. Who reads too slowly for the queue is
 * told to read again in place of what did not fit. The peer loop owns it.
 */
final class Watcher {
    /** Changes that wait for a caller that does not read. */
    static final int QUEUE_LIMIT = 64;

    private static final WatchEvent RESYNC =
            WatchEvent.newBuilder().setResync(true).build();

    private final String caller;
    private final ResourceId resource;
    private Set<Integer> kinds;
    private final boolean ofPeer;
    private final ServerCallStreamObserver<WatchEvent> client;
    private final WatchMetrics metrics;
    private final Deque<WatchEvent> queue = new ArrayDeque<>();
    private RemoteWatch remote;
    private boolean ended;

    /**
     * @param caller whose limit it counts for
     * @param ofPeer whether a peer of another site asks, for its client
     */
    Watcher(
            String caller,
            ResourceId resource,
            Set<Integer> kinds,
            boolean ofPeer,
            ServerCallStreamObserver<WatchEvent> client,
            WatchMetrics metrics) {
        this.caller = caller;
        this.resource = resource;
        this.kinds = Set.copyOf(kinds);
        this.ofPeer = ofPeer;
        this.client = client;
        this.metrics = metrics;
    }

    String caller() {
        return caller;
    }

    ResourceId resource() {
        return resource;
    }

    Set<Integer> kinds() {
        return kinds;
    }

    /** Only these kinds, of those that were wanted, may be read. */
    void narrow(Set<Integer> readable) {
        kinds = Set.copyOf(readable);
    }

    boolean isOfPeer() {
        return ofPeer;
    }

    boolean isEnded() {
        return ended;
    }

    /** The stream that brings it the changes of another site; null while they are this site's. */
    RemoteWatch remote() {
        return remote;
    }

    void remote(RemoteWatch stream) {
        remote = stream;
    }

    /** Something changed; told if it is of a kind that is watched. */
    void changed(RegistrationEvent change) {
        if (!kinds.contains(change.getKind())) {
            return;
        }
        metrics.count(Happening.CHANGED);
        if (queue.size() >= QUEUE_LIMIT) {
            metrics.count(Happening.OVERFLOW);
            resync();
        } else if (queue.peekLast() != RESYNC) {
            queue.add(WatchEvent.newBuilder().setChange(change).build());
            flush();
        }
    }

    /** What happened until now is to be read. */
    void resync() {
        metrics.count(Happening.RESYNC);
        queue.clear();
        queue.add(RESYNC);
        flush();
    }

    /** Sends what the caller is ready to take. */
    void flush() {
        while (!ended && !queue.isEmpty() && client.isReady()) {
            client.onNext(queue.remove());
        }
    }

    /** The caller has hung up. */
    void cancelled() {
        ended = true;
        queue.clear();
    }

    /** Ends it. */
    void end(Error error) {
        end(Errors.toStatus(error));
    }

    void end(StatusRuntimeException status) {
        if (!ended) {
            ended = true;
            queue.clear();
            client.onError(status);
        }
    }
}
