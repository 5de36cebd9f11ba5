package org.p2psip.relay.stun.attribute;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.p2psip.relay.stun.Attribute;

/**
 * REALM (RFC 8489 section 14.9): where the credential holds; part of its key.
 *
 * @param text at most {@value #MAX_OCTETS} octets of UTF-8
 */
public record Realm(String text) {
    public static final int TYPE = 0x0014;
    public static final int MAX_OCTETS = 763;

    public Realm {
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_OCTETS) {
            throw new IllegalArgumentException("REALM is longer than " + MAX_OCTETS + " octets");
        }
    }

    public Attribute encode() {
        return new Attribute(TYPE, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Empty when it is too long or no UTF-8. */
    public static Optional<Realm> decode(Attribute attribute) {
        return Utf8.decode(attribute.value(), MAX_OCTETS).map(Realm::new);
    }
}
