package org.p2psip.relay.media;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where the packets of one side come from and go to: RTP or RTCP of one stream. The way of each packet passes here, so
 * nothing is made for it. Owned by one event loop.
 *
 * <p>A side behind a NAT is not where its description says. Its address is learned from its first packet (latching, RFC
 * 7362), but only from one that comes from where its SIP comes from: else anybody who guesses the port would get the call.
 * Once learned, it holds until the next description of that side.
 */
public final class Way {
    /** What the transports keep with it; nobody here looks inside. */
    public interface Carrier {}

    private final MediaStream stream;
    private final Side side;
    private Way opposite;
    private Carrier carrier;
    private InetSocketAddress remote;
    private InetAddress source;
    private boolean isLearning;
    private boolean isExact;
    private boolean isHeld;
    private long packets;
    private long octets;
    private long strangers;

    Way(MediaStream stream, Side side) {
        this.stream = stream;
        this.side = side;
    }

    static void join(Way one, Way other) {
        one.opposite = other;
        other.opposite = one;
    }

    public Side side() {
        return side;
    }

    public MediaStream stream() {
        return stream;
    }

    public Carrier carrier() {
        return carrier;
    }

    public void attach(Carrier attached) {
        carrier = attached;
    }

    /** The way out of what comes in here. */
    public Way opposite() {
        return opposite;
    }

    /** Where packets for this side go; null while that is not known, or it wants none. */
    public InetSocketAddress remote() {
        return isHeld ? null : remote;
    }

    /**
     * Its description says where it is.
     *
     * @param isWanted false: it wants no packets now
     */
    void described(InetSocketAddress address, boolean isWanted) {
        if (address != null) {
            remote = address;
            source = address.getAddress();
        }
        isLearning = false;
        isExact = false;
        isHeld = !isWanted;
    }

    /**
     * Its description is of a side behind a NAT: where it is will be seen. What was learned before holds until then.
     *
     * @param seen where its SIP comes from
     */
    void behindNat(InetAddress seen, boolean isWanted) {
        if (!seen.equals(source) || !isExact) {
            remote = null;
        }
        source = seen;
        isLearning = true;
        isExact = false;
        isHeld = !isWanted;
    }

    /**
     * A packet has come from somebody.
     *
     * @return whether it is of this side, and may go on
     */
    public boolean admits(InetSocketAddress from, int size, long nowNanos) {
        if (isLearning && from.getAddress().equals(source)) {
            remote = from;
            isLearning = false;
            isExact = true;
        } else if (isExact
                ? !from.equals(remote)
                : source == null || !from.getAddress().equals(source)) {
            strangers++;
            return false;
        }
        packets++;
        octets += size;
        stream.session().heard(nowNanos);
        return true;
    }

    /** Packets that were admitted. */
    public long packets() {
        return packets;
    }

    /** Their octets, without headers of UDP. */
    public long octets() {
        return octets;
    }

    /** Packets of others, which were dropped. */
    public long strangers() {
        return strangers;
    }
}
