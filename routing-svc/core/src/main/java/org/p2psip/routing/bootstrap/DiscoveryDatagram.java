package org.p2psip.routing.bootstrap;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Asks all neighbors for a bootstrap server, over UDP by multicast or broadcast, and answers that. A question is as long
 * as the longest answer, so that nobody is sent more than was sent in his name.
 *
 * <pre>
 * 4 bytes  "P2PB"
 * 1 byte   version, 1
 * 1 byte   1 question, 2 answer
 * 8 bytes  transaction, chosen by who asks
 * 1 byte   length of the overlay's name, and the name in lower case, ASCII; empty in a question: whichever
 * answer:  1 byte number of servers, 1 to 4; of each a byte with its length, and "host:port" in ASCII; the host is
 *          empty for the address that the answer came from
 * question: zeros up to 512 bytes
 * </pre>
 */
public final class DiscoveryDatagram {
    /** Bytes of a question, and most of an answer. */
    public static final int BYTES = 512;

    /** Servers in an answer. */
    public static final int MAX_SERVERS = 4;

    /** UDP port on which calls are answered. */
    public static final int PORT = 7459;

    /** Groups that are called: IPv4 in the range of the organization (RFC 2365 section 6.2), IPv6 transient and site-local (RFC 4291 section 2.7). */
    public static final List<InetAddress> GROUPS = List.of(
            group(new byte[] {(byte) 239, (byte) 195, 80, 50}),
            group(new byte[] {(byte) 0xff, 0x15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x50, 0x32, 0x50, 0x42}));

    private static final int MAGIC = 0x50325042;
    private static final byte VERSION = 1;
    private static final byte QUESTION = 1;
    private static final byte ANSWER = 2;
    private static final int MAX_LENGTH = 100;
    /** Up to the overlay's name. */
    private static final int HEAD_BYTES = 14;

    private DiscoveryDatagram() {}

    private static InetAddress group(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalArgumentException(wrongLength);
        }
    }

    /** What a datagram says. */
    public sealed interface Decoded {
        /** @param overlay wanted; empty for whichever */
        record Question(long transaction, String overlay) implements Decoded {}

        /** @param servers "host:port", at least one; of some the host is empty */
        record Answer(long transaction, String overlay, List<String> servers) implements Decoded {}

        /** Not one of these; it is dropped. */
        record Malformed(String reason) implements Decoded {}
    }

    /** @param overlay at most 100 characters, ASCII */
    public static byte[] question(long transaction, String overlay) {
        return begin(QUESTION, transaction, overlay).array();
    }

    /**
     * @param overlay at most 100 characters, ASCII
     * @param servers 1 to {@link #MAX_SERVERS}, each at most 100 characters, all together at most 380
     */
    public static byte[] answer(long transaction, String overlay, List<String> servers) {
        if (servers.isEmpty() || servers.size() > MAX_SERVERS) {
            throw new IllegalArgumentException(servers.size() + " servers, expected 1 to " + MAX_SERVERS);
        }
        ByteBuffer bytes = begin(ANSWER, transaction, overlay);
        bytes.put((byte) servers.size());
        servers.forEach(server -> put(bytes, server));
        byte[] exact = new byte[bytes.position()];
        bytes.flip().get(exact);
        return exact;
    }

    private static ByteBuffer begin(byte type, long transaction, String overlay) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.putInt(MAGIC).put(VERSION).put(type).putLong(transaction);
        put(bytes, overlay.toLowerCase(Locale.ROOT));
        return bytes;
    }

    private static void put(ByteBuffer bytes, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        if (ascii.length > MAX_LENGTH) {
            throw new IllegalArgumentException(text + " has more than " + MAX_LENGTH + " characters");
        }
        bytes.put((byte) ascii.length).put(ascii);
    }

    /** Reads a datagram of somebody. */
    public static Decoded decode(ByteBuffer datagram) {
        ByteBuffer bytes = datagram.slice();
        int length = bytes.remaining();
        if (length < HEAD_BYTES || bytes.getInt() != MAGIC) {
            return new Decoded.Malformed("no P2PB");
        }
        byte version = bytes.get();
        byte type = bytes.get();
        long transaction = bytes.getLong();
        String overlay = text(bytes);
        if (version != VERSION) {
            return new Decoded.Malformed("version " + version);
        }
        if (overlay == null) {
            return new Decoded.Malformed("the overlay's name is damaged");
        }
        return switch (type) {
            case QUESTION ->
                length == BYTES
                        ? new Decoded.Question(transaction, overlay)
                        : new Decoded.Malformed("a question of " + length + " bytes, expected " + BYTES);
            case ANSWER -> servers(transaction, overlay, bytes);
            default -> new Decoded.Malformed("type " + type);
        };
    }

    private static Decoded servers(long transaction, String overlay, ByteBuffer bytes) {
        int count = bytes.hasRemaining() ? bytes.get() : 0;
        if (count < 1 || count > MAX_SERVERS) {
            return new Decoded.Malformed(count + " servers");
        }
        List<String> servers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String server = text(bytes);
            if (server == null) {
                return new Decoded.Malformed("the address of a server is damaged");
            }
            servers.add(server);
        }
        return new Decoded.Answer(transaction, overlay, List.copyOf(servers));
    }

    /** Null when it does not fit, or is not all of visible ASCII. */
    private static String text(ByteBuffer bytes) {
        int length = bytes.hasRemaining() ? Byte.toUnsignedInt(bytes.get()) : MAX_LENGTH + 1;
        if (length > Math.min(MAX_LENGTH, bytes.remaining())) {
            return null;
        }
        byte[] ascii = new byte[length];
        bytes.get(ascii);
        for (byte one : ascii) {
            if (one <= ' ' || one > '~') {
                return null;
            }
        }
        return new String(ascii, StandardCharsets.US_ASCII);
    }
}
