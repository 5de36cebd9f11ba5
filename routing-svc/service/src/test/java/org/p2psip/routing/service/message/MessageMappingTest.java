package org.p2psip.routing.service.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2psip.proto.v1.AppAttachMessage;
import org.p2psip.proto.v1.AttachMessage;
import org.p2psip.proto.v1.ConfigUpdateRequest;
import org.p2psip.proto.v1.Destination;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.FetchAnswer;
import org.p2psip.proto.v1.FetchMessage;
import org.p2psip.proto.v1.PeerMessage;
import org.p2psip.proto.v1.StatAnswer;
import org.p2psip.proto.v1.StatMessage;
import org.p2psip.proto.v1.StoreAnswer;
import org.p2psip.proto.v1.StoreMessage;
import org.p2psip.proto.v1.UpdateRequest;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.message.Contents.UpdateType;
import org.p2psip.routing.message.ErrorCode;
import org.p2psip.routing.message.Message;
import org.p2psip.routing.message.Method;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.OpaqueId;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.table.PeerInfo;

class MessageMappingTest {
    private static final PeerInfo ALICE = new PeerInfo(new NodeId(new Position(1, 2)), "a.example.org:7460", "a");
    private static final PeerInfo BOB = new PeerInfo(new NodeId(new Position(-3, 4)), "b.example.org:7460", "b");
    private static final PeerInfo HIDDEN = new PeerInfo(new NodeId(new Position(5, -6)), "", "c");

    private final MessageMapping mapping = new MessageMapping("example.org");

    static Stream<Contents> contents() {
        return Stream.of(
                Contents.Ping.INSTANCE,
                new Contents.PingAnswer(ALICE),
                new Contents.Attach(HIDDEN, true),
                new Contents.AttachAnswer(BOB),
                new Contents.Join(HIDDEN),
                new Contents.JoinAnswer(),
                new Contents.Leave(ALICE.id(), List.of(BOB), List.of(HIDDEN, BOB)),
                new Contents.LeaveAnswer(),
                new Contents.Update(UpdateType.PEER_READY, 7, List.of(), List.of(), List.of(), List.of()),
                new Contents.Update(
                        UpdateType.FULL,
                        1,
                        List.of(BOB),
                        List.of(ALICE),
                        List.of(HIDDEN),
                        List.of(BOB, ALICE),
                        new Position(8, 9)),
                Contents.UpdateAnswer.INSTANCE,
                new Contents.RouteQuery(true, new ResourceId(new Position(1, 1))),
                new Contents.RouteQueryAnswer(BOB),
                new Contents.Probe(),
                new Contents.ProbeAnswer(1_000_000_000, 12),
                new Contents.Carried(
                        Method.STORE,
                        StoreMessage.newBuilder().setReplicaNumber(1).build()),
                new Contents.CarriedAnswer(
                        StoreAnswer.newBuilder().addReplicas(ByteString.EMPTY).build()),
                new Contents.Carried(Method.FETCH, FetchMessage.getDefaultInstance()),
                new Contents.CarriedAnswer(FetchAnswer.getDefaultInstance()),
                new Contents.Carried(Method.STAT, StatMessage.getDefaultInstance()),
                new Contents.CarriedAnswer(StatAnswer.getDefaultInstance()),
                new Contents.Carried(
                        Method.APP_ATTACH,
                        AppAttachMessage.newBuilder().setName("ping").build()),
                new Contents.CarriedAnswer(
                        AppAttachMessage.newBuilder().setHops(3).build()),
                new Contents.CarriedAnswer(Error.newBuilder()
                        .setCodeValue(9)
                        .setStoredGeneration(4)
                        .build()),
                new Contents.Failure(ErrorCode.TTL_EXCEEDED, "no hops are left"));
    }

    @ParameterizedTest
    @MethodSource("contents")
    void everyMessageIsTheSameAfterTheWayOverALink(Contents contents) {
        Message message = new Message(
                ALICE.id(),
                -7,
                99,
                List.of(ALICE.id(), new OpaqueId(-2)),
                List.of(BOB.id(), NodeId.WILDCARD, new ResourceId(new Position(3, 3))),
                contents);
        PeerMessage encoded = mapping.encode(message);
        assertThat(mapping.decode(encoded)).isEqualTo(new Decoded.Routed(message));
    }

    @Test
    void messageOfAnotherOverlayIsRefused() {
        Message ping = new Message(ALICE.id(), 1, 100, List.of(), List.of(BOB.id()), Contents.Ping.INSTANCE);
        assertThat(new MessageMapping("example.net").decode(mapping.encode(ping)))
                .isInstanceOfSatisfying(Decoded.Malformed.class, malformed -> assertThat(malformed.reason())
                        .contains("of the overlay"));
    }

    static Stream<Arguments> malformed() {
        ByteString short1 = ByteString.copyFrom(new byte[3]);
        return Stream.of(
                wrong("no contents", message -> message.clearPing()),
                wrong(
                        "does not know CONFIG_UPDATE",
                        message -> message.setConfigUpdate(ConfigUpdateRequest.getDefaultInstance())),
                wrong("ttl is 256", message -> {
                    message.getForwardingBuilder().setTtl(256);
                    return message;
                }),
                wrong("list of the header has 0 entries", message -> {
                    message.getForwardingBuilder().clearDestinationList();
                    return message;
                }),
                wrong("list of the header has 65 entries", message -> {
                    for (int i = 0; i < 65; i++) {
                        message.getForwardingBuilder().addViaList(Identifiers.of(ALICE.id()));
                    }
                    return message;
                }),
                wrong("a destination is empty", message -> {
                    message.getForwardingBuilder().addDestinationList(Destination.getDefaultInstance());
                    return message;
                }),
                wrong("a Resource-ID has 3 bytes", message -> {
                    message.getForwardingBuilder()
                            .addDestinationList(Destination.newBuilder().setResourceId(short1));
                    return message;
                }),
                wrong("an opaque ID has 3 bytes", message -> {
                    message.getForwardingBuilder()
                            .addViaList(Destination.newBuilder().setOpaqueId(short1));
                    return message;
                }),
                wrong("a Node-ID has 0 bytes", PeerMessage.Builder::clearSecurity),
                wrong(
                        "a Node-ID has 3 bytes",
                        message -> message.setAttach(AttachMessage.newBuilder().setNodeId(short1))),
                wrong("an Update has the type 0", message -> message.setUpdate(UpdateRequest.getDefaultInstance())));
    }

    private static Arguments wrong(String why, UnaryOperator<PeerMessage.Builder> change) {
        return Arguments.of(why, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void malformedMessageIsRefusedWithWhatIsWrong(String why, UnaryOperator<PeerMessage.Builder> change) {
        Message ping = new Message(ALICE.id(), 1, 100, List.of(), List.of(BOB.id()), Contents.Ping.INSTANCE);
        PeerMessage message = change.apply(mapping.encode(ping).toBuilder()).build();
        assertThat(mapping.decode(message))
                .isInstanceOfSatisfying(Decoded.Malformed.class, malformed -> assertThat(malformed.reason())
                        .contains(why));
    }
}
