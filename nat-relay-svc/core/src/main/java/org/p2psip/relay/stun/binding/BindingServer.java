package org.p2psip.relay.stun.binding;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Predicate;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.Decoded;
import org.p2psip.relay.stun.MessageType;
import org.p2psip.relay.stun.StunDecoder;
import org.p2psip.relay.stun.StunMessage;
import org.p2psip.relay.stun.attribute.ErrorCode;
import org.p2psip.relay.stun.attribute.MappedAddress;
import org.p2psip.relay.stun.attribute.Nonce;
import org.p2psip.relay.stun.attribute.PasswordAlgorithms;
import org.p2psip.relay.stun.attribute.Realm;
import org.p2psip.relay.stun.attribute.Software;
import org.p2psip.relay.stun.attribute.UnknownAttributes;
import org.p2psip.relay.stun.attribute.Userhash;
import org.p2psip.relay.stun.attribute.Username;
import org.p2psip.relay.stun.attribute.XorMappedAddress;
import org.p2psip.relay.stun.binding.BindingCounts.Kind;

/**
 * The server side of Binding (RFC 8489 sections 6.3 and 7.1), with the answers to clients of RFC 3489 that RFC 5389
 * section 12.2 describes. It keeps nothing of a request. Owned by one thread, except for {@link #counts}.
 */
public final class BindingServer {
    /**
     * An answer has at most so many octets more than its request, so that the server is of little use to someone who
     * forges the sender: a 420 for one attribute is ERROR-CODE (28), UNKNOWN-ATTRIBUTES (8) and SOFTWARE (12) against
     * that attribute's header (4). Each further unknown attribute has at least four octets and is named in two.
     */
    public static final int MAX_GROWTH_OCTETS = 44;

    private static final int MESSAGE_INTEGRITY = 0x0008;
    private static final int MESSAGE_INTEGRITY_SHA256 = 0x001C;

    // Without a version, which would tell an attacker what to try (RFC 8489 section 14.14).
    private static final Attribute SOFTWARE = new Software("p2psip").encode();
    private static final Attribute ERROR_420 = ErrorCode.UNKNOWN_ATTRIBUTE.encode();

    private final SourceRateLimit rateLimit;
    private final Predicate<ClientAddress> unlimited;
    private final BindingCounts counts;

    /**
     * @param unlimited senders that the rate limit does not hold for: the node's own readiness check, which must not
     *     fail because of what others on this machine send
     */
    public BindingServer(SourceRateLimit rateLimit, Predicate<ClientAddress> unlimited) {
        this(rateLimit, unlimited, new BindingCounts());
    }

    /**
     * @param counts that servers of several event loops may share
     */
    public BindingServer(SourceRateLimit rateLimit, Predicate<ClientAddress> unlimited, BindingCounts counts) {
        this.rateLimit = rateLimit;
        this.unlimited = unlimited;
        this.counts = counts;
    }

    /** What to do with a datagram. */
    public sealed interface Outcome {
        /**
         * Send this back to the sender.
         *
         * @param octets at most {@link #MAX_GROWTH_OCTETS} more than the request
         */
        record Answer(byte[] octets) implements Outcome {}

        /**
         * Say nothing.
         *
         * @param reason what it was counted as
         */
        record Silence(Kind reason) implements Outcome {}
    }

    /**
     * @param datagram from its position to its limit
     * @param nowNanos of a clock that never goes back; any origin
     */
    public Outcome receive(ByteBuffer datagram, ClientAddress sender, long nowNanos) {
        return receive(StunDecoder.decode(datagram), sender, nowNanos);
    }

    /** The same for a datagram that was decoded already. */
    public Outcome receive(Decoded datagram, ClientAddress sender, long nowNanos) {
        return switch (datagram) {
            case Decoded.NotStun notStun -> silence(Kind.NOT_STUN);
            case Decoded.Malformed malformed -> silence(Kind.MALFORMED);
            case StunMessage message -> message(message, sender, nowNanos);
        };
    }

    public BindingCounts counts() {
        return counts;
    }

    private Outcome message(StunMessage message, ClientAddress sender, long nowNanos) {
        if (message.type().equals(MessageType.BINDING_REQUEST)) {
            return request(message, sender, nowNanos);
        }
        boolean indication = message.type().equals(MessageType.BINDING_INDICATION);
        return silence(indication ? Kind.INDICATION : Kind.UNEXPECTED);
    }

    private Outcome request(StunMessage request, ClientAddress sender, long nowNanos) {
        counts.count(Kind.REQUEST);
        if (!unlimited.test(sender) && !rateLimit.admit(sender, nowNanos)) {
            return silence(Kind.RATE_LIMITED);
        }
        List<Integer> unknown = unknownTypes(request);
        if (!unknown.isEmpty()) {
            return answer(Kind.UNKNOWN_ATTRIBUTE, unknownAttributes(request, unknown));
        }
        return answer(Kind.SUCCESS, success(request, sender));
    }

    /** Types of comprehension-required attributes that mean something to nobody here, each once. */
    private static List<Integer> unknownTypes(StunMessage request) {
        return request.attributes().stream()
                .filter(Attribute::comprehensionRequired)
                .map(Attribute::type)
                .filter(type -> !isKnown(type))
                .distinct()
                .toList();
    }

    // Known though unexpected in a request: ignored (RFC 8489 section 6.3).
    static boolean isKnown(int type) {
        return switch (type) {
            case MappedAddress.TYPE, XorMappedAddress.TYPE, ErrorCode.TYPE, UnknownAttributes.TYPE -> true;
            // whoever has credentials may show them: Binding asks for none
            case Username.TYPE, Userhash.TYPE, Realm.TYPE, Nonce.TYPE, PasswordAlgorithms.CHOICE_TYPE -> true;
            case MESSAGE_INTEGRITY, MESSAGE_INTEGRITY_SHA256 -> true;
            default -> false;
        };
    }

    private static StunMessage success(StunMessage request, ClientAddress sender) {
        Attribute mapped = request.transactionId().classic()
                ? new MappedAddress(sender.address()).encode()
                : new XorMappedAddress(sender.address()).encode(request.transactionId());
        return response(MessageType.BINDING_SUCCESS, request, List.of(mapped, SOFTWARE));
    }

    private static StunMessage unknownAttributes(StunMessage request, List<Integer> unknown) {
        Attribute types = new UnknownAttributes(unknown).encode();
        return response(MessageType.BINDING_ERROR, request, List.of(ERROR_420, types, SOFTWARE));
    }

    // RFC 8489 section 7: FINGERPRINT goes into the answer when the request had one.
    private static StunMessage response(MessageType type, StunMessage request, List<Attribute> attributes) {
        return new StunMessage(type, request.transactionId(), attributes, request.fingerprint());
    }

    private Outcome answer(Kind kind, StunMessage response) {
        counts.count(kind);
        return new Outcome.Answer(response.encode());
    }

    private Outcome silence(Kind reason) {
        counts.count(reason);
        return new Outcome.Silence(reason);
    }
}
