package org.p2psip.relay.stun;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/**
 * Octets 4 to 19 of a STUN message: the magic cookie and the 96-bit transaction ID of RFC 8489 section 5.
 *
 * <p>A client of RFC 3489 has 128 bits of its own instead, without the cookie. Keeping all 16 octets together answers
 * both kinds, and is what XOR-MAPPED-ADDRESS works with.
 *
 * @param high octets 4 to 11, the cookie first
 * @param low octets 12 to 19
 */
public record TransactionId(long high, long low) {
    public static final int MAGIC_COOKIE = 0x2112A442;
    /** Size on the wire, cookie included. */
    public static final int OCTETS = 16;

    /**
     * A new one for a client.
     *
     * @param random cryptographically strong, so that nobody off the path can guess an answer (RFC 8489 section 5)
     */
    public static TransactionId random(RandomGenerator random) {
        long high = (long) MAGIC_COOKIE << 32 | random.nextInt() & 0xFFFFFFFFL;
        return new TransactionId(high, random.nextLong());
    }

    /** Whether the message came from a client of RFC 3489, which knows no cookie and no XOR-MAPPED-ADDRESS. */
    public boolean classic() {
        return (int) (high >>> 32) != MAGIC_COOKIE;
    }

    /** All 16 octets in network order. */
    public byte[] octets() {
        return ByteBuffer.allocate(OCTETS).putLong(high).putLong(low).array();
    }
}
