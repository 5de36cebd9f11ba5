package org.p2psip.relay.media;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.p2psip.relay.media.MediaChange.Reason;
import org.p2psip.relay.media.MediaChange.Refused;
import org.p2psip.relay.media.MediaChange.Step;
import org.p2psip.relay.sdp.SessionDescription;
import org.p2psip.relay.sdp.SessionDescription.Reading;

/**
 * The media sessions of one event loop. A change is first {@link #look looked at}, then its port pairs are opened, then it
 * is {@link #perform done}: opening takes time, and a session may end meanwhile.
 */
public final class MediaSessions {
    private final MediaConfig config;
    private final String prefix;
    private final Map<MediaKey, MediaSession> sessions = new HashMap<>();
    private long begun;
    private boolean isDraining;

    /** @param prefix of the names of sessions, which makes them unique among the event loops of a relay */
    public MediaSessions(MediaConfig config, String prefix) {
        this.config = config;
        this.prefix = prefix;
    }

    /** Sessions that are there. */
    public int size() {
        return sessions.size();
    }

    /** From now on no session begins; those that are there go on. */
    public void drain() {
        isDraining = true;
    }

    /** Whether it can be done, and what it takes. */
    public MediaChange look(MediaChange.Request request) {
        return switch (SessionDescription.read(request.sdp())) {
            case Reading.Malformed(String reason) ->
                new Refused(Reason.DESCRIPTION, "the session description is wrong: " + reason);
            case Reading.Read(SessionDescription description) ->
                refusal(request).<MediaChange>map(refused -> refused).orElseGet(() -> ready(request, description));
        };
    }

    private MediaChange ready(MediaChange.Request request, SessionDescription description) {
        MediaSession session = sessions.get(request.key());
        int pairs = session == null ? MediaSession.pairsFor(description) : session.pairsNeeded(description);
        return new MediaChange.Ready(request, description, pairs);
    }

    private Optional<Refused> refusal(MediaChange.Request request) {
        MediaSession session = sessions.get(request.key());
        if (request.step() != Step.OFFER) {
            return session == null
                    ? Optional.of(new Refused(
                            Reason.UNKNOWN_SESSION, "there is no media session of " + name(request.key()) + " here"))
                    : Optional.empty();
        }
        if (session != null) {
            return Optional.of(new Refused(
                    Reason.EXISTS,
                    "there is a media session of " + name(request.key()) + " already; a later offer is an update"));
        }
        if (isDraining) {
            return Optional.of(new Refused(Reason.DRAINING, "this relay takes no new sessions: it is stopping"));
        }
        if (sessions.size() >= config.sessions()) {
            return Optional.of(new Refused(
                    Reason.TOO_MANY,
                    "there are " + config.sessions() + " media sessions, as many as are allowed; use another relay"));
        }
        return Optional.empty();
    }

    /**
     * Does it.
     *
     * @param pairs as many as {@link #look} said; when it is refused they are not used
     */
    public MediaResult perform(MediaChange.Ready change, List<PortPair> pairs, long nowNanos) {
        MediaChange.Request request = change.request();
        Optional<Refused> refused = refusal(request);
        if (refused.isPresent()) {
            return refused.get();
        }
        MediaSession session = sessions.get(request.key());
        if (session == null) {
            session = new MediaSession(prefix + begun++, request.key(), config, nowNanos);
        }
        if (session.pairsNeeded(change.description()) > pairs.size()) {
            return new Refused(
                    Reason.CHANGED_MEANWHILE,
                    "the session of " + name(request.key()) + " was changed at the same time");
        }
        sessions.putIfAbsent(request.key(), session);
        List<PortPair> unused = new ArrayList<>(pairs);
        byte[] sdp = session.described(request.from(), change.description(), request.natSource(), unused, nowNanos);
        if (request.step() == Step.ANSWER) {
            session.answered();
        }
        return new MediaResult.Changed(session, sdp, List.copyOf(unused));
    }

    private static String name(MediaKey key) {
        return "Call-ID " + shortened(key.callId()) + ", From tag " + shortened(key.fromTag()) + ", branch "
                + shortened(key.branch());
    }

    private static String shortened(String text) {
        return text.length() <= 64 ? text : text.substring(0, 64) + "...";
    }

    /** Ends one; empty when there is none. Its ports are to be closed. */
    public Optional<MediaSession> delete(MediaKey key) {
        MediaSession session = sessions.remove(key);
        if (session != null) {
            session.over();
        }
        return Optional.ofNullable(session);
    }

    /** Ends those that were silent for too long. Their ports are to be closed, and their edges told. */
    public List<MediaSession> advance(long nowNanos) {
        List<MediaSession> silent = new ArrayList<>();
        for (MediaSession session : sessions.values()) {
            if (session.endsAtNanos() - nowNanos <= 0) {
                silent.add(session);
            }
        }
        silent.forEach(session -> delete(session.key()));
        return silent;
    }
}
