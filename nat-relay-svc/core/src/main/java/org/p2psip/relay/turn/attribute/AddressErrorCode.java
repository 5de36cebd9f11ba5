package org.p2psip.relay.turn.attribute;

import java.util.Optional;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.attribute.ErrorCode;

/**
 * ADDRESS-ERROR-CODE (RFC 8656 section 18.12): in the answer to an Allocate for two families, why one of them was not to
 * be had.
 */
public record AddressErrorCode(AddressFamily family, ErrorCode error) {
    public static final int TYPE = 0x8001;

    public Attribute encode() {
        byte[] value = error.encode().value();
        value[0] = (byte) family.number();
        return new Attribute(TYPE, value);
    }

    /** Empty when it names no known family or no error. */
    public static Optional<AddressErrorCode> decode(Attribute attribute) {
        byte[] value = attribute.value();
        if (value.length < 4) {
            return Optional.empty();
        }
        Optional<AddressFamily> family =
                AddressFamily.decode(new Attribute(AddressFamily.REQUESTED_TYPE, new byte[] {value[0], 0, 0, 0}));
        return family.flatMap(known -> ErrorCode.decode(new Attribute(ErrorCode.TYPE, value))
                .map(error -> new AddressErrorCode(known, error)));
    }
}
