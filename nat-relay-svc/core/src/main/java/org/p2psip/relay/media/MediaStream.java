package org.p2psip.relay.media;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.p2psip.relay.sdp.Connection;
import org.p2psip.relay.sdp.MediaSection;
import org.p2psip.relay.sdp.Rewriting;

/** One relayed stream of a session: a port pair for each side. Owned by one event loop. */
public final class MediaStream {
    private final MediaSession session;
    private final Map<Side, Leg> legs = new EnumMap<>(Side.class);
    private boolean isOnHold;

    /** The ports of one side. */
    private record Leg(PortPair ports, Way rtp, Way rtcp) {}

    MediaStream(MediaSession session, PortPair forCaller, PortPair forCallee) {
        this.session = session;
        legs.put(Side.CALLER, new Leg(forCaller, new Way(this, Side.CALLER), new Way(this, Side.CALLER)));
        legs.put(Side.CALLEE, new Leg(forCallee, new Way(this, Side.CALLEE), new Way(this, Side.CALLEE)));
        Way.join(rtp(Side.CALLER), rtp(Side.CALLEE));
        Way.join(rtcp(Side.CALLER), rtcp(Side.CALLEE));
    }

    public MediaSession session() {
        return session;
    }

    /** The ports that a side sends to. */
    public PortPair ports(Side side) {
        return legs.get(side).ports();
    }

    public Way rtp(Side side) {
        return legs.get(side).rtp();
    }

    public Way rtcp(Side side) {
        return legs.get(side).rtcp();
    }

    Stream<Way> ways() {
        return Stream.of(rtp(Side.CALLER), rtcp(Side.CALLER), rtp(Side.CALLEE), rtcp(Side.CALLEE));
    }

    List<PortPair> ports() {
        return List.of(ports(Side.CALLER), ports(Side.CALLEE));
    }

    /** Whether the last description that spoke of it put it on hold. */
    boolean isOnHold() {
        return isOnHold;
    }

    /** A side has described it. */
    void described(Side side, MediaSection section, Optional<InetAddress> natSource) {
        isOnHold = section.isHold();
        Connection connection = section.connection().orElseThrow();
        boolean isWanted = !connection.isHold();
        if (natSource.isPresent()) {
            rtp(side).behindNat(natSource.get(), isWanted);
            rtcp(side).behindNat(natSource.get(), isWanted);
            return;
        }
        InetAddress address = isWanted ? connection.address().orElse(null) : null;
        // Where both sides agree on one port for RTP and RTCP (RFC 5761), RTCP goes the way of RTP
        int rtcpPort = section.rtcpPort().orElse(section.port() + 1);
        rtp(side).described(at(address, section.port()), isWanted);
        rtcp(side).described(at(address, rtcpPort), isWanted);
    }

    private static InetSocketAddress at(InetAddress address, int port) {
        return address == null || port > 65_535 ? null : new InetSocketAddress(address, port);
    }

    /** What the other side of this one is told. */
    Rewriting.Place place(Side toldTo) {
        PortPair ports = ports(toldTo);
        return new Rewriting.Place(ports.address(), ports.port(), ports.rtcpPort());
    }
}
