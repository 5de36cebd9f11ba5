package org.p2psip.relay.turn.request;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.attribute.ErrorCode;
import org.p2psip.relay.turn.PeerTransport;
import org.p2psip.relay.turn.TurnError;
import org.p2psip.relay.turn.attribute.AddressFamily;
import org.p2psip.relay.turn.attribute.DontFragment;
import org.p2psip.relay.turn.attribute.EvenPort;
import org.p2psip.relay.turn.attribute.RequestedTransport;
import org.p2psip.relay.turn.attribute.ReservationToken;

/**
 * What an Allocate asks for, after all that can be judged by itself (RFC 8656 section 7.2 steps 3 to 9).
 *
 * @param transport towards its peers
 * @param families one, or two when the client asks for an additional one
 * @param even if the port has to be
 * @param token of a port that was kept before
 */
record AllocateWish(
        PeerTransport transport,
        List<AddressFamily> families,
        Optional<EvenPort> even,
        Optional<ReservationToken> token)
        implements Reading {
    static Reading read(Request request, Set<AddressFamily> served) {
        Optional<Attribute> transport = request.first(RequestedTransport.TYPE);
        Optional<RequestedTransport> protocol = transport.flatMap(RequestedTransport::decode);
        if (protocol.isEmpty()) {
            return new Refused(ErrorCode.BAD_REQUEST);
        }
        return switch (PeerTransport.of(protocol.get().protocol()).orElse(null)) {
            case null -> new Refused(TurnError.UNSUPPORTED_TRANSPORT);
            case UDP -> readFamilies(request, PeerTransport.UDP, served);
            case TCP -> readTcp(request, served);
        };
    }

    /** RFC 6062 section 5.1: the client has to use a stream itself, and datagrams' ports and flags mean nothing. */
    private static Reading readTcp(Request request, Set<AddressFamily> served) {
        boolean ofDatagrams = request.first(EvenPort.TYPE).isPresent()
                || request.first(ReservationToken.TYPE).isPresent()
                || request.first(DontFragment.TYPE).isPresent();
        return ofDatagrams || !request.from().transport().isStream()
                ? new Refused(ErrorCode.BAD_REQUEST)
                : readFamilies(request, PeerTransport.TCP, served);
    }

    private static Reading readFamilies(Request request, PeerTransport transport, Set<AddressFamily> served) {
        Optional<Attribute> requested = request.first(AddressFamily.REQUESTED_TYPE);
        Optional<Attribute> additional = request.first(AddressFamily.ADDITIONAL_TYPE);
        Optional<Attribute> even = request.first(EvenPort.TYPE);
        Optional<Attribute> token = request.first(ReservationToken.TYPE);
        if (token.isPresent() && (even.isPresent() || requested.isPresent() || additional.isPresent())
                || requested.isPresent() && additional.isPresent()) {
            return new Refused(ErrorCode.BAD_REQUEST);
        }
        Optional<EvenPort> evenPort = even.flatMap(EvenPort::decode);
        Optional<ReservationToken> reservation = token.flatMap(ReservationToken::decode);
        if (even.isPresent() != evenPort.isPresent() || token.isPresent() != reservation.isPresent()) {
            return new Refused(ErrorCode.BAD_REQUEST);
        }
        if (additional.isPresent()) {
            boolean ipv6 = additional
                    .flatMap(AddressFamily::decode)
                    .filter(AddressFamily.IPV6::equals)
                    .isPresent();
            // EVEN-PORT for two families could keep two ports, and has one token
            boolean ambiguous = evenPort.filter(EvenPort::reserveNext).isPresent();
            return !ipv6 || ambiguous
                    ? new Refused(ErrorCode.BAD_REQUEST)
                    : new AllocateWish(
                            transport, List.of(AddressFamily.IPV4, AddressFamily.IPV6), evenPort, reservation);
        }
        Optional<AddressFamily> family =
                requested.isPresent() ? requested.flatMap(AddressFamily::decode) : Optional.of(AddressFamily.IPV4);
        if (family.filter(served::contains).isEmpty()) {
            return new Refused(TurnError.ADDRESS_FAMILY_NOT_SUPPORTED);
        }
        return new AllocateWish(transport, List.of(family.get()), evenPort, reservation);
    }
}
