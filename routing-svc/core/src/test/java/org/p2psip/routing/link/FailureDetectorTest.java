package org.p2psip.routing.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.routing.TestPeers.peer;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2psip.routing.PeerHarness;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.message.Contents.UpdateType;
import org.p2psip.routing.message.Message;
import org.p2psip.routing.peer.PeerCommand;
import org.p2psip.routing.table.PeerInfo;

class FailureDetectorTest {
    private static final PeerInfo SILENT = peer(110);
    private static final PeerInfo WITNESS = peer(120);

    private final PeerHarness harness = PeerHarness.member(peer(100), SILENT, WITNESS);

    @BeforeEach
    void settle() {
        harness.pass(500);
        harness.take(PeerCommand.class);
    }

    @Test
    void neighborThatIsSilentIsPingedAfterASecond() {
        passWithWitness(700);
        assertThat(pingsTo(SILENT)).hasSize(1);
    }

    @Test
    void neighborThatTalksIsNotPinged() {
        for (int i = 0; i < 50; i++) {
            harness.receive(SILENT, Contents.Ping.INSTANCE);
            passWithWitness(100);
        }
        assertThat(pingsTo(SILENT)).isEmpty();
    }

    @Test
    void peerThatAnswersNothingIsSuspectedThenReplacedWithinFourSeconds() {
        passWithWitness(1_500);
        assertThat(harness.take(PeerCommand.Suspected.class)).containsExactly(new PeerCommand.Suspected(SILENT));
        passWithWitness(2_000);
        assertThat(harness.take(PeerCommand.Failed.class)).containsExactly(new PeerCommand.Failed(SILENT));
        assertThat(harness.peer().table().neighbors().successor()).isEqualTo(WITNESS);
        assertThat(harness.peer().isLinked(SILENT.id())).isFalse();
    }

    @Test
    void suspectThatAnswersIsCleared() {
        passWithWitness(1_500);
        harness.take(PeerCommand.class);
        harness.receive(SILENT, Contents.Ping.INSTANCE);
        assertThat(harness.take(PeerCommand.Cleared.class)).containsExactly(new PeerCommand.Cleared(SILENT));
        passWithWitness(500);
        assertThat(harness.peer().table().neighbors().successor()).isEqualTo(SILENT);
    }

    @Test
    void suspectThatOthersReachIsKeptForAWhile() {
        passWithWitness(1_500);
        List<PeerCommand.Send> asked = harness.sent(Contents.Ping.class);
        Message throughWitness = asked.stream()
                .filter(send -> send.to().equals(WITNESS.id()))
                .map(PeerCommand.Send::message)
                .filter(message -> message.destinations().size() == 2)
                .findFirst()
                .orElseThrow();
        assertThat(throughWitness.destinations()).containsExactly(WITNESS.id(), SILENT.id());
        harness.answer(WITNESS, throughWitness, new Contents.PingAnswer(SILENT));
        passWithWitness(8_000);
        assertThat(harness.take(PeerCommand.Failed.class)).isEmpty();
        passWithWitness(4_000);
        assertThat(harness.take(PeerCommand.Failed.class)).containsExactly(new PeerCommand.Failed(SILENT));
    }

    @Test
    void requestThatBringsNothingBackLeadsToAPingAtOnce() {
        PeerInfo finger = peer(228);
        PeerHarness wide =
                PeerHarness.member(peer(100), peer(101), peer(102), peer(103), peer(97), peer(98), peer(99), finger);
        passWithNeighbors(wide, 20_000);
        assertThat(pingsTo(wide, finger)).isEmpty();
        wide.receive(
                peer(99), peer(99).id(), List.of(), List.of(finger.id()), new Contents.RouteQuery(false, finger.id()));
        passWithNeighbors(wide, 700);
        assertThat(pingsTo(wide, finger)).hasSize(1);
        passWithNeighbors(wide, 2_000);
        assertThat(wide.take(PeerCommand.Failed.class)).containsExactly(new PeerCommand.Failed(finger));
    }

