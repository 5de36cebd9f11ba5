package org.p2psip.edge.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.Flow;
import org.p2psip.edge.Transport;
import org.p2psip.edge.time.CurrentTime;
import org.p2psip.edge.time.TimerQueue;

class FinishedTransactionsTest {
    private static final long LIFETIME = 32_000_000_000L;

    private final CurrentTime time = new CurrentTime();
    private final TimerQueue timers = new TimerQueue(time);
    private final FinishedTransactions finished = new FinishedTransactions(time, timers, LIFETIME, 4);

    private static Remains answer(int length) {
        byte[] message = new byte[length];
        Arrays.fill(message, (byte) length);
        InetSocketAddress peer = new InetSocketAddress("198.51.100.7", 5070);
        return Remains.repeating(Remains.State.SERVER_COMPLETED, new ReturnPath(Flow.udp(peer), peer), message);
    }

    private Remains find(long number, String key) {
        return finished.find(number, true, false, key);
    }

    @Test
    void whatIsKeptComesBackAsItWas() {
        InetSocketAddress peer = new InetSocketAddress("2001:db8::1", 65_535);
        ReturnPath path = new ReturnPath(new Flow(Transport.TCP, peer, 1L << 40), null);
        finished.add(-7, "key", Remains.repeating(Remains.State.CLIENT_ACCEPTED, path, new byte[] {1, 2}));
        Remains back = finished.find(-7, false, true, "key");
        assertThat(back.state()).isEqualTo(Remains.State.CLIENT_ACCEPTED);
        assertThat(back.path()).isEqualTo(path);
        assertThat(back.message()).containsExactly(1, 2);
        assertThat(finished.find(-7, true, true, "key")).isNull();
        assertThat(finished.find(-7, false, false, "key")).isNull();
        assertThat(finished.find(-8, false, true, "key")).isNull();
    }

    @Test
    void equalNumbersAreToldApartByTheirKeys() {
        for (int i = 0; i < 10; i++) {
            finished.add(5, "key" + i, answer(i + 1));
        }
        for (int i = 0; i < 10; i++) {
            assertThat(find(5, "key" + i).message()).hasSize(i + 1);
        }
        assertThat(find(5, "key")).isNull();
        assertThat(find(5, "key\u0130")).isNull();
    }

    @Test
    void eachIsFoundUntilItsTimeIsUpAndNoLonger() {
        finished.add(1, "a", answer(10));
        time.advanceTo(time.nanos() + 1);
        finished.add(2, "b", answer(10));
        time.advanceTo(time.nanos() + LIFETIME - 1);
        assertThat(find(1, "a")).isNull();
        assertThat(find(2, "b")).isNotNull();
        while (timers.nextDeadline() < Long.MAX_VALUE) {
            time.advanceTo(timers.nextDeadline());
            timers.fireDue();
        }
        assertThat(finished.size()).isZero();
        assertThat(find(2, "b")).isNull();
    }

    @Test
    void oldestGoesWhenThereIsNoRoomAndIsCounted() {
        int size = RecordRing.CHUNK_BYTES / 2 - 100;
        int evicted = 0;
        for (int i = 0; i < 100; i++) {
            evicted += finished.add(i, "k", answer(size));
        }
        assertThat(finished.size()).isBetween(7, 8);
        assertThat(evicted).isEqualTo(100 - finished.size());
        assertThat(find(99, "k")).isNotNull();
        assertThat(find(99 - finished.size(), "k")).isNull();
    }

    @Test
    void whatDoesNotFitIsNotKeptAndCounted() {
        assertThat(finished.add(1, "k", answer(RecordRing.CHUNK_BYTES))).isEqualTo(1);
        assertThat(finished.size()).isZero();
    }

    @Test
    void theYoungestAreThereAfterAnyNumberOfTurns() {
        Random random = new Random(4);
        Deque<Integer> kept = new ArrayDeque<>();
        for (int i = 0; i < 200_000; i++) {
            int evicted = finished.add(i % 977, "k" + i, answer(1 + i % 1_500));
            kept.add(i);
            while (evicted-- > 0) {
                kept.remove();
            }
            if (random.nextInt(50) == 0) {
                time.advanceTo(time.nanos() + LIFETIME / 100 * random.nextInt(40));
            }
            if (random.nextInt(400) == 0 && finished.evictOldest()) {
                drop(kept);
            }
            while (kept.size() > finished.size()) {
                kept.remove();
            }
            assertThat(finished.size()).isEqualTo(kept.size());
            assertThat(find(i % 977, "k" + i).message()).hasSize(1 + i % 1_500);
            assertThat(find(kept.peek() % 977, "k" + (kept.peek() - 1))).isNull();
        }
    }

    private static void drop(Deque<Integer> kept) {
        kept.remove();
    }
}
