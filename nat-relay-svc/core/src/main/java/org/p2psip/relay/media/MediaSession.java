package org.p2psip.relay.media;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.p2psip.relay.sdp.MediaSection;
import org.p2psip.relay.sdp.Rewriting;
import org.p2psip.relay.sdp.SessionDescription;

/**
 * One call's media between two sides: offered, then answered, then over. Owned by one event loop.
 *
 * <pre>
 *   offered --answer--> answered --delete, or silence--> over
 *      +--delete, or no answer in time--> over
 * </pre>
 */
public final class MediaSession {
    private static final long NANOS = 1_000_000_000L;

    private final String id;
    private final MediaKey key;
    private final MediaConfig config;
    /** By their number in the descriptions; streams are never taken out of one (RFC 3264 section 8). */
    private final Map<Integer, MediaStream> streams = new TreeMap<>();

    private boolean isAnswered;
    private boolean isOver;
    private long heardNanos;

    MediaSession(String id, MediaKey key, MediaConfig config, long nowNanos) {
        this.id = id;
        this.key = key;
        this.config = config;
        this.heardNanos = nowNanos;
    }

    /** Unique in this relay. */
    public String id() {
        return id;
    }

    public MediaKey key() {
        return key;
    }

    public boolean isOver() {
        return isOver;
    }

    public List<MediaStream> streams() {
        return List.copyOf(streams.values());
    }

    /** Port pairs that a description takes in a new session: two for each stream. */
    static int pairsFor(SessionDescription description) {
        return pairsBeyond(description, Set.of());
    }

    /** Port pairs that a description takes beyond those that are there: two for each stream that it adds. */
    int pairsNeeded(SessionDescription description) {
        return pairsBeyond(description, streams.keySet());
    }

    private static int pairsBeyond(SessionDescription description, Set<Integer> present) {
        List<MediaSection> sections = description.media();
        int needed = 0;
        for (int i = 0; i < sections.size(); i++) {
            needed += sections.get(i).isRelayed() && !present.contains(i) ? 2 : 0;
        }
        return needed;
    }

    /**
     * A side has sent a description; what the other one gets comes back.
     *
     * @param natSource where the side's SIP comes from, when it is behind a NAT
     * @param pairs as many as {@link #pairsNeeded} says; those that are used are taken out
     */
    byte[] described(
            Side side,
            SessionDescription description,
            Optional<InetAddress> natSource,
            List<PortPair> pairs,
            long nowNanos) {
        Map<Integer, Rewriting.Place> places = new HashMap<>();
        List<MediaSection> sections = description.media();
        for (int i = 0; i < sections.size(); i++) {
            if (sections.get(i).isRelayed()) {
                MediaStream stream = streams.computeIfAbsent(
                        i, number -> new MediaStream(this, pairs.removeFirst(), pairs.removeFirst()));
                stream.described(side, sections.get(i), natSource);
                places.put(i, stream.place(side.other()));
            }
        }
        heardNanos = nowNanos;
        return Rewriting.of(description, places);
    }

    void answered() {
        isAnswered = true;
    }

    void heard(long nowNanos) {
        heardNanos = nowNanos;
    }

    void over() {
        isOver = true;
    }

    /** When it is over unless something is heard before. */
    long endsAtNanos() {
        boolean isOnHold = streams.values().stream().anyMatch(MediaStream::isOnHold);
        int seconds = !isAnswered ? config.answerSeconds() : isOnHold ? config.holdSeconds() : config.silenceSeconds();
        return heardNanos + seconds * NANOS;
    }

    /** Packets that came from a side. */
    public long packetsFrom(Side side) {
        return sum(side, Way::packets);
    }

    /** Their octets. */
    public long octetsFrom(Side side) {
        return sum(side, Way::octets);
    }

    /** Packets of others that came to the ports of a side, and were dropped. */
    public long strangersAt(Side side) {
        return sum(side, Way::strangers);
    }

    private long sum(Side side, Function<Way, Long> figure) {
        return streams.values().stream()
                .flatMap(stream -> Stream.of(stream.rtp(side), stream.rtcp(side)))
                .mapToLong(figure::apply)
                .sum();
    }
}
