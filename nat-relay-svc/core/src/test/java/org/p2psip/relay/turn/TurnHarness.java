package org.p2psip.relay.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.MessageClass;
import org.p2psip.relay.stun.StunDecoder;
import org.p2psip.relay.stun.StunMessage;
import org.p2psip.relay.stun.TransactionId;
import org.p2psip.relay.stun.attribute.ErrorCode;
import org.p2psip.relay.stun.attribute.Nonce;
import org.p2psip.relay.stun.attribute.Realm;
import org.p2psip.relay.stun.attribute.Username;
import org.p2psip.relay.stun.auth.KnownUsers;
import org.p2psip.relay.stun.auth.LongTermCredentials;
import org.p2psip.relay.stun.auth.MessageIntegrity;
import org.p2psip.relay.stun.auth.Nonces;
import org.p2psip.relay.stun.auth.PasswordAlgorithm;
import org.p2psip.relay.stun.binding.SourceRateLimit;
import org.p2psip.relay.turn.FiveTuple.Transport;
import org.p2psip.relay.turn.TurnConfig.Limits;
import org.p2psip.relay.turn.allocation.Allocation;
import org.p2psip.relay.turn.allocation.PeerConnection;
import org.p2psip.relay.turn.attribute.AddressFamily;
import org.p2psip.relay.turn.attribute.RequestedTransport;
import org.p2psip.relay.turn.policy.PeerPolicy;
import org.p2psip.relay.turn.policy.PendingConnections;
import org.p2psip.relay.turn.policy.Quotas;
import org.p2psip.relay.turn.policy.RelayPorts;
import org.p2psip.relay.turn.policy.Reservations;

/** A server with transports that open what they are told to, a clock that the test advances, and clients that sign. */
final class TurnHarness {
    static final String REALM = "example.org";
    static final InetSocketAddress SERVER = new InetSocketAddress("198.51.100.1", 3478);
    static final FiveTuple ALICE = new FiveTuple(Transport.UDP, new InetSocketAddress("192.0.2.1", 40_000), SERVER);
    static final FiveTuple BOB = new FiveTuple(Transport.UDP, new InetSocketAddress("192.0.2.2", 40_000), SERVER);
    static final InetSocketAddress PEER = new InetSocketAddress("203.0.113.9", 5_000);
    static final Limits LIMITS = new Limits(600, 3_600, 3, 2, 3, 0);

    final Set<Command.RelayPort> open = new HashSet<>();
    /** Ports that somebody else on the machine has. */
    final Set<Integer> foreign = new HashSet<>();

    final TurnCommons commons;
    final TurnServer server;

    /** Connections with peers that were asked for, and not yet answered. */
    final List<PeerConnection> connecting = new ArrayList<>();
    /** Those that were to be closed. */
    final List<PeerConnection> closed = new ArrayList<>();
    /** Those that a client has bound its own to. */
    final List<Command.Splice> spliced = new ArrayList<>();

    private final Random random = new Random(8_656);
    private long millis;

    TurnHarness() {
        this(LIMITS, Map.of());
    }

    TurnHarness(Limits limits, Map<AddressFamily, InetSocketAddress> alternates) {
        this(limits, alternates, 100);
    }

    TurnHarness(Limits limits, Map<AddressFamily, InetSocketAddress> alternates, int requestsPerSecond) {
        Map<AddressFamily, InetAddress> advertised = Map.of(
                AddressFamily.IPV4, new InetSocketAddress("198.51.100.7", 1).getAddress(),
                AddressFamily.IPV6, new InetSocketAddress("2001:db8::7", 1).getAddress());
        Map<AddressFamily, RelayPorts> ports = new EnumMap<>(AddressFamily.class);
        for (AddressFamily family : AddressFamily.values()) {
            ports.put(family, new RelayPorts(50_000, 50_009, random));
        }
        commons = new TurnCommons(
                new TurnConfig(limits, advertised, alternates),
                new PeerPolicy(List.of(), PeerPolicy.DENIED_BY_DEFAULT),
                new Quotas(6, 4),
                ports,
                new Reservations(random),
                new PendingConnections(random),
                random,
                new TurnCounts(),
                new AtomicBoolean());
        KnownUsers users = new KnownUsers(REALM, Map.of("alice", "wonder", "bob", "builder"), List.of());
        server = new TurnServer(
                commons,
                new LongTermCredentials(REALM, new Nonces(new byte[32], 600, true), () -> users),
                new SourceRateLimit(new SourceRateLimit.Limits(requestsPerSecond, requestsPerSecond, 100)));
    }

    Now now() {
        // a clock that never goes back may start anywhere, and pass from positive to negative
        return new Now(Long.MAX_VALUE - 5 * Now.NANOS_PER_SECOND + millis * 1_000_000, 1_800_000_000L + millis / 1_000);
    }

    List<StunMessage> advance(long bySeconds) {
        return advanceMillis(bySeconds * 1_000);
    }

    List<StunMessage> advanceMillis(long by) {
        millis += by;
        return carryOut(server.advance(now()));
    }

