package org.p2psip.relay.turn;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.MessageClass;
import org.p2psip.relay.stun.MessageType;
import org.p2psip.relay.stun.StunMessage;
import org.p2psip.relay.stun.attribute.ErrorCode;
import org.p2psip.relay.stun.attribute.UnknownAttributes;
import org.p2psip.relay.stun.auth.LongTermCredentials;
import org.p2psip.relay.stun.auth.LongTermCredentials.Verdict;
import org.p2psip.relay.stun.auth.MessageIntegrity;
import org.p2psip.relay.stun.binding.ClientAddress;
import org.p2psip.relay.stun.binding.SourceRateLimit;
import org.p2psip.relay.turn.TurnCounts.Kind;
import org.p2psip.relay.turn.allocation.Allocation;
import org.p2psip.relay.turn.allocation.AllocationTable;
import org.p2psip.relay.turn.allocation.PeerConnection;
import org.p2psip.relay.turn.attribute.AddressFamily;
import org.p2psip.relay.turn.request.AllocateHandler;
import org.p2psip.relay.turn.request.ChannelBindHandler;
import org.p2psip.relay.turn.request.ConnectHandler;
import org.p2psip.relay.turn.request.ConnectionBindHandler;
import org.p2psip.relay.turn.request.CreatePermissionHandler;
import org.p2psip.relay.turn.request.Ending;
import org.p2psip.relay.turn.request.RefreshHandler;
import org.p2psip.relay.turn.request.Request;

/**
 * The TURN server of one event loop: requests and {@code now} go in, commands come out. Packets do not pass here: the
 * transports ask {@link #table} for the allocation and it for the way of each.
 */
public final class TurnServer {
    /**
     * What a challenge has more than a request without credentials: ERROR-CODE (24), REALM (up to 132), NONCE (44) and
     * PASSWORD-ALGORITHMS (12), less than the attributes that an Allocate has to bring.
     */
    public static final int MAX_GROWTH_OCTETS = 212;

    private final TurnCommons commons;
    private final LongTermCredentials credentials;
    private final SourceRateLimit rateLimit;
    private final AllocationTable table = new AllocationTable();
    private final Ending ending;
    private final AllocateHandler allocate;
    private final RefreshHandler refresh;
    private final CreatePermissionHandler createPermission;
    private final ChannelBindHandler channelBind;
    private final ConnectHandler connect;
    private final ConnectionBindHandler connectionBind;

    /**
     * @param rateLimit for requests of sources that have no allocation
     */
    public TurnServer(TurnCommons commons, LongTermCredentials credentials, SourceRateLimit rateLimit) {
        this.commons = commons;
        this.credentials = credentials;
        this.rateLimit = rateLimit;
        this.ending = new Ending(commons, table);
        this.allocate = new AllocateHandler(commons, table);
        this.refresh = new RefreshHandler(commons, ending);
        this.createPermission = new CreatePermissionHandler(commons);
        this.channelBind = new ChannelBindHandler(commons);
        this.connect = new ConnectHandler(commons);
        this.connectionBind = new ConnectionBindHandler(commons);
    }

    /** Where the transports find allocations. */
    public AllocationTable table() {
        return table;
    }

    /**
     * @param message any but Binding and Send
     * @param datagram that it was decoded from, from its position to its limit
     */
    public List<Command> receive(StunMessage message, ByteBuffer datagram, FiveTuple from, Now now) {
        Optional<TurnMethod> method = TurnMethod.of(message.type());
        if (message.type().messageClass() != MessageClass.REQUEST || method.isEmpty()) {
            return List.of();
        }
        commons.counts().count(Kind.REQUEST);
        Optional<Allocation> allocation = table.find(from);
        if (allocation.isEmpty() && !rateLimit.admit(new ClientAddress(from.client()), now.nanos())) {
            commons.counts().count(Kind.RATE_LIMITED);
            return List.of();
        }
        return switch (credentials.judge(message, datagram, from.client().getAddress(), now.epochSeconds())) {
            case Verdict.Refused refused -> List.of(refuse(message, from, refused));
            case Verdict.Authentic sender ->
                authentic(method.get(), new Request(message, from, sender, now), allocation);
        };
    }

