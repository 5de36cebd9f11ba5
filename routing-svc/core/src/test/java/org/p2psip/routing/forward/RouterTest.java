package org.p2psip.routing.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.routing.TestPeers.at;
import static org.p2psip.routing.TestPeers.peer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.routing.PeerHarness;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.message.ErrorCode;
import org.p2psip.routing.message.Message;
import org.p2psip.routing.message.Method;
import org.p2psip.routing.peer.PeerCommand;
import org.p2psip.routing.peer.PeerCounter;
import org.p2psip.routing.ring.Destination;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.OpaqueId;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.table.PeerInfo;

class RouterTest {
    private static final Contents.Carried FETCH = new Contents.Carried(Method.FETCH, "which");
    private static final PeerInfo FAR = peer(200);

    private final PeerHarness harness = PeerHarness.member(peer(100), peer(90), peer(110), peer(130));

    @ParameterizedTest
    @CsvSource({"105,110", "110,110", "120,130", "131,90", "85,90"})
    void requestForAnotherPeersResourceGoesToTheNextHop(int key, int next) {
        harness.receive(peer(90), FAR.id(), List.of(), List.of(resource(key)), FETCH);
        assertThat(harness.sent(Contents.Carried.class))
                .singleElement()
                .extracting(PeerCommand.Send::to)
                .isEqualTo(peer(next).id());
    }

    @Test
    void forwardedRequestSaysWhereItCameFromAndHasAHopLess() {
        harness.receive(peer(90), FAR.id(), List.of(FAR.id()), List.of(resource(105)), FETCH);
        Message forwarded = harness.sent(Contents.Carried.class).getFirst().message();
        assertThat(forwarded.via()).containsExactly(FAR.id(), peer(90).id());
        assertThat(forwarded.ttl()).isEqualTo(Message.INITIAL_TTL - 1);
        assertThat(forwarded.sender()).isEqualTo(FAR.id());
    }

    @Test
    void requestForAnOwnResourceIsDeliveredAndItsAnswerGoesBackTheSameWay() {
        long transaction =
                harness.receive(peer(90), FAR.id(), List.of(FAR.id(), peer(50).id()), List.of(resource(95)), FETCH);
        PeerCommand.Deliver delivered = harness.take(PeerCommand.Deliver.class).getFirst();
        harness.peer().answer(delivered, new Contents.CarriedAnswer("this"), harness.now());
        PeerCommand.Send answer = harness.sent(Contents.CarriedAnswer.class).getFirst();
        assertThat(answer.to()).isEqualTo(peer(90).id());
        assertThat(answer.message().transactionId()).isEqualTo(transaction);
        assertThat(answer.message().destinations()).containsExactly(peer(90).id(), peer(50).id(), FAR.id());
    }

    @Test
    void answerOnItsWayGoesToTheNextOfItsDestinations() {
        harness.receive(
                peer(110),
                new Message(
                        FAR.id(),
                        7,
                        50,
                        List.of(),
                        List.of(peer(100).id(), peer(90).id(), FAR.id()),
                        new Contents.CarriedAnswer("this")));
        PeerCommand.Send answer = harness.sent(Contents.CarriedAnswer.class).getFirst();
        assertThat(answer.to()).isEqualTo(peer(90).id());
        assertThat(answer.message().destinations()).containsExactly(peer(90).id(), FAR.id());
    }

    @Test
    void linkedNodeIsReachedDirectlyWhereverItSits() {
        harness.linkUp(peer(220), false); // a client: no Update, so nothing is routed through it
        harness.receive(peer(90), FAR.id(), List.of(), List.of(peer(220).id()), FETCH);
        assertThat(harness.sent(Contents.Carried.class))
                .singleElement()
                .extracting(PeerCommand.Send::to)
                .isEqualTo(peer(220).id());
        harness.receive(peer(90), FAR.id(), List.of(), List.of(resource(220)), FETCH);
        assertThat(harness.sent(Contents.Carried.class).getFirst().to())
                .isNotEqualTo(peer(220).id());
    }

    @Test
    void messageForANodeThatIsNotThereIsDropped() {
        harness.receive(peer(110), FAR.id(), List.of(), List.of(peer(95).id()), FETCH);
        assertThat(harness.take(PeerCommand.class)).isEmpty();
        assertThat(harness.peer().counters().get(PeerCounter.DROPPED)).isOne();
    }

    @Test
    void resourceWithAnotherDestinationBehindItIsDropped() {
        harness.receive(peer(90), FAR.id(), List.of(), List.of(resource(95), FAR.id()), FETCH);
        assertThat(harness.take(PeerCommand.class)).isEmpty();
    }

