package org.p2psip.routing.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.routing.TestPeers.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2psip.routing.link.LinkTable.Places;
import org.p2psip.routing.peer.PeerCommand;
import org.p2psip.routing.peer.PeerConfig;
import org.p2psip.routing.peer.PeerContext;
import org.p2psip.routing.peer.PeerCounter;
import org.p2psip.routing.table.PeerInfo;

class LinkTableTest {
    private static final PeerInfo NEIGHBOR = peer(101);
    private static final PeerInfo FINGER = peer(200);
    private static final PeerInfo NEW_NEIGHBOR = peer(102);
    private static final PeerInfo NEW_FINGER = peer(230);
    private static final PeerInfo PASSING = peer(150);
    private static final PeerInfo LATER = peer(151);

    private final List<PeerCommand> commands = new ArrayList<>();
    private final PeerContext context = new PeerContext(peer(100), config(4), new Random(1), commands::add);
    private final LinkTable links = new LinkTable(context, new Places() {
        @Override
        public boolean isHeld(PeerInfo peer) {
            return List.of(NEIGHBOR, FINGER, NEW_NEIGHBOR).contains(peer);
        }

        @Override
        public boolean isWanted(PeerInfo peer) {
            return peer.equals(NEW_NEIGHBOR) || peer.equals(NEW_FINGER);
        }
    });

    private static PeerConfig config(int linkLimit) {
        PeerConfig config = PeerConfig.defaults();
        PeerConfig.Limits limits = config.limits();
        return new PeerConfig(
                config.neighbors(),
                config.updateIntervalMs(),
                config.updateGapMs(),
                config.fingerIntervalMs(),
                config.searchIntervalMs(),
                config.joinTimeoutMs(),
                config.holdDownMs(),
                config.liveness(),
                config.forwarding(),
                new PeerConfig.Limits(
                        linkLimit,
                        limits.attaches(),
                        limits.transactions(),
                        limits.answered(),
                        limits.viaLists(),
                        limits.lostPeers(),
                        limits.sitePeers()));
    }

    @BeforeEach
    void tableIsFull() {
        context.advanceTo(1_000);
        links.up(NEIGHBOR, true);
        links.up(FINGER, true);
        context.advanceTo(2_000);
        links.up(PASSING, false);
        context.advanceTo(3_000);
        links.up(LATER, false);
        commands.clear();
    }

    @Test
    void linkOfAPasserByIsRefusedAtTheLimit() {
        assertThat(links.up(peer(152), false)).isNull();
        assertThat(links.size()).isEqualTo(4);
        assertThat(count(PeerCounter.LIMITED)).isOne();
        assertThat(count(PeerCounter.LINKS_DISPLACED)).isZero();
        assertThat(commands).isEmpty();
    }

    @Test
    void linkOfANewNeighborDisplacesThatOfThePasserByWhoWasHeardTheLongestAgo() {
        assertThat(links.grant(NEW_NEIGHBOR)).isNotNull();
        assertThat(commands).containsExactly(new PeerCommand.CloseLink(PASSING.id()));
        assertThat(links.get(PASSING.id())).isNull();
        assertThat(links.get(LATER.id())).isNotNull();
        assertThat(links.size()).isEqualTo(4);
        assertThat(count(PeerCounter.LINKS_DISPLACED)).isOne();
        assertThat(count(PeerCounter.LIMITED)).isZero();
    }

    @Test
    void linkOfANewFingerDisplacesOneToo() {
        assertThat(links.grant(NEW_FINGER)).isNotNull();
        assertThat(commands).containsExactly(new PeerCommand.CloseLink(PASSING.id()));
    }

    @Test
    void linkThatThisPeerWantsDisplacesOneWhoeverItGoesTo() {
        PeerInfo bootstrap = peer(160);
        assertThat(links.open(bootstrap)).isNotNull();
        assertThat(commands)
                .containsExactly(new PeerCommand.CloseLink(PASSING.id()), new PeerCommand.OpenLink(bootstrap));
    }

    @Test
    void linkThatOwesAnAnswerStays() {
        links.get(PASSING.id()).askedAt = context.now();
        assertThat(links.up(NEW_NEIGHBOR, false)).isNotNull();
        assertThat(commands).containsExactly(new PeerCommand.CloseLink(LATER.id()));
    }

    @Test
    void newNeighborIsRefusedWhereEveryLinkHasAPlace() {
        links.close(PASSING.id());
        links.close(LATER.id());
        links.up(NEW_NEIGHBOR, false);
        links.up(PASSING, false).askedAt = context.now();
        commands.clear();
        assertThat(links.up(NEW_FINGER, false)).isNull();
        assertThat(commands).isEmpty();
        assertThat(count(PeerCounter.LIMITED)).isOne();
    }

    private long count(PeerCounter counter) {
        return context.counters().get(counter);
    }
}
