package org.p2psip.relay.stun.attribute;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.p2psip.relay.stun.Attribute;

/**
 * SOFTWARE (RFC 8489 section 14.14): who wrote this message, for people who look for a fault.
 *
 * @param description at most 763 octets of UTF-8
 */
public record Software(String description) {
    public static final int TYPE = 0x8022;

    private static final int MAX_OCTETS = 763;

    public Software {
        if (description.getBytes(StandardCharsets.UTF_8).length > MAX_OCTETS) {
            throw new IllegalArgumentException("SOFTWARE is longer than " + MAX_OCTETS + " octets");
        }
    }

    public Attribute encode() {
        return new Attribute(TYPE, description.getBytes(StandardCharsets.UTF_8));
    }

    /** Empty when it is too long. Octets that are no UTF-8 are replaced. */
    public static Optional<Software> decode(Attribute attribute) {
        String description = new String(attribute.value(), StandardCharsets.UTF_8);
        // a replaced octet becomes three, so the text is measured and not the value
        return description.getBytes(StandardCharsets.UTF_8).length > MAX_OCTETS
                ? Optional.empty()
                : Optional.of(new Software(description));
    }
}
