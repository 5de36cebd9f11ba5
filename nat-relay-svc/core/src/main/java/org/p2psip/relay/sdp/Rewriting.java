package org.p2psip.relay.sdp;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.p2psip.relay.sdp.SessionDescription.Block;

/**
 * Puts a relay's addresses in place of those of the streams that it relays. All other lines stay as they are, but for ICE
 * (RFC 8839), whose candidates would lead around the relay, and for BUNDLE (RFC 9143), which wants one port for several
 * streams: both are taken away, and the two sides go on without them.
 */
public final class Rewriting {
    private static final List<String> ICE = List.of(
            "candidate",
            "end-of-candidates",
            "remote-candidates",
            "ice-ufrag",
            "ice-pwd",
            "ice-options",
            "ice-lite",
            "ice-mismatch",
            "ice-pacing");
    private static final String BUNDLE = "group:BUNDLE";
    private static final String RTCP = "rtcp";
    private static final String END = "\r\n";

    private final SessionDescription description;
    private final Map<Integer, Place> places;

    /**
     * Where the relay takes the packets of a stream.
     *
     * @param port of RTP
     * @param rtcpPort of RTCP
     */
    public record Place(InetAddress address, int port, int rtcpPort) {}

    private Rewriting(SessionDescription description, Map<Integer, Place> places) {
        this.description = description;
        this.places = places;
    }

    /** @param places by the stream's number, from 0 on; streams without one are left as they are */
    public static byte[] of(SessionDescription description, Map<Integer, Place> places) {
        return new Rewriting(description, places).write().getBytes(StandardCharsets.ISO_8859_1);
    }

    private String write() {
        List<Block> blocks = description.blocks();
        boolean isSharedReplaced = isSharedConnectionReplaced(blocks);
        StringBuilder text = new StringBuilder();
        for (Line line : description.session()) {
            if (line.type() == 'c' && isSharedReplaced) {
                text.append(connection(line, places.values().iterator().next().address()));
            } else if (places.isEmpty() || !isTakenAway(line)) {
                text.append(line);
            }
        }
        for (int i = 0; i < blocks.size(); i++) {
            Place place = places.get(i);
            if (place == null) {
                blocks.get(i).lines().forEach(text::append);
            } else {
                stream(blocks.get(i), place, isSharedReplaced).forEach(text::append);
            }
        }
        return text.toString();
    }

    /** Whether all who use the session's "c=" get the same address: then it is replaced there, and nowhere added. */
    private boolean isSharedConnectionReplaced(List<Block> blocks) {
        if (description.session().stream().noneMatch(line -> line.type() == 'c')
                || places.values().stream().map(Place::address).distinct().count() != 1) {
            return false;
        }
        for (int i = 0; i < blocks.size(); i++) {
            boolean usesShared =
                    !blocks.get(i).hasConnection() && blocks.get(i).section().port() != 0;
            if (usesShared && !places.containsKey(i)) {
                return false;
            }
        }
        return true;
    }

    private static List<Line> stream(Block block, Place place, boolean isSharedReplaced) {
        List<Line> lines = new ArrayList<>();
        boolean isMissing = !block.hasConnection() && !isSharedReplaced;
        for (Line line : block.lines()) {
            // RFC 8866 section 5: "c=" comes behind "m=" and "i="
            if (isMissing && line.type() != 'm' && line.type() != 'i') {
                lines.add(added(block, place));
                isMissing = false;
            }
            if (line.type() == 'm') {
                lines.add(line.with(withPort(line.value(), place.port())));
            } else if (line.type() == 'c') {
                lines.add(connection(line, place.address()));
            } else if (line.isAttribute(RTCP)) {
                lines.add(line.with(RTCP + ':' + place.rtcpPort()));
            } else if (!isTakenAway(line)) {
                lines.add(line);
            }
        }
        if (isMissing) {
            Line last = lines.removeLast();
            lines.add(last.end().isEmpty() ? new Line(last.type(), last.value(), END) : last);
            lines.add(added(block, place));
        }
        return lines;
    }

    private static Line added(Block block, Place place) {
        boolean isHold = block.section().connection().orElseThrow().isHold();
        Line first = block.lines().getFirst();
        String end = first.end().isEmpty() ? END : first.end();
        return new Line('c', isHold ? "IN IP4 0.0.0.0" : Connection.write(place.address()), end);
    }

    /** One that puts on hold stays as it is: the other side has to see that. */
    private static Line connection(Line line, InetAddress address) {
        boolean isHold =
                Connection.read(line.value()).filter(Connection::isHold).isPresent();
        return isHold ? line : line.with(Connection.write(address));
    }

    private static String withPort(String media, int port) {
        int from = media.indexOf(' ') + 1;
        return media.substring(0, from) + port + media.substring(media.indexOf(' ', from));
    }

    private static boolean isTakenAway(Line line) {
        return line.type() == 'a'
                && (line.value().startsWith(BUNDLE) || ICE.stream().anyMatch(line::isAttribute));
    }
}
