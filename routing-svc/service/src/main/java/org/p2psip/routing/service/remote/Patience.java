package org.p2psip.routing.service.remote;

import jakarta.inject.Singleton;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.p2psip.routing.service.storage.PeerLoop;

/** Who waits for another peer waits as long as the caller does, not as long as the overlay tries. On the peer loop. */
@Singleton
final class Patience {
    private final PeerLoop loop;

    Patience(PeerLoop loop) {
        this.loop = loop;
    }

    /**
     * Takes the first of an answer and the end of the time; what comes later is dropped.
     *
     * @param late taken in place of an answer that did not come in time
     */
    <T> Consumer<T> once(long timeoutMs, Consumer<T> answer, T late) {
        return new Waiting<>(answer, timeoutMs, late);
    }

    private final class Waiting<T> implements Consumer<T> {
        private final ScheduledFuture<?> timeout;
        private Consumer<T> answer;

        Waiting(Consumer<T> answer, long timeoutMs, T late) {
            this.answer = answer;
            this.timeout = loop.scheduler().schedule(() -> accept(late), timeoutMs, TimeUnit.MILLISECONDS);
        }

        @Override
        public void accept(T result) {
            if (answer != null) {
                Consumer<T> waiting = answer;
                answer = null;
                timeout.cancel(false);
                waiting.accept(result);
            }
        }
    }
}
