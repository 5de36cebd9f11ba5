package org.p2psip.relay.stun.attribute;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.p2psip.relay.stun.Attribute;

/**
 * NONCE (RFC 8489 section 14.10): what the server made so that an old request cannot be sent again.
 *
 * @param text at most {@value #MAX_OCTETS} octets of UTF-8
 */
public record Nonce(String text) {
    public static final int TYPE = 0x0015;
    public static final int MAX_OCTETS = 763;

    public Nonce {
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_OCTETS) {
            throw new IllegalArgumentException("NONCE is longer than " + MAX_OCTETS + " octets");
        }
    }

    public Attribute encode() {
        return new Attribute(TYPE, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Empty when it is too long or no UTF-8. */
    public static Optional<Nonce> decode(Attribute attribute) {
        return Utf8.decode(attribute.value(), MAX_OCTETS).map(Nonce::new);
    }
}