    @Test
    void wildcardIsTakenByWhoeverGetsIt() {
        harness.receive(peer(90), FAR.id(), List.of(), List.of(NodeId.WILDCARD), FETCH);
        assertThat(harness.take(PeerCommand.Deliver.class)).hasSize(1);
    }

    @Test
    void requestWithoutHopsLeftIsAnsweredSo() {
        harness.receive(peer(90), new Message(FAR.id(), 7, 0, List.of(), List.of(resource(105)), FETCH));
        assertThat(harness.sent(Contents.Failure.class)).singleElement().satisfies(send -> assertThat(
                        ((Contents.Failure) send.message().contents()).code())
                .isEqualTo(ErrorCode.TTL_EXCEEDED));
    }

    @Test
    void lastHopStillReachesItsDestination() {
        harness.receive(peer(90), new Message(FAR.id(), 7, 0, List.of(), List.of(resource(95)), FETCH));
        assertThat(harness.take(PeerCommand.Deliver.class)).hasSize(1);
    }

    @Test
    void requestThatGoesInCirclesIsStopped() {
        NodeId self = peer(100).id();
        harness.receive(peer(90), FAR.id(), List.of(self, peer(110).id(), self), List.of(resource(105)), FETCH);
        assertThat(harness.sent(Contents.Failure.class)).hasSize(1);
        assertThat(harness.peer().counters().get(PeerCounter.LOOPED)).isOne();
    }

    @Test
    void longViaListIsKeptHereAndAnOpaqueIdSentInstead() {
        List<Destination> via = new ArrayList<>(Collections.nCopies(15, peer(1).id()));
        via.add(FAR.id());
        harness.receive(peer(90), FAR.id(), via, List.of(resource(105)), FETCH);
        Message forwarded = harness.sent(Contents.Carried.class).getFirst().message();
        assertThat(forwarded.via()).singleElement().isInstanceOf(OpaqueId.class);

        Message answer = new Message(
                peer(110).id(),
                forwarded.transactionId(),
                50,
                List.of(),
                List.of(peer(100).id(), forwarded.via().getFirst()),
                new Contents.CarriedAnswer("this"));
        harness.receive(peer(110), answer);
        PeerCommand.Send back = harness.sent(Contents.CarriedAnswer.class).getFirst();
        assertThat(back.to()).isEqualTo(peer(90).id());
        assertThat(back.message().destinations()).hasSize(17).startsWith(peer(90).id(), FAR.id(), peer(1).id());

        harness.pass(16_000);
        harness.take(PeerCommand.class);
        harness.receive(peer(110), answer);
        assertThat(harness.sent(Contents.CarriedAnswer.class)).isEmpty();
    }

    @Test
    void repeatedRequestIsDoneOnceAndAnsweredAsBefore() {
        Message request = new Message(FAR.id(), 7, 50, List.of(), List.of(resource(95)), FETCH);
        harness.receive(peer(90), request);
        PeerCommand.Deliver delivered = harness.take(PeerCommand.Deliver.class).getFirst();
        harness.receive(peer(90), request);
        assertThat(harness.take(PeerCommand.class)).isEmpty();
        harness.peer().answer(delivered, new Contents.CarriedAnswer("this"), harness.now());
        harness.receive(peer(90), request);
        assertThat(harness.sent(Contents.CarriedAnswer.class)).hasSize(2);
        assertThat(harness.peer().counters().get(PeerCounter.DUPLICATES)).isEqualTo(2);
    }

