package org.p2psip.relay.sdp;

import java.util.Locale;
import java.util.Optional;

/** Which way media shall go, as the sender of a description sees it (RFC 8866 section 6.7). */
public enum Direction {
    SENDRECV,
    SENDONLY,
    RECVONLY,
    INACTIVE;

    static Optional<Direction> of(Line line) {
        if (line.type() == 'a') {
            for (Direction direction : values()) {
                if (line.value().equals(direction.name().toLowerCase(Locale.ROOT))) {
                    return Optional.of(direction);
                }
            }
        }
        return Optional.empty();
    }
}
