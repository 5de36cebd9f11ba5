package org.p2psip.relay.stun.attribute;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Text of credentials: octets that are no UTF-8 are no credential, whereas a description may be shown mangled. */
final class Utf8 {
    private Utf8() {}

    static Optional<String> decode(byte[] value, int maxOctets) {
        if (value.length > maxOctets) {
            return Optional.empty();
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }
}