    @Test
    void brokenLinkIsOpenedAgainAndItsPeerFailedWhenThatFails() {
        harness.peer().linkBroken(SILENT.id(), harness.now());
        assertThat(harness.take(PeerCommand.OpenLink.class)).containsExactly(new PeerCommand.OpenLink(SILENT));
        harness.peer().linkFailed(SILENT.id(), harness.now());
        assertThat(harness.take(PeerCommand.Failed.class)).containsExactly(new PeerCommand.Failed(SILENT));
    }

    @Test
    void brokenLinkThatIsOpenedAgainChangesNothing() {
        harness.peer().linkBroken(SILENT.id(), harness.now());
        harness.linkReady(SILENT);
        passWithWitness(200);
        assertThat(harness.take(PeerCommand.Failed.class)).isEmpty();
        assertThat(harness.peer().table().neighbors().successor()).isEqualTo(SILENT);
    }

    @Test
    void peerThatStartedAnewAndIsNotInTheRingLosesItsPlace() {
        harness.linkUp(SILENT, false);
        for (int i = 0; i < 40; i++) {
            harness.receive(SILENT, Contents.Ping.INSTANCE);
            passWithWitness(100);
        }
        assertThat(harness.peer().table().neighbors().contains(SILENT.id())).isFalse();
        assertThat(harness.peer().isLinked(SILENT.id())).isTrue();
    }

    @Test
    void failedPeerIsNotTakenBackFromHearsayButFromItself() {
        passWithWitness(3_500);
        harness.take(PeerCommand.class);
        harness.receive(WITNESS, neighborsOfWitness());
        assertThat(harness.sent(Contents.Attach.class)).isEmpty();
        harness.linkReady(SILENT);
        assertThat(harness.peer().table().neighbors().successor()).isEqualTo(SILENT);
    }

    @Test
    void hearsayIsBelievedAgainAfterTheHoldDown() {
        passWithWitness(3_500);
        passWithWitness(30_000);
        harness.take(PeerCommand.class);
        harness.receive(WITNESS, neighborsOfWitness());
        assertThat(harness.sent(Contents.Attach.class)).singleElement().satisfies(send -> assertThat(
                        send.message().destinations())
                .containsExactly(WITNESS.id(), SILENT.id()));
    }

    @Test
    void linkThatNobodyNeedsIsClosedByTheSideThatDialed() {
        PeerHarness small =
                PeerHarness.member(peer(100), peer(101), peer(102), peer(103), peer(97), peer(98), peer(99), peer(228));
        small.linkUp(peer(229), true);
        small.linkUp(peer(230), false);
        small.take(PeerCommand.class);
        for (int i = 0; i < 1_600; i++) {
            List.of(peer(228), peer(229), peer(230)).stream()
                    .filter(other -> small.peer().isLinked(other.id()))
                    .forEach(other -> small.receive(other, Contents.Ping.INSTANCE));
            passWithNeighbors(small, 100);
        }
        assertThat(small.take(PeerCommand.CloseLink.class))
                .containsExactly(new PeerCommand.CloseLink(peer(229).id()));
    }

    private static Contents.Update neighborsOfWitness() {
        return new Contents.Update(UpdateType.NEIGHBORS, 1, List.of(SILENT), List.of(peer(100)), List.of(), List.of());
    }

    private void passWithWitness(long millis) {
        for (long passed = 0; passed < millis; passed += 100) {
            harness.receive(WITNESS, Contents.Ping.INSTANCE);
            harness.pass(100);
        }
    }

    private static void passWithNeighbors(PeerHarness of, long millis) {
        for (long passed = 0; passed < millis; passed += 100) {
            for (int place : new int[] {97, 98, 99, 101, 102, 103}) {
                of.receive(peer(place), Contents.Ping.INSTANCE);
            }
            of.pass(100);
        }
    }

    private List<PeerCommand.Send> pingsTo(PeerInfo peer) {
        return pingsTo(harness, peer);
    }

    private static List<PeerCommand.Send> pingsTo(PeerHarness of, PeerInfo peer) {
        return of.sent(Contents.Ping.class).stream()
                .filter(send -> send.to().equals(peer.id()))
                .toList();
    }
}
