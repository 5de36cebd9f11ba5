package org.p2psip.relay.operation;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.p2psip.relay.anchor.MediaCounts;
import org.p2psip.relay.anchor.MediaRelay;

/** The counts of media sessions as metrics: nothing of calls, users or addresses. */
@Singleton
public class MediaMetrics implements MeterBinder {
    private final MediaRelay media;

    MediaMetrics(MediaRelay media) {
        this.media = media;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("p2psip.media.sessions", media, MediaRelay::sessions)
                .description("Media sessions that there are now")
                .register(registry);
        for (MediaCounts.Kind kind : MediaCounts.Kind.values()) {
            FunctionCounter.builder("p2psip.media.events", media.counts(), counts -> counts.of(kind))
                    .tag("event", kind.name().toLowerCase(Locale.ROOT))
                    .description("Sessions, packets that were passed on, and those that were dropped")
                    .register(registry);
        }
    }
}
