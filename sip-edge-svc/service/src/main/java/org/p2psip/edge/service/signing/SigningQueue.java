package org.p2psip.edge.service.signing;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.p2psip.edge.service.Counts;
import org.p2psip.edge.service.Occasional;
import org.p2psip.signing.RecordSigner;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.tls.MemberCertificate;

/**
 * Writes that wait for their signature. What comes while the last signature is younger than a gap waits for the next, so
 * there are at most so many signatures a second, however many writes; what comes later is signed at once. The gap grows with
 * the time that a signature takes. The public-key
 * operation runs on a thread of its own, as it would stop the event loop for longer than a hundred messages take; all else
 * here is on the loop.
 */
public final class SigningQueue implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SigningQueue.class);
    /** Writes signed together: what a batch holds when each has one entry. */
    private static final int MAX_WRITES = 1024;
    /** Share of the time that signing may take: one in so many. A store needs some three times as long to verify. */
    private static final int SHARE = 20;
    /** Longest time from one signature to the next, however long one takes. */
    private static final long MAX_GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final EventLoop loop;
    private final Supplier<Optional<MemberCertificate>> own;
    private final long leastGapNanos;
    private final Counts<SigningCounter> counts;
    private final Occasional complaints = new Occasional(LOG);
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("record-signer").daemon().factory());
    private final List<Waiting> waiting = new ArrayList<>();
    private Runnable afterBatch = () -> {};
    private boolean isSigning;
    private long gapNanos;
    private long lastNanos;
    private ScheduledFuture<?> due;
    /** Of the certificate that was used last. On the thread. */
    private RecordSigner signer;

    private MemberCertificate signerOf;

    private record Waiting(RecordSigner.Unsigned write, boolean withCertificate, Runnable signed) {}

    /**
     * @param own what this edge signs with; asked for each batch
     * @param gapMs least time from one signature to the next, in milliseconds
     */
    public SigningQueue(
            EventLoop loop, Supplier<Optional<MemberCertificate>> own, int gapMs, Counts<SigningCounter> counts) {
        this.loop = loop;
        this.own = own;
        this.leastGapNanos = TimeUnit.MILLISECONDS.toNanos(gapMs);
        this.gapNanos = leastGapNanos;
        this.counts = counts;
        this.lastNanos = System.nanoTime() - gapNanos;
    }

    /** What happens when all of a batch is signed, on the loop: sends them together. */
    public void afterBatch(Runnable next) {
        afterBatch = next;
    }

    /**
     * Adds a write, for {@link #flush} to see to.
     *
     * @param withCertificate whether the store may not know this edge's certificate
     * @param signed what happens then, on the loop
     */
    public void add(RecordSigner.Unsigned write, boolean withCertificate, Runnable signed) {
        waiting.add(new Waiting(write, withCertificate, signed));
    }

    /** Writes that wait. */
    public int size() {
        return waiting.size();
    }

    /** Signs what waits, now or when it is time. */
    public void flush() {
        if (waiting.isEmpty() || isSigning || due != null) {
            return;
        }
        long left = lastNanos + gapNanos - System.nanoTime();
        if (left <= 0) {
            begin();
        } else {
            due = loop.schedule(this::begin, left, TimeUnit.NANOSECONDS);
        }
    }

    private void begin() {
        due = null;
        List<Waiting> some = waiting.subList(0, Math.min(waiting.size(), MAX_WRITES));
        List<Waiting> batch = List.copyOf(some);
        some.clear();
        isSigning = true;
        long begunNanos = System.nanoTime();
        lastNanos = begunNanos;
        thread.execute(() -> {
            try {
                sign(batch);
            } finally {
                long tookNanos = System.nanoTime() - begunNanos;
                loop.execute(() -> signed(batch, tookNanos));
            }
        });
    }

    private void signed(List<Waiting> batch, long tookNanos) {
        isSigning = false;
        // A process that has just started signs, and a store verifies, a hundred times slower than later
        gapNanos = Math.max(leastGapNanos, Math.min(SHARE * tookNanos, MAX_GAP_NANOS));
        batch.forEach(write -> write.signed().run());
        afterBatch.run();
        flush();
    }

    private void sign(List<Waiting> batch) {
        Optional<MemberCertificate> member = own.get();
        if (member.isEmpty()) {
            failed("this edge has no certificate");
            return;
        }
        try {
            if (member.get() != signerOf) {
                signer = new RecordSigner(member.get(), KindCatalog.STANDARD);
                signerOf = member.get();
            }
            List<RecordSigner.Unsigned> writes = new ArrayList<>(batch.size());
            boolean withCertificate = false;
            for (Waiting each : batch) {
                writes.add(each.write());
                withCertificate |= each.withCertificate();
            }
            signer.sign(writes, withCertificate, System.currentTimeMillis());
            counts.add(SigningCounter.BATCHES);
            writes.forEach(write -> counts.add(SigningCounter.WRITES));
        } catch (IllegalArgumentException | IllegalStateException unfit) {
            // A certificate of a kind that cannot sign; what is not signed the store refuses, and says so
            failed(unfit.getMessage());
        }
    }

    private void failed(String reason) {
        counts.add(SigningCounter.FAILED);
        complaints.warn(() -> "records are not signed: " + reason);
    }

    /** What waits is not signed any more. */
    @Override
    public void close() {
        thread.shutdown();
        waiting.clear();
        if (due != null) {
            due.cancel(false);
        }
    }
}
