package org.p2psip.relay.turn.data;

import java.nio.ByteBuffer;
import org.p2psip.relay.stun.StunMessage;
import org.p2psip.relay.stun.TransactionId;
import org.p2psip.relay.turn.attribute.Data;
import org.p2psip.relay.turn.attribute.DontFragment;
import org.p2psip.relay.turn.attribute.XorPeerAddress;

/**
 * Reads a Send indication (RFC 8656 section 11.2) where it lies. One object reads many, one after the other, so that a
 * packet makes none. Owned by one event loop.
 *
 * <p>A FINGERPRINT is skipped: Send has no answer that a forged one could provoke, and its data are not covered by it.
 */
public final class SendIndication {
    /** Its first 16 bits. */
    public static final int TYPE = 0x0016;

    private static final int ATTRIBUTE_HEADER_OCTETS = 4;
    private static final int IPV4_VALUE_OCTETS = 8;
    private static final int IPV6_VALUE_OCTETS = 20;
    private static final long COOKIE = TransactionId.MAGIC_COOKIE & 0xFFFFFFFFL;

    private int dataAt;
    private int dataOctets;
    private boolean dontFragment;
    private boolean ipv6;
    private int port;
    private long high;
    private long low;

    /**
     * @param message whole, from index 0 to its limit
     * @return false when it is no sound Send indication, or has an attribute that has to be understood and is not
     */
    public boolean read(ByteBuffer message) {
        int end = message.limit();
        if (end < StunMessage.HEADER_OCTETS
                || Short.toUnsignedInt(message.getShort(2)) != end - StunMessage.HEADER_OCTETS
                || message.getInt(4) != TransactionId.MAGIC_COOKIE) {
            return false;
        }
        dataAt = -1;
        port = -1;
        dontFragment = false;
        int at = StunMessage.HEADER_OCTETS;
        while (at < end) {
            int valueAt = at + ATTRIBUTE_HEADER_OCTETS;
            if (valueAt > end) {
                return false;
            }
            int octets = Short.toUnsignedInt(message.getShort(at + 2));
            int next = valueAt + (octets + 3 & ~3);
            if (next > end || !readAttribute(message, Short.toUnsignedInt(message.getShort(at)), valueAt, octets)) {
                return false;
            }
            at = next;
        }
        return dataAt >= 0 && port >= 0;
    }

    private boolean readAttribute(ByteBuffer message, int type, int valueAt, int octets) {
        switch (type) {
            case XorPeerAddress.TYPE -> {
                return port >= 0 || readPeer(message, valueAt, octets);
            }
            case Data.TYPE -> {
                if (dataAt < 0) {
                    dataAt = valueAt;
                    dataOctets = octets;
                }
                return true;
            }
            case DontFragment.TYPE -> {
                dontFragment = true;
                return true;
            }
            default -> {
                return type >= 0x8000;
            }
        }
    }

    private boolean readPeer(ByteBuffer message, int at, int octets) {
        if (octets != IPV4_VALUE_OCTETS && octets != IPV6_VALUE_OCTETS) {
            return false;
        }
        ipv6 = octets == IPV6_VALUE_OCTETS;
        if (message.get(at + 1) != (ipv6 ? 2 : 1)) {
            return false;
        }
        port = Short.toUnsignedInt(message.getShort(at + 2)) ^ TransactionId.MAGIC_COOKIE >>> 16;
        if (ipv6) {
            high = message.getLong(at + 4) ^ message.getLong(4);
            low = message.getLong(at + 12) ^ message.getLong(12);
        } else {
            high = 0;
            low = Integer.toUnsignedLong(message.getInt(at + 4)) ^ COOKIE;
        }
        return true;
    }

    /** Where the data begin, in octets from the message's first. */
    public int dataAt() {
        return dataAt;
    }

    public int dataOctets() {
        return dataOctets;
    }

    /** Whether the packet to the peer has to bear the DF bit. */
    public boolean dontFragment() {
        return dontFragment;
    }

    public boolean isIpv6() {
        return ipv6;
    }

    /** The peer's port. */
    public int port() {
        return port;
    }

    /** The first 64 bits of the peer's IPv6 address; 0 for IPv4. */
    public long high() {
        return high;
    }

    /** The last 64 bits of the peer's IPv6 address, or its IPv4 address. */
    public long low() {
        return low;
    }
}