    private List<Command> authentic(TurnMethod method, Request request, Optional<Allocation> allocation) {
        List<Integer> unknown = KnownAttributes.unknown(request.message());
        if (!unknown.isEmpty()) {
            return List.of(mistake(request, ErrorCode.UNKNOWN_ATTRIBUTE, new UnknownAttributes(unknown).encode()));
        }
        if (method == TurnMethod.ALLOCATE) {
            return allocate.handle(request);
        }
        if (method == TurnMethod.CONNECTION_BIND) {
            return connectionBind.handle(request, allocation.isPresent());
        }
        if (allocation.filter(found -> found.state() == Allocation.State.OPEN).isEmpty()) {
            return List.of(mistake(request, TurnError.ALLOCATION_MISMATCH));
        }
        if (!allocation.get().owner().username().equals(request.sender().username())) {
            return List.of(mistake(request, TurnError.WRONG_CREDENTIALS));
        }
        return switch (method) {
            case REFRESH -> refresh.handle(request, allocation.get());
            case CREATE_PERMISSION -> createPermission.handle(request, allocation.get());
            case CHANNEL_BIND -> channelBind.handle(request, allocation.get());
            case CONNECT -> connect.handle(request, allocation.get());
            default -> List.of(mistake(request, ErrorCode.BAD_REQUEST));
        };
    }

    /** The transports have opened the relayed address that {@link Command.OpenRelay} asked for. */
    public List<Command> opened(Allocation allocation, AddressFamily family, Now now) {
        return allocate.opened(allocation, family, now);
    }

    /** They could not: the port is taken by somebody else on this machine. */
    public List<Command> notOpened(Allocation allocation, AddressFamily family) {
        return allocate.notOpened(allocation, family);
    }

    /** The transports have connected to the peer that {@link Command.ConnectPeer} names. */
    public List<Command> connected(PeerConnection connection, Now now) {
        return connect.connected(connection, now);
    }

    /**
     * A peer has connected to a relayed address.
     *
     * @param connection new, with what carries it
     */
    public List<Command> accepted(PeerConnection connection, Now now) {
        return connect.accepted(connection, now);
    }

    /** The peer has not accepted, or one of the two ends of a connection is gone. */
    public List<Command> closed(PeerConnection connection) {
        return connect.closed(connection);
    }

    /** The client's connection is gone, and its allocation with it (RFC 8656 section 3.2). */
    public List<Command> disconnected(FiveTuple fiveTuple) {
        return table.find(fiveTuple)
                .map(allocation -> ending.end(allocation, Kind.RELEASED))
                .orElse(List.of());
    }

    /** Ends what has to end by now. */
    public List<Command> advance(Now now) {
        List<Command> commands = new ArrayList<>();
        for (Allocation allocation : table.expired(now.nanos())) {
            commands.addAll(ending.end(allocation, Kind.EXPIRED));
        }
        commands.addAll(connect.advance(now));
        commons.reservations().expire(now.nanos(), commons.ports());
        return commands;
    }

    /** When {@link #advance} has something to do; reservations may wait for the next time. */
    public OptionalLong nextDeadlineNanos() {
        OptionalLong allocations = table.nextDeadlineNanos();
        OptionalLong connections = connect.nextDeadlineNanos();
        if (allocations.isEmpty() || connections.isEmpty()) {
            return allocations.isEmpty() ? connections : allocations;
        }
        // the clock may pass from positive to negative
        return allocations.getAsLong() - connections.getAsLong() < 0 ? allocations : connections;
    }

    private Command refuse(StunMessage message, FiveTuple from, Verdict.Refused refused) {
        boolean tried = message.first(MessageIntegrity.SHA1.type()).isPresent()
                || message.first(MessageIntegrity.SHA256.type()).isPresent();
        commons.counts()
                .count(
                        switch (refused.error().code()) {
                            case 438 -> Kind.STALE_NONCE;
                            case 401 -> tried ? Kind.UNAUTHENTICATED : Kind.CHALLENGED;
                            default -> Kind.BAD_REQUEST;
                        });
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(refused.error().encode());
        attributes.addAll(refused.attributes());
        MessageType type = new MessageType(message.type().method(), MessageClass.ERROR_RESPONSE);
        StunMessage answer = new StunMessage(type, message.transactionId(), attributes, message.fingerprint());
        return new Command.Answer(from, answer.encode());
    }

    private Command mistake(Request request, ErrorCode error, Attribute... more) {
        commons.counts().count(Kind.BAD_REQUEST);
        return request.failure(error, more);
    }
}
