package org.p2psip.relay.sdp;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a description says of one stream (RFC 8866 section 5.14).
 *
 * @param kind "audio", "video", "image"
 * @param port 0: the stream is refused, or over
 * @param protocol "RTP/AVP"
 * @param connection its own, or that of the session
 * @param rtcpPort where RTCP is wanted when that is not the next port (RFC 3605)
 * @param direction its own, or that of the session
 */
public record MediaSection(
        String kind,
        int port,
        String protocol,
        Optional<Connection> connection,
        Optional<Integer> rtcpPort,
        Direction direction) {
    private static final List<String> DATAGRAMS = List.of("RTP/", "UDP/", "UDPTL");

    /** Whether its packets are datagrams that can be relayed; others, of MSRP or BFCP say, go their own way. */
    public boolean isRelayed() {
        String upper = protocol.toUpperCase(Locale.ROOT);
        return port != 0 && DATAGRAMS.stream().anyMatch(upper::startsWith);
    }

    /** Whether nothing is wanted of the other side now. */
    public boolean isHold() {
        return connection.filter(Connection::isHold).isPresent()
                || direction == Direction.SENDONLY
                || direction == Direction.INACTIVE;
    }
}
