package org.p2psip.client;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.PutRequest;
import org.p2psip.proto.v1.PutResponse;
import org.p2psip.proto.v1.Resource;
import org.p2psip.signing.RecordSigner;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.tls.GrpcSecurity;
import org.p2psip.tls.MemberCertificate;

/**
 * Writes on their way, signed together: with at least a gap from one signature to the next. On a thread of its own; a write
 * may come from any.
 */
final class SignedWrites implements AutoCloseable {
    /** From one signature to the next. */
    static final Duration GAP = Duration.ofMillis(4);
    /** Times that one write is sent. */
    private static final int MAX_ATTEMPTS = 4;
    /** Writes that may wait for their signature. */
    private static final int MAX_WAITING = 4096;

    private final OverlayClient overlay;
    private final GrpcSecurity security;
    private final InstantSource clock;
    private final long gapNanos;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("p2psip-signer").daemon().factory());
    /** Guards what follows. */
    private final Object lock = new Object();

    private List<Waiting> waiting = new ArrayList<>();
    private boolean isDue;
    private long lastNanos;
    private boolean isClosed;
    /** Of the certificate that was used last. On the thread. */
    private RecordSigner signer;

    private MemberCertificate signerOf;
    private volatile boolean isCertificateKnown;

    private static final class Waiting {
        private final String resource;
        private final KindWrite.Builder write;
        private final CompletableFuture<PutResponse> answer = new CompletableFuture<>();
        private boolean isCertificateAsked;
        private int attempts;

        Waiting(String resource, KindWrite.Builder write) {
            this.resource = resource;
            this.write = write;
        }

        RecordSigner.Unsigned unsigned() {
            return new RecordSigner.Unsigned(ResourceId.of(resource), write);
        }
    }

    SignedWrites(OverlayClient overlay, GrpcSecurity security, InstantSource clock, Duration gap) {
        this.overlay = overlay;
        this.security = security;
        this.clock = clock;
        this.gapNanos = gap.toNanos();
        this.lastNanos = System.nanoTime() - gapNanos;
    }

    CompletableFuture<PutResponse> put(String resource, KindWrite write) {
        if (security.own().isEmpty()) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException("There is no certificate to sign with: this program is not enrolled"));
        }
        if (write.getClear()) {
            return CompletableFuture.failedFuture(new IllegalArgumentException(
                    "Clearing a kind cannot be signed; store \"exists = false\" under each key"));
        }
        Waiting one = new Waiting(resource, write.toBuilder());
        add(one);
        return one.answer;
    }

    private void add(Waiting one) {
        Error refusal = null;
        synchronized (lock) {
            if (isClosed) {
                refusal = error(ErrorCode.ERROR_CODE_UNAVAILABLE, "the client is closed");
            } else if (waiting.size() >= MAX_WAITING) {
                refusal =
                        error(ErrorCode.ERROR_CODE_LIMIT_REACHED, MAX_WAITING + " writes wait for a signature already");
            } else {
                waiting.add(one);
                if (!isDue) {
                    isDue = true;
                    long left = Math.max(0, lastNanos + gapNanos - System.nanoTime());
                    thread.schedule(this::sign, left, TimeUnit.NANOSECONDS);
                }
            }
        }
        if (refusal != null) {
            one.answer.completeExceptionally(new OverlayException(refusal));
        }
    }

    private void sign() {
        List<Waiting> batch;
        synchronized (lock) {
            batch = waiting;
            waiting = new ArrayList<>();
            isDue = false;
            lastNanos = System.nanoTime();
        }
        try {
            boolean withCertificate = !isCertificateKnown;
            List<RecordSigner.Unsigned> writes = new ArrayList<>(batch.size());
            for (Waiting one : batch) {
                writes.add(one.unsigned());
                withCertificate |= one.isCertificateAsked;
            }
            signer().sign(writes, withCertificate, clock.millis());
        } catch (IllegalArgumentException | IllegalStateException unfit) {
            batch.forEach(one -> one.answer.completeExceptionally(unfit));
            return;
        }
        batch.forEach(this::send);
    }

    private RecordSigner signer() {
        Optional<MemberCertificate> own = security.own();
        if (own.isEmpty()) {
            throw new IllegalStateException("The certificate to sign with is gone");
        }
        if (own.get() != signerOf) {
            signer = new RecordSigner(own.get(), KindCatalog.STANDARD);
            signerOf = own.get();
        }
        return signer;
    }

    private void send(Waiting one) {
        one.attempts++;
        PutRequest request = PutRequest.newBuilder()
                .setResource(Resource.newBuilder().setName(one.resource))
                .addKinds(one.write)
                .build();
        overlay.put(request).whenComplete((done, failure) -> {
            if (failure == null) {
                isCertificateKnown = true;
                one.answer.complete(done);
            } else if (isSignedAnew(one, failure)) {
                add(one);
            } else {
                one.answer.completeExceptionally(cause(failure));
            }
        });
    }

    /** Whether another signature may help, and what it is to be over. */
    private boolean isSignedAnew(Waiting one, Throwable failure) {
        if (one.attempts >= MAX_ATTEMPTS || !(cause(failure) instanceof OverlayException refused)) {
            return false;
        }
        switch (refused.code()) {
            case ERROR_CODE_DATA_TOO_OLD -> {
                long later = Math.max(clock.millis(), refused.error().getStoredStorageTimeMs() + 1);
                one.write.getEntriesBuilderList().forEach(entry -> entry.setStorageTimeMs(later));
                return true;
            }
            case ERROR_CODE_CERTIFICATE_UNKNOWN -> {
                one.isCertificateAsked = true;
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static Error error(ErrorCode code, String message) {
        return Error.newBuilder().setCode(code).setMessage(message).build();
    }

    /** What waits for its signature ends with UNAVAILABLE. */
    @Override
    public void close() {
        List<Waiting> left;
        synchronized (lock) {
            isClosed = true;
            left = waiting;
            waiting = new ArrayList<>();
        }
        thread.shutdown();
        left.forEach(one -> one.answer.completeExceptionally(
                new OverlayException(error(ErrorCode.ERROR_CODE_UNAVAILABLE, "the client is closed"))));
    }
}
