package org.p2psip.relay.stun.attribute;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.p2psip.relay.stun.Attribute;

/**
 * USERNAME (RFC 8489 section 14.3): whose long-term credential protects the message.
 *
 * @param text at most {@value #MAX_OCTETS} octets of UTF-8
 */
public record Username(String text) {
    public static final int TYPE = 0x0006;
    public static final int MAX_OCTETS = 508;

    public Username {
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_OCTETS) {
            throw new IllegalArgumentException("USERNAME is longer than " + MAX_OCTETS + " octets");
        }
    }

    public Attribute encode() {
        return new Attribute(TYPE, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Empty when it is too long or no UTF-8. */
    public static Optional<Username> decode(Attribute attribute) {
        return Utf8.decode(attribute.value(), MAX_OCTETS).map(Username::new);
    }
}
