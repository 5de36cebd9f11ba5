package org.p2psip.relay.stun.binding;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.MessageType;
import org.p2psip.relay.stun.StunDecoder;
import org.p2psip.relay.stun.StunMessage;
import org.p2psip.relay.stun.TransactionId;
import org.p2psip.relay.stun.attribute.ErrorCode;
import org.p2psip.relay.stun.attribute.XorMappedAddress;

/**
 * One Binding request and what an answer to it means (RFC 8489 sections 6.3.3 and 6.3.4). The request carries a
 * FINGERPRINT; sending it again, and giving up, is the caller's.
 */
public final class BindingClientTransaction {
    private final TransactionId transactionId;

    /**
     * @param transactionId new and unpredictable
     */
    public BindingClientTransaction(TransactionId transactionId) {
        this.transactionId = transactionId;
    }

    /** What the server said. */
    public sealed interface Reply {
        /**
         * @param address of the client as the server sees it
         */
        record Mapped(InetSocketAddress address) implements Reply {}

        /**
         * @param error the server's
         */
        record Refused(ErrorCode error) implements Reply {}
    }

    public byte[] request() {
        return new StunMessage(MessageType.BINDING_REQUEST, transactionId, List.of(), true).encode();
    }

    /** Empty when the datagram is no sound answer to this request: it is then ignored, and the answer awaited. */
    public Optional<Reply> receive(ByteBuffer datagram) {
        if (!(StunDecoder.decode(datagram) instanceof StunMessage response)
                || !response.transactionId().equals(transactionId)
                || hasUnknownRequired(response)) {
            return Optional.empty();
        }
        if (response.type().equals(MessageType.BINDING_SUCCESS)) {
            return response.first(XorMappedAddress.TYPE)
                    .flatMap(value -> XorMappedAddress.decode(value, transactionId))
                    .map(mapped -> new Reply.Mapped(mapped.address()));
        }
        if (response.type().equals(MessageType.BINDING_ERROR)) {
            return response.first(ErrorCode.TYPE).flatMap(ErrorCode::decode).map(Reply.Refused::new);
        }
        return Optional.empty();
    }

    private static boolean hasUnknownRequired(StunMessage response) {
        return response.attributes().stream()
                .filter(Attribute::comprehensionRequired)
                .anyMatch(attribute -> !BindingServer.isKnown(attribute.type()));
    }
}
