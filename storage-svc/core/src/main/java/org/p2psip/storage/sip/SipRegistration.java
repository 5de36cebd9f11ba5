package org.p2psip.storage.sip;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.p2psip.storage.Octets;

/** The value of kind SIP-REGISTRATION (RFC 7904 section 3.2), in the form that it has on the wire. */
public sealed interface SipRegistration {
    /** Longest opaque field, in bytes. */
    int MAX_BYTES = 0xffff;

    /**
     * A URI to try next: another address of record, or where the user is.
     *
     * @param uri as SIP has it; a route-set is one with Route header fields, see {@link RouteSet}
     */
    record Uri(String uri) implements SipRegistration {}

    /**
     * A way through the overlay to a node of the user.
     *
     * @param contactPrefs what the user agent prefers, as in a Contact header (RFC 3840); may be empty
     * @param destinationList RELOAD's, encoded
     */
    record Route(String contactPrefs, Octets destinationList) implements SipRegistration {}

    /** As it is stored and signed. */
    default Octets encoded() {
        byte[] data =
                switch (this) {
                    case Uri(String uri) -> opaque(utf8(uri));
                    case Route(String prefs, Octets destinations) -> {
                        byte[] first = opaque(utf8(prefs));
                        byte[] second = opaque(destinations.unsafeArray());
                        yield ByteBuffer.allocate(first.length + second.length)
                                .put(first)
                                .put(second)
                                .array();
                    }
                };
        int type = this instanceof Uri ? 1 : 2;
        return Octets.wrap(ByteBuffer.allocate(1 + Short.BYTES + data.length)
                .put((byte) type)
                .putShort((short) data.length)
                .put(data)
                .array());
    }

    /** Reads a stored value; empty when it is none, as when bytes are missing or left over. */
    static Optional<SipRegistration> decode(Octets value) {
        try {
            ByteBuffer in = ByteBuffer.wrap(value.unsafeArray());
            int type = in.get();
            int length = Short.toUnsignedInt(in.getShort());
            if (length != in.remaining()) {
                return Optional.empty();
            }
            Optional<SipRegistration> read =
                    switch (type) {
                        case 1 -> Optional.of(new Uri(text(in)));
                        case 2 -> Optional.of(new Route(text(in), Octets.wrap(bytes(in))));
                        default -> Optional.empty();
                    };
            return in.hasRemaining() ? Optional.empty() : read;
        } catch (BufferUnderflowException endsEarly) {
            return Optional.empty();
        }
    }

    private static byte[] opaque(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "A field of a SIP-REGISTRATION has " + bytes.length + " bytes; at most " + MAX_BYTES + " fit");
        }
        return ByteBuffer.allocate(Short.BYTES + bytes.length)
                .putShort((short) bytes.length)
                .put(bytes)
                .array();
    }

    private static String text(ByteBuffer in) {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ByteBuffer in) {
        byte[] bytes = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(bytes);
        return bytes;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
