package org.p2psip.relay.turn.request;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.attribute.AlternateServer;
import org.p2psip.relay.stun.attribute.ErrorCode;
import org.p2psip.relay.stun.attribute.XorMappedAddress;
import org.p2psip.relay.turn.Command;
import org.p2psip.relay.turn.Command.RelayPort;
import org.p2psip.relay.turn.Now;
import org.p2psip.relay.turn.TurnCommons;
import org.p2psip.relay.turn.TurnCounts.Kind;
import org.p2psip.relay.turn.TurnError;
import org.p2psip.relay.turn.allocation.Allocation;
import org.p2psip.relay.turn.allocation.Allocation.Owner;
import org.p2psip.relay.turn.allocation.Allocation.Relayed;
import org.p2psip.relay.turn.allocation.AllocationTable;
import org.p2psip.relay.turn.allocation.ByteRate;
import org.p2psip.relay.turn.attribute.AddressErrorCode;
import org.p2psip.relay.turn.attribute.AddressFamily;
import org.p2psip.relay.turn.attribute.Lifetime;
import org.p2psip.relay.turn.attribute.ReservationToken;
import org.p2psip.relay.turn.attribute.XorRelayedAddress;
import org.p2psip.relay.turn.policy.Quotas;

/** Allocate (RFC 8656 section 7.2). Owned by one event loop. */
public final class AllocateHandler {
    private final TurnCommons commons;
    private final AllocationTable table;
    private final Lifetimes lifetimes;
    private final Map<Allocation, Opening> openings = new HashMap<>();

    public AllocateHandler(TurnCommons commons, AllocationTable table) {
        this.commons = commons;
        this.table = table;
        this.lifetimes = new Lifetimes(commons.config().limits());
    }

    public List<Command> handle(Request request) {
        Optional<Allocation> existing = table.find(request.from());
        if (existing.isPresent()) {
            return repeat(request, existing.get());
        }
        return switch (AllocateWish.read(request, commons.config().advertised().keySet())) {
            case Reading.Refused refused -> refuse(request, Kind.BAD_REQUEST, refused.error());
            case AllocateWish wish -> admit(request, wish);
        };
    }

    /** A retransmission gets the answer that may have been lost; a second Allocate is a mistake (step 2). */
    private List<Command> repeat(Request request, Allocation allocation) {
        if (!allocation.transactionId().equals(request.message().transactionId())) {
            return refuse(request, Kind.BAD_REQUEST, TurnError.ALLOCATION_MISMATCH);
        }
        return allocation.state() == Allocation.State.OPEN
                ? List.of(request.success(attributes(request, allocation)))
                : List.of();
    }

    private List<Command> admit(Request request, AllocateWish wish) {
        if (commons.draining().get()) {
            return noRoom(request);
        }
        return switch (commons.quotas().take(request.sender().account())) {
            case Quotas.Verdict.ACCOUNT_FULL -> refuse(request, Kind.QUOTA_REACHED, TurnError.ALLOCATION_QUOTA_REACHED);
            case Quotas.Verdict.RELAY_FULL -> noRoom(request);
            case Quotas.Verdict.ADMITTED -> open(request, wish);
        };
    }

    private List<Command> open(Request request, AllocateWish wish) {
        Opening opening = new Opening(request, wish, commons);
        List<RelayPort> ports = new ArrayList<>();
        if (wish.token().isPresent()) {
            commons.reservations()
                    .take(
                            wish.token().get().token(),
                            request.sender().account(),
                            request.now().nanos())
                    .map(opening::tryReserved)
                    .ifPresent(ports::add);
        } else {
            wish.families().forEach(family -> opening.tryNext(family).ifPresent(ports::add));
        }
        if (ports.isEmpty()) {
            commons.quotas().release(request.sender().account());
            return noRoom(request);
        }
        Allocation allocation = new Allocation(
                request.from(),
                new Owner(request.sender().username(), request.sender().account()),
                request.message().transactionId(),
                wish.transport(),
                new ByteRate(
                        commons.config().limits().octetsPerSecond(),
                        request.now().nanos()));
        table.add(allocation);
        openings.put(allocation, opening);
        return List.of(new Command.OpenRelay(allocation, ports));
    }

    /** The relayed address of that family is open. */
    public List<Command> opened(Allocation allocation, AddressFamily family, Now now) {
        Opening opening = openings.get(allocation);
        int port = opening.opened(family).port();
        InetSocketAddress address =
                new InetSocketAddress(commons.config().advertised().get(family), port);
        allocation.open(family, new Relayed(port, address), now.in(lifetimes.granted(opening.request())));
        return finish(allocation, opening);
    }

    /** Its port is somebody else's: another one is tried. */
    public List<Command> notOpened(Allocation allocation, AddressFamily family) {
        Opening opening = openings.get(allocation);
        opening.notOpened(family);
        Optional<RelayPort> next = opening.wish().token().isPresent() ? Optional.empty() : opening.tryNext(family);
        return next.<List<Command>>map(port -> List.of(new Command.OpenRelay(allocation, List.of(port))))
                .orElseGet(() -> finish(allocation, opening));
    }

    private List<Command> finish(Allocation allocation, Opening opening) {
        if (!opening.isDone()) {
            return List.of();
        }
        openings.remove(allocation);
        Request request = opening.request();
        if (allocation.state() == Allocation.State.OPENING) {
            table.remove(allocation);
            commons.quotas().release(allocation.owner().account());
            return noRoom(request);
        }
        table.watch(allocation);
        commons.counts().count(Kind.ALLOCATED);
        List<Attribute> attributes = attributes(request, allocation);
        for (AddressFamily family : opening.failed()) {
            boolean served = commons.config().advertised().containsKey(family);
            ErrorCode error = served ? TurnError.INSUFFICIENT_CAPACITY : TurnError.ADDRESS_FAMILY_NOT_SUPPORTED;
            attributes.add(new AddressErrorCode(family, error).encode());
        }
        opening.reserve().ifPresent(token -> attributes.add(new ReservationToken(token).encode()));
        return List.of(request.success(attributes));
    }

    private List<Attribute> attributes(Request request, Allocation allocation) {
        List<Attribute> attributes = new ArrayList<>();
        for (AddressFamily family : AddressFamily.values()) {
            allocation
                    .relayed(family)
                    .map(relayed -> new XorRelayedAddress(relayed.address())
                            .encode(request.message().transactionId()))
                    .ifPresent(attributes::add);
        }
        attributes.add(new Lifetime(Lifetimes.left(allocation, request.now())).encode());
        attributes.add(new XorMappedAddress(request.from().client())
                .encode(request.message().transactionId()));
        return attributes;
    }

    /** 300 with another relay of the client's family where one is configured, else 508. */
    private List<Command> noRoom(Request request) {
        AddressFamily family = AddressFamily.of(request.from().client().getAddress());
        InetSocketAddress alternate = commons.config().alternates().get(family);
        commons.counts().count(Kind.NO_CAPACITY);
        return List.of(
                alternate == null
                        ? request.failure(TurnError.INSUFFICIENT_CAPACITY)
                        : request.failure(ErrorCode.TRY_ALTERNATE, new AlternateServer(alternate).encode()));
    }

    private List<Command> refuse(Request request, Kind kind, ErrorCode error) {
        commons.counts().count(kind);
        return List.of(request.failure(error));
    }
}
