package org.p2psip.relay.grpc;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.p2psip.proto.v1.RelayLoad;
import org.p2psip.relay.anchor.MediaCounts.Kind;
import org.p2psip.relay.anchor.MediaRelay;
import org.p2psip.relay.settings.TurnSettings;
import org.p2psip.relay.sockets.RelayServer;

/** Tells edges how loaded the relay is: at once, and when that has changed by a tenth. On a thread of its own. */
@Singleton
public class LoadWatch {
    static final int MAX_WATCHERS = 1_000;

    private static final int TENTHS = 10;
    private static final int AVERAGED_S = 10;

    private final MediaRelay media;
    private final TurnSettings turn;
    private final RelayServer server;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("relay-load").factory());
    /** With what each was told last. */
    private final Map<ServerCallStreamObserver<RelayLoad>, RelayLoad> watchers = new HashMap<>();

    private final long[] packets = new long[AVERAGED_S];
    private int second;

    LoadWatch(MediaRelay media, TurnSettings turn, RelayServer server) {
        this.media = media;
        this.turn = turn;
        this.server = server;
        thread.scheduleAtFixedRate(this::look, 1, 1, TimeUnit.SECONDS);
    }

    void add(StreamObserver<RelayLoad> edge) {
        ServerCallStreamObserver<RelayLoad> watcher = (ServerCallStreamObserver<RelayLoad>) edge;
        watcher.setOnCancelHandler(() -> thread.execute(() -> watchers.remove(watcher)));
        thread.execute(() -> {
            if (watchers.size() >= MAX_WATCHERS) {
                watcher.onError(Status.RESOURCE_EXHAUSTED
                        .withDescription("there are " + MAX_WATCHERS + " watchers, as many as are allowed")
                        .asRuntimeException());
            } else if (!watcher.isCancelled()) {
                RelayLoad load = load(averagePackets());
                watchers.put(watcher, load);
                watcher.onNext(load);
            }
        });
    }

    private void look() {
        packets[second++ % AVERAGED_S] = relayed();
        RelayLoad load = load(averagePackets());
        watchers.replaceAll((watcher, told) -> {
            if (!differs(told, load) || watcher.isCancelled()) {
                return told;
            }
            watcher.onNext(load);
            return load;
        });
    }

    private static boolean differs(RelayLoad told, RelayLoad load) {
        int step = Math.max(1, load.getLimit() / TENTHS);
        return told.getDraining() != load.getDraining()
                || Math.abs(told.getSessions() + told.getAllocations() - load.getSessions() - load.getAllocations())
                        >= step
                || Math.abs(told.getPacketsPerS() - load.getPacketsPerS())
                        > Math.max(TENTHS, told.getPacketsPerS() / TENTHS);
    }

    private long relayed() {
        return server.traffic().packetsToClients()
                + server.traffic().packetsToPeers()
                + media.counts().of(Kind.PACKETS);
    }

    private int averagePackets() {
        int seconds = Math.min(second, AVERAGED_S) - 1;
        if (seconds < 1) {
            return 0;
        }
        // what is overwritten next is the oldest
        long oldest = packets[second < AVERAGED_S ? 0 : second % AVERAGED_S];
        return (int) ((relayed() - oldest) / seconds);
    }

    private RelayLoad load(int packetsPerSecond) {
        return RelayLoad.newBuilder()
                .setAllocations(turn.allocations())
                .setSessions(media.sessions())
                .setLimit(turn.limit() + media.limit())
                .setPacketsPerS(packetsPerSecond)
                .setDraining(turn.isDraining())
                .build();
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }
}
