package org.p2psip.relay.turn.data;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.MessageClass;
import org.p2psip.relay.stun.StunMessage;
import org.p2psip.relay.stun.TransactionId;
import org.p2psip.relay.turn.TurnMethod;
import org.p2psip.relay.turn.attribute.Data;
import org.p2psip.relay.turn.attribute.XorPeerAddress;

/**
 * What stands before a peer's data in a Data indication (RFC 8656 section 11.3): header, XOR-PEER-ADDRESS and the header
 * of DATA. Made once for a peer; each packet only gets its lengths. The transaction ID stays the same: an indication has
 * no answer that it would be matched with (RFC 8489 section 5).
 */
public final class DataIndication {
    /** The most octets that it has, with an IPv6 address. */
    public static final int MAX_OCTETS = 48;

    private final byte[] octets;

    public DataIndication(InetSocketAddress peer, RandomGenerator random) {
        TransactionId id = TransactionId.random(random);
        StunMessage message = new StunMessage(
                TurnMethod.DATA.type(MessageClass.INDICATION),
                id,
                List.of(new XorPeerAddress(peer).encode(id), Data.encode(new byte[0])),
                false);
        octets = message.encode();
    }

    /**
     * The octets before the data, for that many of them. The array is the same every time.
     *
     * @param dataOctets at most 65 535 less this
     */
    public byte[] before(int dataOctets) {
        ByteBuffer header = ByteBuffer.wrap(octets);
        int padded = dataOctets + ChannelData.padding(dataOctets);
        header.putShort(2, (short) (octets.length - StunMessage.HEADER_OCTETS + padded));
        header.putShort(octets.length - Attribute.HEADER_OCTETS + 2, (short) dataOctets);
        return octets;
    }
}
