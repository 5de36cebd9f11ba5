package org.p2psip.routing.service.ring;

import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.TraceHop;
import org.p2psip.proto.v1.TraceResponse;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.peer.Membership;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.service.message.Identifiers;
import org.p2psip.routing.service.operation.Errors;
import org.p2psip.routing.table.PeerInfo;

/**
 * Follows a lookup from peer to peer: each is asked whom it would send it to (RouteQuery, RFC 6940 section 6.4.2.4), until
 * one names itself. On the peer loop.
 */
final class LookupTrace {
    /** Peers asked at most; a lookup takes some log2 of the ring's size. */
    private static final int HOPS_LIMIT = 64;

    private static final long NANOS_PER_MICRO = 1_000;

    private final RingPeer ring;
    private final ResourceId resource;
    private final Outcome outcome;
    private final TraceResponse.Builder hops = TraceResponse.newBuilder();
    private final long startNanos = System.nanoTime();

    /** Who waits for it. */
    interface Outcome {
        void found(TraceResponse hops);

        void failed(Error error);
    }

    LookupTrace(RingPeer ring, ResourceId resource, Outcome outcome) {
        this.ring = ring;
        this.resource = resource;
        this.outcome = outcome;
    }

    void begin() {
        if (ring.membership() == Membership.OUTSIDE) {
            outcome.failed(
                    Errors.of(ErrorCode.ERROR_CODE_UNAVAILABLE, "this peer is not in the ring yet; use another one"));
            return;
        }
        reached(ring.core().self(), ring.core().nextHop(resource.position()));
    }

    private void reached(PeerInfo peer, PeerInfo next) {
        hops.addHops(TraceHop.newBuilder()
                .setPeer(Identifiers.of(peer))
                .setAfterUs((System.nanoTime() - startNanos) / NANOS_PER_MICRO));
        if (next.id().equals(peer.id())) {
            outcome.found(hops.build());
        } else if (hops.getHopsCount() >= HOPS_LIMIT) {
            outcome.failed(Errors.of(
                    ErrorCode.ERROR_CODE_TTL_EXCEEDED,
                    "no end after " + HOPS_LIMIT + " peers; the ring is not settled, try again later"));
        } else {
            ring.ask(next.id(), new Contents.RouteQuery(false, resource), answer -> answered(next, answer));
        }
    }

    private void answered(PeerInfo peer, Contents.Answer answer) {
        if (answer instanceof Contents.RouteQueryAnswer(PeerInfo next)) {
            reached(peer, next);
        } else {
            String why = answer instanceof Contents.Failure failure ? failure.info() : answer.toString();
            outcome.failed(Errors.of(
                    ErrorCode.ERROR_CODE_REQUEST_TIMEOUT,
                    "after " + hops.getHopsCount() + " peers, peer " + peer.id() + " did not say the next: " + why));
        }
    }
}
