package org.p2psip.relay.stun.attribute;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.p2psip.relay.stun.Attribute;

/**
 * USERHASH (RFC 8489 section 14.4): SHA-256 of username and realm, in the place of USERNAME for clients that do not want
 * to be recognized.
 *
 * @param hex {@value #OCTETS} octets as lower-case hexadecimal digits
 */
public record Userhash(String hex) {
    public static final int TYPE = 0x001E;
    public static final int OCTETS = 32;

    public Userhash {
        if (hex.length() != 2 * OCTETS) {
            throw new IllegalArgumentException("USERHASH has " + OCTETS + " octets, not " + hex.length() / 2);
        }
    }

    public static Userhash of(String username, String realm) {
        try {
            byte[] text = (username + ":" + realm).getBytes(StandardCharsets.UTF_8);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
            return new Userhash(HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public Attribute encode() {
        return new Attribute(TYPE, HexFormat.of().parseHex(hex));
    }

    /** Empty when the value has another size. */
    public static Optional<Userhash> decode(Attribute attribute) {
        byte[] value = attribute.value();
        return value.length == OCTETS ? Optional.of(new Userhash(HexFormat.of().formatHex(value))) : Optional.empty();
    }
}
