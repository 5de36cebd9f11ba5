package org.p2psip.relay.media;

import java.util.List;

/** What became of a change. */
public sealed interface MediaResult permits MediaResult.Changed, MediaChange.Refused {
    /**
     * It is done.
     *
     * @param sdp for the other side
     * @param unused port pairs that were opened and are not needed, as the session was changed meanwhile: to be closed
     */
    record Changed(MediaSession session, byte[] sdp, List<PortPair> unused) implements MediaResult {}
}
