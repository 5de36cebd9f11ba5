package org.p2psip.routing.record;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.p2psip.routing.ring.Destination;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.OpaqueId;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.ring.ResourceId;

/** Destinations as RFC 6940 section 6.3.2.2 writes them, one behind the other: how a SIP-REGISTRATION names a way. */
public final class DestinationList {
    private static final int NODE = 1;
    private static final int RESOURCE = 2;
    private static final int OPAQUE = 3;

    private DestinationList() {}

    /** Reads them; empty when that is no list, when it is one of nothing, or of types that are not known. */
    public static Optional<List<Destination>> decode(byte[] written) {
        ByteBuffer in = ByteBuffer.wrap(written);
        List<Destination> destinations = new ArrayList<>();
        try {
            while (in.hasRemaining()) {
                int type = in.get();
                byte[] one = new byte[Byte.toUnsignedInt(in.get())];
                in.get(one);
                Optional<Destination> read = destination(type, ByteBuffer.wrap(one));
                if (read.isEmpty()) {
                    return Optional.empty();
                }
                destinations.add(read.get());
            }
        } catch (BufferUnderflowException tooShort) {
            return Optional.empty();
        }
        return destinations.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(destinations));
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

    /** Writes them. */
    public static byte[] encode(List<Destination> destinations) {
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
