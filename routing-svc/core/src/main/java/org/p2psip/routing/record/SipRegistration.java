package org.p2psip.routing.record;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.p2psip.routing.ring.Destination;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.OpaqueId;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.ring.ResourceId;

/** The value of a SIP-REGISTRATION, as RFC 7904 section 3.2 writes it. */
public sealed interface SipRegistration {
    /** To reach the user, ask for another address of record. */
    record Uri(String uri) implements SipRegistration {}

    /**
     * To reach the user, send to this.
     *
     * @param contactPrefs what the device can do, in the form of RFC 3840; may be empty
     * @param destinations at least one; a client of a peer is behind that peer
     */
    record Route(String contactPrefs, List<Destination> destinations) implements SipRegistration {}

    /** Reads a value; empty when it is none, or of a type that is not known. */
    static Optional<SipRegistration> decode(byte[] value) {
        try {
            ByteBuffer in = ByteBuffer.wrap(value);
            int type = in.get();
            int length = Short.toUnsignedInt(in.getShort());
            if (length != in.remaining()) {
                return Optional.empty();
            }
            Optional<SipRegistration> read =
                    switch (type) {
                        case Wire.URI -> Optional.of(new Uri(Wire.text(in)));
                        case Wire.ROUTE -> Wire.route(in);
                        default -> Optional.empty();
                    };
            return in.hasRemaining() ? Optional.empty() : read;
        } catch (BufferUnderflowException tooShort) {
            return Optional.empty();
        }
    }

    /** Writes the value. */
    default byte[] encode() {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        switch (this) {
            case Uri(String uri) -> Wire.put(data, uri.getBytes(StandardCharsets.UTF_8));
            case Route(String prefs, List<Destination> destinations) -> {
                Wire.put(data, prefs.getBytes(StandardCharsets.UTF_8));
                Wire.put(data, Wire.list(destinations));
            }
        }
        byte[] written = data.toByteArray();
        return ByteBuffer.allocate(3 + written.length)
                .put((byte) (this instanceof Uri ? Wire.URI : Wire.ROUTE))
                .putShort((short) written.length)
                .put(written)
                .array();
    }

    /** The bytes: RFC 7904 section 3.2, and of a destination RFC 6940 section 6.3.2.2. */
    final class Wire {
        private static final int URI = 1;
        private static final int ROUTE = 2;
        private static final int NODE = 1;
        private static final int RESOURCE = 2;
        private static final int OPAQUE = 3;

        private Wire() {}

        private static void put(ByteArrayOutputStream out, byte[] bytes) {
            out.write(bytes.length >>> Byte.SIZE);
            out.write(bytes.length);
            out.writeBytes(bytes);
        }

        private static byte[] take(ByteBuffer in) {
            byte[] bytes = new byte[Short.toUnsignedInt(in.getShort())];
            in.get(bytes);
            return bytes;
        }

        private static String text(ByteBuffer in) {
            return new String(take(in), StandardCharsets.UTF_8);
        }

        private static Optional<SipRegistration> route(ByteBuffer in) {
            String prefs = text(in);
            ByteBuffer list = ByteBuffer.wrap(take(in));
            List<Destination> destinations = new ArrayList<>();
            while (list.hasRemaining()) {
                int type = list.get();
                byte[] one = new byte[Byte.toUnsignedInt(list.get())];
                list.get(one);
                Optional<Destination> read = destination(type, ByteBuffer.wrap(one));
                if (read.isEmpty()) {
                    return Optional.empty();
                }
                destinations.add(read.get());
            }
            return destinations.isEmpty() ? Optional.empty() : Optional.of(new Route(prefs, destinations));
        }

        private static Optional<Destination> destination(int type, ByteBuffer in) {
            if (type == NODE && in.remaining() == Position.BYTES) {
                return NodeId.ofBytes(bytes(in)).map(node -> node);
            }
            boolean sized = in.hasRemaining() && Byte.toUnsignedInt(in.get()) == in.remaining();
            if (type == RESOURCE && sized && in.remaining() == Position.BYTES) {
                return Optional.of(ResourceId.ofBytes(bytes(in)));
            }
            return type == OPAQUE && sized && in.remaining() == Long.BYTES
                    ? Optional.of(new OpaqueId(in.getLong()))
                    : Optional.empty();
        }

        private static byte[] bytes(ByteBuffer in) {
            byte[] bytes = new byte[in.remaining()];
            in.get(bytes);
            return bytes;
        }

        private static byte[] list(List<Destination> destinations) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (Destination destination : destinations) {
                switch (destination) {
                    case NodeId node -> put(out, NODE, node.toBytes());
                    case ResourceId resource -> putSized(out, RESOURCE, resource.toBytes());
                    case OpaqueId opaque ->
                        putSized(
                                out,
                                OPAQUE,
                                ByteBuffer.allocate(Long.BYTES)
                                        .putLong(opaque.value())
                                        .array());
                }
            }
            return out.toByteArray();
        }

        private static void put(ByteArrayOutputStream out, int type, byte[] bytes) {
            out.write(type);
            out.write(bytes.length);
            out.writeBytes(bytes);
        }

        private static void putSized(ByteArrayOutputStream out, int type, byte[] bytes) {
            out.write(type);
            out.write(bytes.length + 1);
            out.write(bytes.length);
            out.writeBytes(bytes);
        }
    }
}
