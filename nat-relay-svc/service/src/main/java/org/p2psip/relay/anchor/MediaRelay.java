package org.p2psip.relay.anchor;

import io.netty.channel.EventLoop;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.p2psip.relay.RelayConfig;
import org.p2psip.relay.media.MediaChange;
import org.p2psip.relay.media.MediaConfig;
import org.p2psip.relay.media.MediaKey;
import org.p2psip.relay.media.MediaResult;
import org.p2psip.relay.media.MediaSession;
import org.p2psip.relay.media.MediaSessions;
import org.p2psip.relay.settings.SettingRefused;
import org.p2psip.relay.settings.TurnSettings;
import org.p2psip.relay.sockets.RelayServer;
import org.p2psip.relay.turn.attribute.AddressFamily;

/** All media sessions of the relay: each belongs to one of the event loops, by its Call-ID. Any thread may ask. */
@Singleton
public class MediaRelay {
    private final List<MediaLoop> loops = new ArrayList<>();
    private final MediaCounts counts = new MediaCounts();
    private final int limit;

    MediaRelay(RelayConfig config, TurnSettings turn, RelayServer server) {
        RelayConfig.Media media = config.media();
        limit = media.sessions();
        // ports of one family: that of IPv4 where the relay has it
        AddressFamily family =
                turn.relayAddresses().containsKey(AddressFamily.IPV4) ? AddressFamily.IPV4 : AddressFamily.IPV6;
        InetAddress local = turn.relayAddresses().get(family);
        List<EventLoop> eventLoops = server.eventLoops();
        MediaConfig bounds = bounds(media, Math.ceilDiv(limit, eventLoops.size()));
        for (EventLoop eventLoop : eventLoops) {
            loops.add(new MediaLoop(
                    eventLoop,
                    new MediaSessions(bounds, loops.size() + "-"),
                    new PairOpening(
                            eventLoop,
                            server.transport(),
                            turn.ports(family),
                            local,
                            turn.advertised(family),
                            counts,
                            server.sendCounts()),
                    counts));
        }
        server.drainsWith(this::drain, this::sessions);
    }

    private static MediaConfig bounds(RelayConfig.Media media, int sessions) {
        try {
            return new MediaConfig(sessions, media.answerSeconds(), media.silenceSeconds(), media.holdSeconds());
        } catch (IllegalArgumentException e) {
            throw new SettingRefused(
                    "p2psip.media",
                    media.answerSeconds() + ", " + media.silenceSeconds() + " and " + media.holdSeconds() + " s",
                    e.getMessage());
        }
    }

    void start(@Observes StartupEvent event) {
        loops.forEach(MediaLoop::start);
    }

    /** Looks at a change and does it; what became of it comes on an event loop. */
    public void change(MediaChange.Request request, Consumer<MediaResult> done) {
        MediaLoop loop = loop(request.key());
        loop.eventLoop().execute(() -> loop.change(request, done));
    }

    /** Ends a session; it comes on an event loop, empty when there is none. */
    public void delete(MediaKey key, Consumer<Optional<MediaSession>> done) {
        MediaLoop loop = loop(key);
        loop.eventLoop().execute(() -> done.accept(loop.delete(key)));
    }

    private MediaLoop loop(MediaKey key) {
        return loops.get(Math.floorMod(key.callId().hashCode(), loops.size()));
    }

    private void drain() {
        loops.forEach(loop -> loop.eventLoop().execute(loop::drain));
    }

    /** Sessions that there are now. */
    public int sessions() {
        return loops.stream().mapToInt(MediaLoop::size).sum();
    }

    /** Sessions that there may be. */
    public int limit() {
        return limit;
    }

    public MediaCounts counts() {
        return counts;
    }
}