    @Test
    void requestForAClientIsDeliveredAtItsPeerWhileItIsConnected() {
        NodeId client = peer(123).id();
        List<Destination> behindThisPeer = List.of(peer(100).id(), client);
        Contents.Carried attach = new Contents.Carried(Method.APP_ATTACH, "candidates");
        harness.peer().attach(client);
        harness.receive(peer(90), FAR.id(), List.of(FAR.id()), behindThisPeer, attach);
        PeerCommand.Deliver delivered = harness.take(PeerCommand.Deliver.class).getFirst();
        assertThat(delivered.request().destination()).isEqualTo(client);
        harness.peer().answer(delivered, new Contents.CarriedAnswer("this"), harness.now());
        assertThat(harness.sent(Contents.CarriedAnswer.class)
                        .getFirst()
                        .message()
                        .destinations())
                .containsExactly(peer(90).id(), FAR.id());

        harness.receive(peer(90), FAR.id(), List.of(), behindThisPeer, FETCH);
        assertThat(harness.take(PeerCommand.Deliver.class))
                .as("a client has no records")
                .isEmpty();
        harness.peer().detach(client);
        harness.receive(peer(90), FAR.id(), List.of(), behindThisPeer, attach);
        PeerCommand.Send refusal = harness.sent(Contents.Failure.class).getFirst();
        assertThat(((Contents.Failure) refusal.message().contents()).code()).isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void ownRequestForAnOwnResourceTakesNoHop() {
        harness.peer().request(5, resource(95), FETCH, harness.now());
        PeerCommand.Deliver delivered = harness.take(PeerCommand.Deliver.class).getFirst();
        assertThat(delivered.from()).isNull();
        harness.peer().answer(delivered, new Contents.CarriedAnswer("this"), harness.now());
        assertThat(harness.take(PeerCommand.Completed.class))
                .containsExactly(new PeerCommand.Completed(5, new Contents.CarriedAnswer("this")));
    }

    @Test
    void requestIsSentFiveTimesThreeSecondsApartAndThenHasFailed() {
        PeerHarness alone = PeerHarness.member(peer(100), peer(90));
        alone.peer().request(5, resource(85), FETCH, alone.now());
        List<Long> times = new ArrayList<>();
        for (int step = 0; step < 1_700 && times.size() < 6; step++) {
            List<PeerCommand> commands = alone.take(PeerCommand.class);
            for (PeerCommand command : commands) {
                if (command instanceof PeerCommand.Send send && send.message().contents() instanceof Contents.Carried) {
                    times.add((alone.now() - 1_000) / 1_000);
                }
                if (command instanceof PeerCommand.Completed completed) {
                    times.add(-(alone.now() - 1_000) / 1_000);
                    assertThat(((Contents.Failure) completed.answer()).code()).isEqualTo(ErrorCode.REQUEST_TIMEOUT);
                }
            }
            alone.receive(peer(90), Contents.Ping.INSTANCE); // it lives, but says nothing
            alone.pass(10);
        }
        assertThat(times).containsExactly(0L, 3L, 6L, 9L, 12L, -15L);
    }

    @Test
    void peerOfTheSameSiteIsAnsweredForButNotJoinedFor() {
        PeerInfo mate = peer(200, "home");
        PeerHarness home = PeerHarness.member(peer(100, "home"), peer(90), peer(110));
        home.linkUp(mate, false);
        home.receive(
                mate,
                new Contents.Update(
                        Contents.UpdateType.NEIGHBORS, 1, List.of(peer(190)), List.of(), List.of(), List.of()));
        home.take(PeerCommand.class);
        home.receive(peer(90), FAR.id(), List.of(), List.of(resource(195)), FETCH);
        assertThat(home.take(PeerCommand.Deliver.class)).hasSize(1);
        home.receive(peer(90), FAR.id(), List.of(), List.of(resource(195)), Contents.Ping.INSTANCE);
        assertThat(home.sent(Contents.Ping.class))
                .extracting(PeerCommand.Send::to)
                .containsExactly(mate.id());
    }

    @Test
    void routeQueryNamesTheNextHop() {
        harness.receive(peer(90), new Contents.RouteQuery(false, resource(105)));
        assertThat(harness.sent(Contents.RouteQueryAnswer.class)
                        .getFirst()
                        .message()
                        .contents())
                .isEqualTo(new Contents.RouteQueryAnswer(peer(110)));
        harness.receive(peer(90), new Contents.RouteQuery(false, resource(95)));
        assertThat(harness.sent(Contents.RouteQueryAnswer.class)
                        .getFirst()
                        .message()
                        .contents())
                .isEqualTo(new Contents.RouteQueryAnswer(peer(100)));
        harness.receive(peer(90), new Contents.RouteQuery(false, new OpaqueId(1)));
        assertThat(harness.sent(Contents.Failure.class)).hasSize(1);
    }

    @Test
    void probeTellsTheShareOfTheRing() {
        harness.receive(peer(90), new Contents.Probe());
        Contents.ProbeAnswer answer = (Contents.ProbeAnswer)
                harness.sent(Contents.ProbeAnswer.class).getFirst().message().contents();
        assertThat(answer.responsiblePpb()).isEqualTo(10L * 1_000_000_000 / 256);
    }

    @Test
    void messageWithoutALinkIsRefused() {
        harness.receive(peer(1), Contents.Ping.INSTANCE);
        assertThat(harness.take(PeerCommand.class)).isEmpty();
        assertThat(harness.peer().counters().get(PeerCounter.REFUSED)).isOne();
    }

    private static ResourceId resource(int place) {
        return new ResourceId(at(place));
    }
}
