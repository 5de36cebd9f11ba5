package org.p2psip.routing.service.overlay;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.p2psip.routing.service.storage.PeerLoop;

/** The pipelined streams of clients, so that an orderly stop can end them. Owned by the peer loop. */
@Singleton
public final class OpenStreams {
    private final PeerLoop loop;
    private final Set<PipelineStream> streams = new HashSet<>();
    private final AtomicInteger open = new AtomicInteger();

    OpenStreams(PeerLoop loop, MeterRegistry registry) {
        this.loop = loop;
        registry.gauge("p2psip.routing.streams", open);
    }

    void add(PipelineStream stream) {
        streams.add(stream);
        open.set(streams.size());
    }

    void remove(PipelineStream stream) {
        streams.remove(stream);
        open.set(streams.size());
    }

    /** Streams that are open; from any thread. */
    public int count() {
        return open.get();
    }

    /** Ends all streams; from any thread. */
    public void stop() {
        loop.execute(() -> List.copyOf(streams).forEach(PipelineStream::stop));
    }
}
