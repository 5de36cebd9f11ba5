package org.p2psip.routing.service.watch;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.RegistrationEvent;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.service.operation.Errors;
import org.p2psip.routing.service.remote.OverlayRecords;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.watch.WatchMetrics.Happening;

/**
 * All watches of this peer, bounded for each caller and in all. It looks every second where the record of each is served
 * now: what this site serves comes from its own feed, everything else from a peer of the site that does. On the peer loop.
 */
@Singleton
public final class Watchers implements RegistrationFeed.Listener {
    /** So long a watch may be told nothing after its record's range has passed to another site. */
    private static final long LOOK_MS = 1_000;

    private final PeerLoop loop;
    private final OverlayRecords records;
    private final RegistrationFeed feed;
    private final RemoteChannels channels;
    private final Settings.Watches limits;
    private final WatchMetrics metrics;
    private final Set<Watcher> all = new LinkedHashSet<>();
    private final Map<ResourceId, List<Watcher>> here = new HashMap<>();
    private final Map<String, Integer> ofCaller = new HashMap<>();
    private boolean looking;
    private boolean reading;
    private boolean live;

    Watchers(
            PeerLoop loop,
            OverlayRecords records,
            RegistrationFeed feed,
            RemoteChannels channels,
            Settings settings,
            WatchMetrics metrics) {
        this.loop = loop;
        this.records = records;
        this.feed = feed;
        this.channels = channels;
        this.limits = settings.watches();
        this.metrics = metrics;
    }

    /** Counts a watch, before it is known whether it may be. Returns why it may not; empty when it counts. */
    Optional<Error> admit(Watcher watcher) {
        int already = ofCaller.getOrDefault(watcher.caller(), 0);
        String refusal = null;
        if (all.size() >= limits.all()) {
            refusal = "this peer has " + limits.all() + " watches (p2psip.routing.limits.watches); use another one";
        } else if (!watcher.isOfPeer() && already >= limits.perCaller()) {
            refusal = "the caller has " + limits.perCaller()
                    + " watches at this peer (p2psip.routing.limits.watches-per-caller); end one";
        }
        if (refusal != null) {
            metrics.count(Happening.REFUSED);
            return Optional.of(Errors.of(ErrorCode.ERROR_CODE_LIMIT_REACHED, refusal));
        }
        all.add(watcher);
        metrics.open.set(all.size());
        ofCaller.merge(watcher.caller(), 1, Integer::sum);
        return Optional.empty();
    }

    /** Lets a watch that was admitted begin. */
    void begin(Watcher watcher) {
        if (watcher.isEnded()) {
            return;
        }
        place(watcher);
        if (!looking) {
            looking = true;
            loop.schedule(this::look, LOOK_MS);
        }
    }

    /** A watch is over. */
    void remove(Watcher watcher) {
        if (!all.remove(watcher)) {
            return;
        }
        metrics.open.set(all.size());
        ofCaller.computeIfPresent(watcher.caller(), (caller, watches) -> watches == 1 ? null : watches - 1);
        leave(watcher);
    }

    private void leave(Watcher watcher) {
        if (watcher.remote() != null) {
            watcher.remote().close();
            watcher.remote(null);
        }
        here.computeIfPresent(watcher.resource(), (resource, watchers) -> {
            watchers.remove(watcher);
            return watchers.isEmpty() ? null : watchers;
        });
        if (here.isEmpty() && reading) {
            reading = false;
            live = false;
            feed.stop();
        }
    }

    private void place(Watcher watcher) {
        if (records.isServedHere(watcher.resource())) {
            here.computeIfAbsent(watcher.resource(), resource -> new ArrayList<>(1))
                    .add(watcher);
            if (!reading) {
                reading = true;
                feed.start(this);
            }
            if (live) {
                watcher.resync();
            }
        } else if (watcher.isOfPeer()) {
            watcher.end(Errors.of(
                    ErrorCode.ERROR_CODE_UNAVAILABLE,
                    "another site is responsible for " + watcher.resource() + " now; ask that one"));
            remove(watcher);
        } else {
            watcher.remote(new RemoteWatch(watcher, records, channels, loop, metrics, this::remove));
            watcher.remote().begin();
        }
    }

    private void look() {
        looking = !all.isEmpty();
        for (Watcher watcher : List.copyOf(all)) {
            boolean isHere = here.getOrDefault(watcher.resource(), List.of()).contains(watcher);
            boolean begun = isHere || watcher.remote() != null;
            if (begun && isHere != records.isServedHere(watcher.resource())) {
                leave(watcher);
                place(watcher);
            }
        }
        if (looking) {
            loop.schedule(this::look, LOOK_MS);
        }
    }

    @Override
    public void live() {
        loop.execute(() -> {
            live = reading;
            here.values().forEach(watchers -> watchers.forEach(Watcher::resync));
        });
    }

    @Override
    public void lost() {
        loop.execute(() -> live = false);
    }

    @Override
    public void changed(List<RegistrationEvent> changes) {
        loop.execute(() -> changes.forEach(this::changed));
    }

    private void changed(RegistrationEvent change) {
        if (change.getResourceId().size() == RequestedWatch.RESOURCE_ID_BYTES) {
            here.getOrDefault(ResourceId.ofBytes(change.getResourceId().toByteArray()), List.of())
                    .forEach(watcher -> watcher.changed(change));
        }
    }

    void stop(@Observes ShutdownEvent event) {
        loop.execute(this::endAll);
    }

    /** Ends all watches, as this peer stops; on the loop. */
    public void endAll() {
        Error stopping = Errors.of(ErrorCode.ERROR_CODE_UNAVAILABLE, "this peer is stopping; use another one");
        for (Watcher watcher : List.copyOf(all)) {
            watcher.end(stopping);
            remove(watcher);
        }
    }
}
