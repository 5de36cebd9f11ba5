package org.p2psip.relay.turn.data;

/** ChannelData (RFC 8656 section 12.4): a channel number, the length of the data, the data. */
public final class ChannelData {
    public static final int HEADER_OCTETS = 4;

    private ChannelData() {}

    /** Whether a message begins like ChannelData, by its first octet: STUN begins with the bits 00, this with 01. */
    public static boolean begins(int firstOctet) {
        return (firstOctet & 0b1100_0000) == 0b0100_0000;
    }

    /** The four octets of the header as one number. */
    public static int header(int channel, int dataOctets) {
        return channel << 16 | dataOctets;
    }

    /** Octets that follow the data in a stream, so that messages begin at multiples of four (section 12.5). */
    public static int padding(int dataOctets) {
        return -dataOctets & 3;
    }
}
