package org.p2psip.routing.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.routing.TestPeers.at;
import static org.p2psip.routing.TestPeers.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2psip.routing.PeerHarness;
import org.p2psip.routing.records.RangeParts.Part;
import org.p2psip.routing.records.RangeReplicas.LostRange;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.table.PeerInfo;

class TakeOversTest implements TakeOvers.Moves, RangeReplicas.Moves {
    private static final PeerInfo OLD = peer(200);

    private final PeerHarness harness = PeerHarness.member(peer(100), OLD);
    private final TakeOvers takeOvers =
            new TakeOvers(harness.peer(), new RangeReplicas(harness.peer(), this), new Random(1), this);
    private final List<Begun> begun = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private int cancelled;

    private record Begun(PeerInfo from, Position first, Position last, Transfer.Outcome outcome) {}

    @BeforeEach
    void rangeIsGained() {
        takeOvers.gained(at(50), at(100), OLD);
        assertThat(begun).hasSize(1);
    }

    @Test
    void rangeIsServedByWhoHadItUntilAllIsHere() {
        assertThat(takeOvers.contains(at(60))).isTrue();
        assertThat(takeOvers.sourceOf(at(60))).isEqualTo(OLD);
        assertThat(takeOvers.isPartOf(at(90), at(120))).isTrue();
        begun.getFirst().outcome().ended(null);
        assertThat(takeOvers.contains(at(60))).isFalse();
        assertThat(ends).containsExactly("brought", "taken " + at(100));
    }

    @Test
    void transferThatBreaksGoesOnBehindTheLastWholePart() {
        begun.getFirst().outcome().through(at(70));
        begun.getFirst().outcome().ended("broken");
        later.removeFirst().run();
        assertThat(begun.getLast().first()).isEqualTo(at(70).next());
        assertThat(begun.getLast().last()).isEqualTo(at(100));
    }

    @Test
    void whatIsWrittenMeanwhileIsBroughtOnceMoreBeforeTheRangeIsServed() {
        Runnable written = takeOvers.beginWrite(new ResourceId(at(60)));
        begun.getFirst().outcome().ended(null);
        assertThat(ends).as("a write is on its way").isEmpty();
        written.run();
        assertThat(begun).hasSize(2);
        assertThat(begun.getLast().first()).isEqualTo(at(60));
        assertThat(begun.getLast().last()).isEqualTo(at(60));
        assertThat(ends).isEmpty();
        begun.getLast().outcome().ended(null);
        assertThat(ends).containsExactly("brought", "taken " + at(100));
    }

    @Test
    void rangeOfASiteThatFailedIsServedFromReplicasAtOnce() {
        PeerInfo gone = peer(30);
        takeOvers.failed(gone);
        takeOvers.gained(at(20), at(30), gone);
        assertThat(begun).hasSize(1);
        assertThat(ends).containsExactly("replicas", "taken " + at(30));
    }

    @Test
    void rangeThatIsLostMeanwhileIsGivenToNobodyBeforeItIsHere() {
        takeOvers.lost(at(50), at(80), peer(80));
        assertThat(cancelled).isZero();
        assertThat(takeOvers.isPartOf(at(51), at(80))).isTrue();
        begun.getFirst().outcome().ended(null);
        assertThat(takeOvers.isPartOf(at(51), at(80))).isFalse();
    }

    @Test
    void peerThatLeavesTakesNothingOver() {
        takeOvers.left();
        assertThat(cancelled).isOne();
        assertThat(takeOvers.contains(at(60))).isFalse();
    }

    @Override
    public Transfer transfer(PeerInfo from, Position first, Position last, Transfer.Outcome outcome) {
        begun.add(new Begun(from, first, last, outcome));
        return () -> cancelled++;
    }

    @Override
    public void taken(Position last) {
        ends.add("taken " + last);
    }

    @Override
    public void later(Runnable task, long delayMs) {
        later.add(task);
    }

    @Override
    public void pending(int ranges) {
        assertThat(ranges).isBetween(0, 2);
    }

    @Override
    public void retried(Position after, Position last, int failures, String failure) {
        assertThat(failures).isPositive();
    }

    @Override
    public void ended(Position after, Position last, PeerInfo from, boolean brought) {
        ends.add(brought ? "brought" : "replicas");
    }

    @Override
    public RangeReplicas.Reading spread(Part range, PeerInfo to, RangeReplicas.Outcome outcome) {
        throw new AssertionError("the ring is not quiet yet");
    }

    @Override
    public void ended(LostRange end, PeerInfo to, long refused) {
        throw new AssertionError("no range was brought to another site");
    }
}
