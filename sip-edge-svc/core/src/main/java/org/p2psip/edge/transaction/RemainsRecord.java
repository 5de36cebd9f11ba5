package org.p2psip.edge.transaction;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.p2psip.edge.Flow;
import org.p2psip.edge.Transport;

/**
 * The form of one record of {@link FinishedTransactions}: expiry 8, number 8, state 1, length of the key 2, length of the
 * message 4, then the path, key and message.
 *
 * <p>The path is: length of the address 1 (0 for no path), transport 1, port 2, the other port plus one 4 (0 for none),
 * scope 4, connection 8, address.
 */
final class RemainsRecord {
    private static final int EXPIRY = 0;
    private static final int NUMBER = 8;
    private static final int STATE = 16;
    private static final int KEY_LENGTH = 17;
    private static final int MESSAGE_LENGTH = 19;
    private static final int PATH = 23;
    private static final int NO_PATH_BYTES = 1;
    private static final int PATH_BYTES = 20;
    private static final Remains.State[] STATES = Remains.State.values();
    private static final Transport[] TRANSPORTS = Transport.values();

    private RemainsRecord() {}

    /** Bytes that it takes. */
    static int length(Remains remains, String key) {
        ReturnPath path = remains.path();
        int pathLength = path == null ? NO_PATH_BYTES : PATH_BYTES + address(path).length;
        return PATH + pathLength + key.length() + remains.message().length;
    }

    /** Writes it. */
    static void put(ByteBuffer to, int at, long expiryNanos, long number, String key, Remains remains) {
        to.putLong(at + EXPIRY, expiryNanos);
        to.putLong(at + NUMBER, number);
        to.put(at + STATE, (byte) remains.state().ordinal());
        to.putShort(at + KEY_LENGTH, (short) key.length());
        to.putInt(at + MESSAGE_LENGTH, remains.message().length);
        int next = putPath(to, at + PATH, remains.path());
        for (int i = 0; i < key.length(); i++) {
            to.put(next + i, (byte) key.charAt(i));
        }
        to.put(next + key.length(), remains.message());
    }

    static long expiryNanos(ByteBuffer from, int at) {
        return from.getLong(at + EXPIRY);
    }

    static long number(ByteBuffer from, int at) {
        return from.getLong(at + NUMBER);
    }

    static Remains.State state(ByteBuffer from, int at) {
        return STATES[from.get(at + STATE)];
    }

    /** Whether it has this key. One with characters beyond Latin-1 is that of no record. */
    static boolean hasKey(ByteBuffer from, int at, String key) {
        if ((from.getShort(at + KEY_LENGTH) & 0xFFFF) != key.length()) {
            return false;
        }
        int start = keyAt(from, at);
        for (int i = 0; i < key.length(); i++) {
            if ((from.get(start + i) & 0xFF) != key.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Reads the path; null when it has none. */
    static ReturnPath path(ByteBuffer from, int at) {
        int length = from.get(at + PATH);
        if (length == 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        from.get(at + PATH + PATH_BYTES, bytes);
        Transport transport = TRANSPORTS[from.get(at + PATH + 1)];
        InetAddress host = address(bytes, from.getInt(at + PATH + 8));
        InetSocketAddress remote = new InetSocketAddress(host, from.getShort(at + PATH + 2) & 0xFFFF);
        int otherPort = from.getInt(at + PATH + 4) - 1;
        return new ReturnPath(
                new Flow(transport, remote, from.getLong(at + PATH + 12)),
                otherPort < 0 ? null : new InetSocketAddress(host, otherPort));
    }

    /** Reads the message. */
    static byte[] message(ByteBuffer from, int at) {
        byte[] message = new byte[from.getInt(at + MESSAGE_LENGTH)];
        from.get(keyAt(from, at) + (from.getShort(at + KEY_LENGTH) & 0xFFFF), message);
        return message;
    }

    private static int keyAt(ByteBuffer from, int at) {
        int length = from.get(at + PATH);
        return at + PATH + (length == 0 ? NO_PATH_BYTES : PATH_BYTES + length);
    }

    private static int putPath(ByteBuffer to, int at, ReturnPath path) {
        if (path == null) {
            to.put(at, (byte) 0);
            return at + NO_PATH_BYTES;
        }
        InetSocketAddress remote = path.flow().remote();
        byte[] address = address(path);
        to.put(at, (byte) address.length);
        to.put(at + 1, (byte) path.flow().transport().ordinal());
        to.putShort(at + 2, (short) remote.getPort());
        to.putInt(at + 4, path.address() == null ? 0 : path.address().getPort() + 1);
        to.putInt(at + 8, remote.getAddress() instanceof Inet6Address six ? six.getScopeId() : 0);
        to.putLong(at + 12, path.flow().connection());
        to.put(at + PATH_BYTES, address);
        return at + PATH_BYTES + address.length;
    }

    private static byte[] address(ReturnPath path) {
        return path.flow().remote().getAddress().getAddress();
    }

    private static InetAddress address(byte[] bytes, int scope) {
        try {
            return scope == 0 ? InetAddress.getByAddress(bytes) : Inet6Address.getByAddress(null, bytes, scope);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes was written", e);
        }
    }
}
