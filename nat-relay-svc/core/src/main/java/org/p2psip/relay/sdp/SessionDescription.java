package org.p2psip.relay.sdp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A session description (RFC 8866), read as far as a relay needs it. Immutable. */
public final class SessionDescription {
    /** Octets of a body; no phone sends as many. */
    public static final int MAX_OCTETS = 64 * 1024;
    /** Streams of a session. */
    public static final int MAX_STREAMS = 32;

    private static final Pattern MEDIA = Pattern.compile("(\\S+) (\\d{1,5})(?:/(\\d+))? (\\S+)(?: .*)?");
    private static final Pattern RTCP = Pattern.compile("rtcp:(\\d{1,5})(?: .*)?");
    private static final int MAX_PORT = 65_535;

    private final List<Line> session;
    private final List<Block> blocks;

    /** The lines of a stream, that of "m=" first, and what they say. */
    record Block(List<Line> lines, MediaSection section) {
        boolean hasConnection() {
            return lines.stream().anyMatch(line -> line.type() == 'c');
        }
    }

    /** What became of reading one. */
    public sealed interface Reading {
        /** It is one. */
        record Read(SessionDescription description) implements Reading {}

        /**
         * It is none, or not one that can be relayed.
         *
         * @param reason what is wrong, with the line
         */
        record Malformed(String reason) implements Reading {}
    }

    /** A line that is wrong; never leaves this class. */
    private static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        Wrong(String message) {
            super(message, null, false, false);
        }
    }

    private SessionDescription(List<Line> session, List<Block> blocks) {
        this.session = List.copyOf(session);
        this.blocks = List.copyOf(blocks);
    }

    /** Reads one. */
    public static Reading read(byte[] body) {
        if (body.length > MAX_OCTETS) {
            return new Reading.Malformed("it has " + body.length + " octets, at most " + MAX_OCTETS + " are read");
        }
        try {
            return new Reading.Read(of(lines(new String(body, StandardCharsets.ISO_8859_1))));
        } catch (Wrong wrong) {
            return new Reading.Malformed(wrong.getMessage());
        }
    }

    private static List<Line> lines(String text) throws Wrong {
        List<Line> lines = new ArrayList<>();
        for (int from = 0; from < text.length(); ) {
            int feed = text.indexOf('\n', from);
            int next = feed < 0 ? text.length() : feed + 1;
            int end = feed < 0 ? text.length() : feed;
            if (end > from && text.charAt(end - 1) == '\r') {
                end--;
            }
            if (end - from < 2 || text.charAt(from + 1) != '=') {
                throw new Wrong("line " + (lines.size() + 1) + " is \"" + quoted(text.substring(from, end))
                        + "\", expected a letter and \"=\"");
            }
            lines.add(new Line(text.charAt(from), text.substring(from + 2, end), text.substring(end, next)));
            from = next;
        }
        if (lines.isEmpty() || lines.getFirst().type() != 'v') {
            throw new Wrong("it does not begin with \"v=\"");
        }
        return lines;
    }

    private static SessionDescription of(List<Line> lines) throws Wrong {
        List<Line> session = new ArrayList<>();
        List<List<Line>> streams = new ArrayList<>();
        for (Line line : lines) {
            if (line.type() == 'm') {
                streams.add(new ArrayList<>());
            }
            (streams.isEmpty() ? session : streams.getLast()).add(line);
        }
        if (streams.size() > MAX_STREAMS) {
            throw new Wrong("it has " + streams.size() + " streams, at most " + MAX_STREAMS + " are relayed");
        }
        List<Block> blocks = new ArrayList<>();
        for (List<Line> stream : streams) {
            blocks.add(new Block(List.copyOf(stream), section(session, stream)));
        }
        return new SessionDescription(session, blocks);
    }

    private static MediaSection section(List<Line> session, List<Line> stream) throws Wrong {
        Line first = stream.getFirst();
        Matcher media = MEDIA.matcher(first.value());
        if (!media.matches() || Integer.parseInt(media.group(2)) > MAX_PORT) {
            throw new Wrong("\"m=" + quoted(first.value()) + "\" is no stream: expected kind, port, protocol, formats");
        }
        if (media.group(3) != null && !media.group(3).equals("1")) {
            throw new Wrong("\"m=" + quoted(first.value()) + "\" has several ports, which are not relayed");
        }
        Optional<Connection> connection = connection(stream).or(() -> connection(session));
        Optional<Integer> rtcpPort = Optional.empty();
        for (Line line : stream) {
            Matcher rtcp = RTCP.matcher(line.value());
            if (line.type() == 'a' && rtcp.matches()) {
                rtcpPort = Optional.of(Integer.parseInt(rtcp.group(1))).filter(port -> port <= MAX_PORT);
            }
        }
        Direction direction = direction(stream).or(() -> direction(session)).orElse(Direction.SENDRECV);
        MediaSection section = new MediaSection(
                media.group(1), Integer.parseInt(media.group(2)), media.group(4), connection, rtcpPort, direction);
        if (section.isRelayed() && connection.isEmpty()) {
            throw new Wrong("\"m=" + quoted(first.value()) + "\" has no \"c=\", and neither has the session");
        }
        return section;
    }

    private static Optional<Connection> connection(List<Line> lines) {
        return lines.stream()
                .filter(line -> line.type() == 'c')
                .findFirst()
                .flatMap(line -> Connection.read(line.value()));
    }

    private static Optional<Direction> direction(List<Line> lines) {
        return lines.stream().map(Direction::of).flatMap(Optional::stream).reduce((earlier, later) -> later);
    }

    private static String quoted(String text) {
        return text.substring(0, Math.min(text.length(), 80)).replaceAll("[^\\x20-\\x7e]", "?");
    }

    /** Its streams, in their order. */
    public List<MediaSection> media() {
        return blocks.stream().map(Block::section).toList();
    }

    List<Line> session() {
        return session;
    }

    List<Block> blocks() {
        return blocks;
    }
}