    /** Hands over what may be anything; all answers. */
    List<StunMessage> deliver(FiveTuple from, StunMessage message, byte[] datagram) {
        return carryOut(server.receive(message, ByteBuffer.wrap(datagram), from, now()));
    }

    TransactionId newId() {
        return TransactionId.random(random);
    }

    /** Sends a request as the user, challenge and all, and returns the answer. */
    StunMessage request(FiveTuple from, String user, TurnMethod method, Attribute... attributes) {
        return request(from, user, method, newId(), attributes);
    }

    StunMessage request(FiveTuple from, String user, TurnMethod method, TransactionId id, Attribute... attributes) {
        StunMessage answer = send(from, signed(from, user, method, id, attributes));
        assertThat(MessageIntegrity.SHA1.verify(ByteBuffer.wrap(answer.encode()), key(user)))
                .isTrue();
        return answer;
    }

    private static byte[] key(String user) {
        return PasswordAlgorithm.MD5.key(user, REALM, user.equals("alice") ? "wonder" : "builder");
    }

    private StunMessage signed(
            FiveTuple from, String user, TurnMethod method, TransactionId id, Attribute... attributes) {
        StunMessage challenge = send(from, new StunMessage(method.type(MessageClass.REQUEST), id, List.of(), false));
        List<Attribute> all = new ArrayList<>(List.of(attributes));
        all.add(new Username(user).encode());
        all.add(challenge.first(Realm.TYPE).orElseThrow());
        all.add(challenge.first(Nonce.TYPE).orElseThrow());
        StunMessage request = new StunMessage(method.type(MessageClass.REQUEST), id, all, true);
        return MessageIntegrity.SHA1.sign(request, key(user));
    }

    private List<Command> receive(FiveTuple from, StunMessage message) {
        return server.receive(message, ByteBuffer.wrap(message.encode()), from, now());
    }

    /** Sends a request as {@link #request} does; nothing may be answered, or the answer of something else too. */
    List<StunMessage> requestAll(
            FiveTuple from, String user, TurnMethod method, TransactionId id, Attribute... attributes) {
        return carryOut(receive(from, signed(from, user, method, id, attributes)));
    }

    List<StunMessage> connected(PeerConnection connection) {
        connecting.remove(connection);
        return carryOut(server.connected(connection, now()));
    }

    /** The peer refuses, or one of two ends is gone. */
    List<StunMessage> closed(PeerConnection connection) {
        connecting.remove(connection);
        return carryOut(server.closed(connection));
    }

    List<StunMessage> accepted(PeerConnection connection) {
        return carryOut(server.accepted(connection, now()));
    }

    /** Sends a message as it is; the only answer. */
    StunMessage send(FiveTuple from, StunMessage message) {
        List<StunMessage> answers = carryOut(receive(from, message));
        assertThat(answers).hasSize(1);
        return answers.getFirst();
    }

    StunMessage allocate(FiveTuple from, String user, Attribute... attributes) {
        List<Attribute> all = new ArrayList<>(List.of(attributes));
        all.add(new RequestedTransport(PeerTransport.UDP.protocol()).encode());
        return request(from, user, TurnMethod.ALLOCATE, all.toArray(Attribute[]::new));
    }

    Allocation allocation(FiveTuple from) {
        return server.table().find(from).orElseThrow();
    }

    static int code(StunMessage answer) {
        assertThat(answer.type().messageClass()).isEqualTo(MessageClass.ERROR_RESPONSE);
        return answer.first(ErrorCode.TYPE)
                .flatMap(ErrorCode::decode)
                .orElseThrow()
                .code();
    }

    static void assertSuccess(StunMessage answer) {
        assertThat(answer.type().messageClass())
                .as(answer.first(ErrorCode.TYPE)
                        .flatMap(ErrorCode::decode)
                        .map(ErrorCode::toString)
                        .orElse("a success"))
                .isEqualTo(MessageClass.SUCCESS_RESPONSE);
    }

    /** Opens, closes and collects the answers. */
    private List<StunMessage> carryOut(List<Command> commands) {
        List<StunMessage> answers = new ArrayList<>();
        for (Command command : commands) {
            switch (command) {
                case Command.Answer answer ->
                    answers.add((StunMessage) StunDecoder.decode(ByteBuffer.wrap(answer.octets())));
                case Command.ConnectPeer connect -> connecting.add(connect.connection());
                case Command.Splice splice -> spliced.add(splice);
                case Command.ClosePeer close -> {
                    closed.add(close.connection());
                    answers.addAll(closed(close.connection()));
                }
                case Command.CloseRelay close ->
                    assertThat(open.remove(close.port())).isTrue();
                case Command.OpenRelay relay ->
                    relay.ports().forEach(port -> {
                        boolean free = !foreign.contains(port.port()) && open.add(port);
                        answers.addAll(carryOut(
                                free
                                        ? server.opened(relay.allocation(), port.family(), now())
                                        : server.notOpened(relay.allocation(), port.family())));
                    });
            }
        }
        return answers;
    }
}
