package org.p2psip.relay.anchor;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.p2psip.relay.anchor.MediaCounts.Kind;
import org.p2psip.relay.media.MediaChange;
import org.p2psip.relay.media.MediaChange.Reason;
import org.p2psip.relay.media.MediaKey;
import org.p2psip.relay.media.MediaResult;
import org.p2psip.relay.media.MediaSession;
import org.p2psip.relay.media.MediaSessions;
import org.p2psip.relay.media.MediaStream;
import org.p2psip.relay.media.PortPair;
import org.p2psip.relay.media.Side;

/** The media sessions of one event loop, with their sockets. All that happens here happens on it. */
final class MediaLoop {
    private static final long ADVANCE_MILLIS = 1_000;

    private final EventLoop eventLoop;
    private final MediaSessions sessions;
    private final PairOpening opening;
    private final MediaCounts counts;
    private final Map<PortPair, OpenPair> open = new HashMap<>();
    /** For other threads. */
    private volatile int size;

    MediaLoop(EventLoop eventLoop, MediaSessions sessions, PairOpening opening, MediaCounts counts) {
        this.eventLoop = eventLoop;
        this.sessions = sessions;
        this.opening = opening;
        this.counts = counts;
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    int size() {
        return size;
    }

    void start() {
        eventLoop.scheduleWithFixedDelay(this::advance, ADVANCE_MILLIS, ADVANCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    void drain() {
        sessions.drain();
    }

    /** Looks at a change, opens what it takes and does it. */
    void change(MediaChange.Request request, Consumer<MediaResult> done) {
        switch (sessions.look(request)) {
            case MediaChange.Refused refused -> refused(refused, done);
            case MediaChange.Ready ready -> opening.open(ready.pairs(), pairs -> opened(ready, pairs, done));
        }
    }

    private void opened(MediaChange.Ready ready, Optional<List<OpenPair>> pairs, Consumer<MediaResult> done) {
        if (pairs.isEmpty()) {
            refused(
                    new MediaChange.Refused(
                            Reason.TOO_MANY,
                            "there are no more ports (p2psip.turn.ports) or sockets; use another relay"),
                    done);
            return;
        }
        int before = sessions.size();
        List<PortPair> ports = pairs.get().stream().map(OpenPair::ports).toList();
        MediaResult result = sessions.perform(ready, ports, System.nanoTime());
        switch (result) {
            case MediaChange.Refused refused -> {
                pairs.get().forEach(opening::close);
                refused(refused, done);
            }
            case MediaResult.Changed changed -> {
                pairs.get().forEach(pair -> open.put(pair.ports(), pair));
                changed.unused().forEach(unused -> opening.close(open.remove(unused)));
                changed.session().streams().forEach(this::serve);
                counts.add(Kind.BEGUN, sessions.size() - before);
                size = sessions.size();
                done.accept(changed);
            }
        }
    }

    private void refused(MediaChange.Refused refused, Consumer<MediaResult> done) {
        counts.add(Kind.REFUSED);
        done.accept(refused);
    }

    private void serve(MediaStream stream) {
        for (Side side : Side.values()) {
            OpenPair pair = open.get(stream.ports(side));
            pair.rtp().serve(stream.rtp(side));
            pair.rtcp().serve(stream.rtcp(side));
        }
    }

    /** Ends one, and closes its ports; empty when there is none. */
    Optional<MediaSession> delete(MediaKey key) {
        Optional<MediaSession> session = sessions.delete(key);
        session.ifPresent(ended -> {
            counts.add(Kind.DELETED);
            close(ended);
        });
        return session;
    }

    private void advance() {
        for (MediaSession silent : sessions.advance(System.nanoTime())) {
            counts.add(Kind.SILENT);
            close(silent);
        }
    }

    private void close(MediaSession session) {
        List<PortPair> pairs = new ArrayList<>();
        for (MediaStream stream : session.streams()) {
            for (Side side : Side.values()) {
                pairs.add(stream.ports(side));
            }
        }
        pairs.forEach(pair -> opening.close(open.remove(pair)));
        size = sessions.size();
    }
}
