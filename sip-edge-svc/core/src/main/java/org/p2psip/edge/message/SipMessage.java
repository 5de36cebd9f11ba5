package org.p2psip.edge.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A message as it came in: its bytes, and an index of its header lines. Values are read when asked for, and kept; so a
 * message belongs to one thread. Made by {@link SipParser} only.
 *
 * <p>Text has one character per byte. The headers that every message has were checked by the parser; the lists
 * ({@link #vias()}, {@link #contacts()}, {@link #routes()}, {@link #recordRoutes()}, {@link #paths()}) throw
 * {@link MalformedHeaderException}.
 */
public final class SipMessage {
    /** RFC 3261 20.19: what an Expires value that cannot be read stands for, in seconds. */
    public static final int MALFORMED_EXPIRES = 3600;

    private static final long MAX_DELTA_SECONDS = (1L << 32) - 1;

    private final byte[] bytes;
    private final StartLine startLine;
    private final HeaderIndex index;
    private Via topVia;
    private NameAddr from;
    private NameAddr to;
    private CSeq cseq;
    private String callId;
    private int maxForwards = -1;
    private List<Via> vias;
    private Map<Header, List<NameAddr>> addresses;

    SipMessage(byte[] bytes, StartLine startLine, HeaderIndex index) {
        this.bytes = bytes;
        this.startLine = startLine;
        this.index = index;
    }

    void readMandatory(Via topVia, NameAddr from, NameAddr to, String callId, CSeq cseq, int maxForwards) {
        this.topVia = topVia;
        this.from = from;
        this.to = to;
        this.callId = callId;
        this.cseq = cseq;
        this.maxForwards = maxForwards;
    }

    public boolean isRequest() {
        return startLine.isRequest();
    }

    /** The method of a request; of a response, that of its CSeq. */
    public String method() {
        return isRequest() ? startLine.method() : cseq.method();
    }

    /** The Request-URI as written; null for a response. */
    public String requestUri() {
        return startLine.requestUri();
    }

    /** The Request-URI; null when it has another scheme than sip or sips, and for a response. */
    public SipUri requestSipUri() {
        return startLine.requestSipUri();
    }

    /** The status code of a response, 100 to 699; 0 for a request. */
    public int status() {
        return isRequest() ? 0 : startLine.status();
    }

    /** The reason phrase of a response, may be empty; null for a request. */
    public String reason() {
        return startLine.reason();
    }

    /** The value of the first line of a header, trimmed and unfolded; null when absent. */
    public String header(Header header) {
        int line = index.next(header, 0);
        return line < 0 ? null : value(line);
    }

    /** The value of the first line of that name, in any case, long or compact; null when absent. */
    public String header(String name) {
        Header header = Header.of(name);
        if (header != Header.OTHER) {
            return header(header);
        }
        for (int line = index.next(header, 0); line >= 0; line = index.next(header, line + 1)) {
            if (name(line).equalsIgnoreCase(name)) {
                return value(line);
            }
        }
        return null;
    }

    /** How many lines a header has. */
    public int count(Header header) {
        return index.count(header);
    }

    /** Every value of a header in order, trimmed and unfolded: comma lists are split where the header is a list. */
    public List<String> values(Header header) {
        List<String> values = new ArrayList<>(4);
        for (int line = index.next(header, 0); line >= 0; line = index.next(header, line + 1)) {
            if (header.isList()) {
                values.addAll(Grammar.split(value(line)));
            } else {
                values.add(value(line));
            }
        }
        return values;
    }

    /** The topmost Via: who sent this message. */
    public Via topVia() {
        return topVia;
    }

    public List<Via> vias() {
        if (vias == null) {
            vias = readVias();
        }
        return vias;
    }

    private List<Via> readVias() {
        boolean topIsRead = cseq != null; // else it may be no more than a sent-by
        if (topIsRead && count(Header.VIA) == 1 && isSingle(index.next(Header.VIA, 0))) {
            return List.of(topVia);
        }
        List<Via> read = new ArrayList<>(4);
        for (String value : values(Header.VIA)) {
            read.add(
                    topIsRead && read.isEmpty()
                            ? topVia
                            : Via.parse(value).orElseThrow(() -> new MalformedHeaderException(Header.VIA, value)));
        }
        return List.copyOf(read);
    }

    /** Whether a line of a list surely has one value only. */
    boolean isSingle(int line) {
        for (int i = index.valueStart(line); i < index.valueEnd(line); i++) {
            if (bytes[i] == ',') {
                return false;
            }
        }
        return true;
    }

    public NameAddr from() {
        return from;
    }

    public NameAddr to() {
        return to;
    }

    public String callId() {
        return callId;
    }

    public CSeq cseq() {
        return cseq;
    }

    /** Max-Forwards, 0 to 255; -1 when absent. */
    public int maxForwards() {
        return maxForwards;
    }

    public List<NameAddr> routes() {
        return addresses(Header.ROUTE);
    }

    public List<NameAddr> recordRoutes() {
        return addresses(Header.RECORD_ROUTE);
    }

    public List<NameAddr> paths() {
        return addresses(Header.PATH);
    }

    /** The contacts; empty without, and for the wildcard. */
    public List<NameAddr> contacts() {
        return isWildcardContact() ? List.of() : addresses(Header.CONTACT);
    }

    /** Whether Contact is {@code *} (RFC 3261 10.2.2). Together with other contacts it is malformed. */
    public boolean isWildcardContact() {
        return "*".equals(header(Header.CONTACT)) && count(Header.CONTACT) == 1;
    }

    private List<NameAddr> addresses(Header header) {
        if (index.next(header, 0) < 0) {
            return List.of();
        }
        if (addresses == null) {
            addresses = new EnumMap<>(Header.class);
        }
        return addresses.computeIfAbsent(header, this::readAddresses);
    }

    private List<NameAddr> readAddresses(Header header) {
        List<NameAddr> read = new ArrayList<>(4);
        for (String value : values(header)) {
            read.add(NameAddr.parse(value).orElseThrow(() -> new MalformedHeaderException(header, value)));
        }
        return List.copyOf(read);
    }

    /** Expires in seconds, {@link #expiresOf read} as RFC 3261 says; -1 when absent. */
    public int expires() {
        String value = header(Header.EXPIRES);
        return value == null ? -1 : expiresOf(value);
    }

    /**
     * An Expires value, or that of a contact's parameter, in seconds: {@link #MALFORMED_EXPIRES} when it cannot be read
     * (RFC 3261 20.19, 10.3), at most {@link Integer#MAX_VALUE}.
     */
    public static int expiresOf(String value) {
        long seconds = Grammar.decimal(value, 0, value.length(), MAX_DELTA_SECONDS);
        return seconds < 0 ? MALFORMED_EXPIRES : (int) Math.min(seconds, Integer.MAX_VALUE);
    }

    /** The message as it came in, without what stood around it. The caller must not change the array. */
    public byte[] bytes() {
        return bytes;
    }

    public int bodyLength() {
        return bytes.length - bodyStart();
    }

    /** A copy of the body. */
    public byte[] body() {
        return Arrays.copyOfRange(bytes, bodyStart(), bytes.length);
    }

    /** Starts a changed copy. */
    public MessageEditor edit() {
        return new MessageEditor(this);
    }

    int bodyStart() {
        return index.isTerminated() ? index.bodyStart() : bytes.length;
    }

    StartLine startLine() {
        return startLine;
    }

    HeaderIndex index() {
        return index;
    }

    String value(int line) {
        return Grammar.unfold(bytes, index.valueStart(line), index.valueEnd(line));
    }

    private String name(int line) {
        int start = index.start(line);
        int end = start;
        while (Grammar.isToken(bytes[end])) {
            end++;
        }
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** The first line, for logs. */
    @Override
    public String toString() {
        return isRequest() ? method() + " " + requestUri() : status() + " " + reason();
    }
}
