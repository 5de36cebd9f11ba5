package org.p2psip.routing.service.message;

import java.util.List;
import org.p2psip.proto.v1.ForwardingHeader;
import org.p2psip.proto.v1.PeerMessage;
import org.p2psip.proto.v1.ValueSignature;
import org.p2psip.routing.message.Message;
import org.p2psip.routing.ring.Destination;
import org.p2psip.routing.ring.ResourceId;

/** Messages of the contract, made of those of the core and back; one for each overlay. */
public final class MessageMapping {
    /** Entries of a destination list or via list; the core keeps via lists far shorter. */
    private static final int LIST_LIMIT = 64;
    /** Hops that are left, at most (RFC 6940 section 6.3.2: one byte). */
    private static final int TTL_LIMIT = 255;

    private final int overlay;

    /** @param overlay name of the overlay, of which a header carries the hash */
    public MessageMapping(String overlay) {
        // RFC 6940 6.3.2: the first 32 bits of the SHA-1 of its name, as those of a Resource-ID are
        this.overlay = (int) (ResourceId.ofName(overlay).position().high() >>> Integer.SIZE);
    }

    /** The message as it goes over a link. */
    public PeerMessage encode(Message message) {
        ForwardingHeader.Builder header = ForwardingHeader.newBuilder()
                .setOverlay(overlay)
                .setTtl(message.ttl())
                .setTransactionId(message.transactionId());
        List<Destination> via = message.via();
        for (int i = 0; i < via.size(); i++) {
            header.addViaList(Identifiers.of(via.get(i)));
        }
        List<Destination> destinations = message.destinations();
        for (int i = 0; i < destinations.size(); i++) {
            header.addDestinationList(Identifiers.of(destinations.get(i)));
        }
        PeerMessage.Builder encoded = PeerMessage.newBuilder()
                .setForwarding(header)
                .setSecurity(ValueSignature.newBuilder()
                        .setNodeId(Identifiers.bytes(message.sender().position())));
        ContentsEncoder.encode(message.contents(), encoded);
        return encoded.build();
    }

    /** The message that came over a link, or what is wrong with it. */
    public Decoded decode(PeerMessage message) {
        ForwardingHeader header = message.getForwarding();
        if (header.getOverlay() != overlay) {
            return new Decoded.Malformed("the message is of the overlay " + Integer.toHexString(header.getOverlay())
                    + ", this is " + Integer.toHexString(overlay));
        }
        if (Integer.compareUnsigned(header.getTtl(), TTL_LIMIT) > 0) {
            return new Decoded.Malformed("ttl is " + Integer.toUnsignedString(header.getTtl()) + ", expected 0 to 255");
        }
        int entries = Math.max(header.getViaListCount(), header.getDestinationListCount());
        if (entries > LIST_LIMIT || header.getDestinationListCount() == 0) {
            return new Decoded.Malformed(
                    "a list of the header has " + entries + " entries, expected 1 to " + LIST_LIMIT);
        }
        try {
            return new Decoded.Routed(new Message(
                    Identifiers.nodeId(message.getSecurity().getNodeId()),
                    header.getTransactionId(),
                    header.getTtl(),
                    Identifiers.destinations(header.getViaListList()),
                    Identifiers.destinations(header.getDestinationListList()),
                    ContentsDecoder.decode(message)));
        } catch (Malformation malformed) {
            return new Decoded.Malformed(malformed.getMessage());
        }
    }
}
