package org.p2psip.routing.service.watch;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.p2psip.proto.v1.RegistrationEvent;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.service.link.LinkChannels;
import org.p2psip.routing.service.remote.OverlayRecords;
import org.p2psip.routing.service.security.RoutingCalls;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.tls.service.ServiceSecurity;

/** Watches of peers that are not a whole service; the events of their site are those that the test makes. */
public final class TestWatches implements RegistrationFeed {
    public final WatchCalls calls;
    public final Watchers watchers;
    private volatile Listener listener;
    private volatile boolean down;

    public TestWatches(OverlayRecords records, PeerLoop loop, Settings settings, MeterRegistry registry) {
        WatchMetrics metrics = new WatchMetrics(registry);
        RemoteChannels channels = new RemoteChannels(new LinkChannels(loop, ServiceSecurity.none(RoutingCalls.TABLE)));
        watchers = new Watchers(loop, records, this, channels, settings, metrics);
        calls = new WatchCalls(loop, records, watchers, metrics);
    }

    @Override
    public void start(Listener told) {
        listener = told;
        if (!down) {
            told.live();
        }
    }

    @Override
    public void stop() {
        listener = null;
    }

    /** Whether anybody watches what this site commits. */
    public boolean isRead() {
        return listener != null;
    }

    /** The site commits a change; nobody may be there to read it. */
    public void commit(RegistrationEvent change) {
        Listener reading = listener;
        if (reading != null && !down) {
            reading.changed(List.of(change));
        }
    }

    /** Kafka goes, or comes back. */
    public void down(boolean yes) {
        down = yes;
        if (yes) {
            listener.lost();
        } else {
            listener.live();
        }
    }
}
