package org.p2psip.relay.turn.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.attribute.ErrorCode;
import org.p2psip.relay.turn.Command;
import org.p2psip.relay.turn.TurnCommons;
import org.p2psip.relay.turn.TurnCounts.Kind;
import org.p2psip.relay.turn.TurnError;
import org.p2psip.relay.turn.allocation.Allocation;
import org.p2psip.relay.turn.attribute.AddressFamily;
import org.p2psip.relay.turn.attribute.Lifetime;

/** Refresh (RFC 8656 section 8.2): a longer life, or the end of all or of one family. Owned by one event loop. */
public final class RefreshHandler {
    private final TurnCommons commons;
    private final Lifetimes lifetimes;
    private final Ending ending;

    public RefreshHandler(TurnCommons commons, Ending ending) {
        this.commons = commons;
        this.lifetimes = new Lifetimes(commons.config().limits());
        this.ending = ending;
    }

    public List<Command> handle(Request request, Allocation allocation) {
        Optional<Attribute> lifetime = request.first(Lifetime.TYPE);
        Optional<Attribute> requested = request.first(AddressFamily.REQUESTED_TYPE);
        Optional<AddressFamily> family = requested.flatMap(AddressFamily::decode);
        if (lifetime.isPresent() && lifetime.flatMap(Lifetime::decode).isEmpty()) {
            return refuse(request, ErrorCode.BAD_REQUEST);
        }
        if (requested.isPresent()
                && family.filter(of -> allocation.relayed(of).isPresent()).isEmpty()) {
            return refuse(request, TurnError.PEER_ADDRESS_FAMILY_MISMATCH);
        }
        boolean end = lifetime.flatMap(Lifetime::decode)
                .filter(wished -> wished.seconds() == 0)
                .isPresent();
        commons.counts().count(Kind.REFRESHED);
        return end ? end(request, allocation, family) : extend(request, allocation);
    }

    private List<Command> extend(Request request, Allocation allocation) {
        long seconds = lifetimes.granted(request);
        allocation.refresh(request.now().in(seconds));
        allocation.forgetExpired(request.now().nanos());
        return List.of(request.success(List.of(new Lifetime(seconds).encode())));
    }

    private List<Command> end(Request request, Allocation allocation, Optional<AddressFamily> family) {
        List<Command> commands = new ArrayList<>();
        commands.add(request.success(List.of(new Lifetime(0).encode())));
        commands.addAll(
                family.isPresent()
                        ? ending.end(allocation, family.get(), Kind.RELEASED)
                        : ending.end(allocation, Kind.RELEASED));
        return commands;
    }

    private List<Command> refuse(Request request, ErrorCode error) {
        commons.counts().count(Kind.BAD_REQUEST);
        return List.of(request.failure(error));
    }
}
