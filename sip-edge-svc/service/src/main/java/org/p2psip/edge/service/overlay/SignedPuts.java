package org.p2psip.edge.service.overlay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.p2psip.edge.Aor;
import org.p2psip.edge.Binding;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.OverlayResult;
import org.p2psip.edge.service.Counts;
import org.p2psip.edge.service.overlay.PendingQuestions.Question;
import org.p2psip.edge.service.signing.SigningQueue;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.Operation;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.signing.RecordSigner;
import org.p2psip.storage.ResourceId;

/**
 * Writes that this edge signs. What is signed has a storage time of this edge's clock, so where the store has a later one
 * the write is signed anew with one more (RFC 6940 section 7.4.1.3). The certificate goes along until the store has taken a
 * write on this stream, and again where a store says that it does not know it. A kind cannot be cleared by a signature: its
 * values are read, and each is removed by a signed "exists = false", under the generation that was read.
 */
final class SignedPuts {
    /** Times that one write is sent. */
    private static final int MAX_ATTEMPTS = 4;

    private final boolean isOn;
    private final SigningQueue queue;
    private final Overlay overlay;
    private final int limit;
    private final ContractMapping mapping;
    private final Counts<OverlayCounter> counts;
    private final Map<Long, Clearing> clearings = new HashMap<>();
    private boolean isCertificateKnown;
    private long lastNumber;

    /** @param flush what was asked leaves now */
    record Overlay(Asking asking, Answering answering, Runnable flush) {}

    /** Asks the overlay. */
    interface Asking {
        void ask(long token, Question question, Operation.Builder operation, SignedPut put);
    }

    /** Answers a command, later. */
    interface Answering {
        void answer(long token, Question question, OverlayResult result);
    }

    /** A write on its way. */
    static final class SignedPut {
        private final long token;
        private final Question question;
        private final Operation.Builder operation;
        /** What this is a part of; null for a write of its own. */
        private final EdgeCommand.StoreBindings clearing;

        private int attempts;

        SignedPut(long token, Question question, Operation.Builder operation, EdgeCommand.StoreBindings clearing) {
            this.token = token;
            this.question = question;
            this.operation = operation;
            this.clearing = clearing;
        }

        private KindWrite.Builder write() {
            return operation.getPutBuilder().getKindsBuilder(0);
        }
    }

    private record Clearing(EdgeCommand.StoreBindings command, int attempts) {}

    /**
     * Signs from now on, or does not.
     *
     * @param isOn whether connections are secured; else this edge has no certificate, and nobody demands signatures
     * @param limit writes that may wait for their signature
     */
    SignedPuts(
            boolean isOn,
            SigningQueue queue,
            Overlay overlay,
            int limit,
            ContractMapping mapping,
            Counts<OverlayCounter> counts) {
        this.isOn = isOn;
        this.queue = queue;
        this.overlay = overlay;
        this.limit = limit;
        this.mapping = mapping;
        this.counts = counts;
        queue.afterBatch(overlay.flush());
    }

    void store(EdgeCommand.StoreBindings command) {
        if (isOn && command.removeAll()) {
            clear(command, 1);
        } else {
            put(command.token(), Question.STORE, mapping.put(command));
        }
    }

    /** An operation on GATEWAY records: what writes is signed. */
    void gateways(long number, Operation.Builder operation) {
        if (operation.hasPut()) {
            put(number, Question.GATEWAYS, operation);
        } else {
            overlay.asking().ask(number, Question.GATEWAYS, operation, null);
        }
    }

    private void put(long token, Question question, Operation.Builder operation) {
        if (isOn) {
            sign(new SignedPut(token, question, operation, null), false);
        } else {
            overlay.asking().ask(token, question, operation, null);
        }
    }

    /** Another stream, maybe to a store that does not know this edge. */
    void streamIsNew() {
        isCertificateKnown = false;
    }

    /** The store took a write. */
    void taken() {
        isCertificateKnown = true;
    }

    void flush() {
        queue.flush();
    }

    void close() {
        queue.close();
    }

    private void sign(SignedPut put, boolean isCertificateAsked) {
        if (queue.size() >= limit) {
            overlay.answering()
                    .answer(
                            put.token,
                            put.question,
                            new OverlayResult.Unavailable("p2psip.overlay.in-flight (" + limit
                                    + ") writes wait for their signature already"));
            return;
        }
        put.attempts++;
        ResourceId resource = ResourceId.of(put.operation.getPut().getResource().getName());
        queue.add(
                new RecordSigner.Unsigned(resource, put.write()),
                isCertificateAsked || !isCertificateKnown,
                () -> overlay.asking().ask(put.token, put.question, put.operation, put));
    }

    /** Tries again what the store refused for a reason that signing anew removes; false when it is to be answered. */
    boolean again(SignedPut put, Error error) {
        if (put.attempts >= MAX_ATTEMPTS) {
            return false;
        }
        switch (error.getCode()) {
            case ERROR_CODE_DATA_TOO_OLD -> {
                long later = Math.max(System.currentTimeMillis(), error.getStoredStorageTimeMs() + 1);
                for (StoredEntry.Builder entry : put.write().getEntriesBuilderList()) {
                    entry.setStorageTimeMs(later);
                }
                sign(put, false);
            }
            case ERROR_CODE_CERTIFICATE_UNKNOWN -> sign(put, true);
            case ERROR_CODE_GENERATION_COUNTER_TOO_LOW -> {
                if (put.clearing == null) {
                    return false;
                }
                clear(put.clearing, put.attempts + 1);
            }
            default -> {
                return false;
            }
        }
        counts.add(OverlayCounter.SIGNED_ANEW);
        queue.flush();
        overlay.flush().run();
        return true;
    }

    private void clear(EdgeCommand.StoreBindings command, int attempts) {
        clearings.put(++lastNumber, new Clearing(command, attempts));
        Aor aor = command.aor();
        overlay.asking()
                .ask(lastNumber, Question.CLEAR, ContractMapping.get(aor, ContractMapping.EDGE_REGISTRATION), null);
    }

    /** What there is to clear. */
    void read(long number, OverlayResult result) {
        Clearing clearing = clearings.remove(number);
        EdgeCommand.StoreBindings command = clearing.command();
        if (!(result instanceof OverlayResult.Bindings found)) {
            overlay.answering().answer(command.token(), Question.STORE, result);
            return;
        }
        List<Binding> written = new ArrayList<>(command.bindings());
        Set<String> named = new HashSet<>();
        written.forEach(binding -> named.add(binding.key()));
        for (Binding binding : found.bindings()) {
            if (named.add(binding.key())) {
                written.add(binding.expiringIn(0));
            }
        }
        if (written.isEmpty()) {
            overlay.answering().answer(command.token(), Question.STORE, found);
            return;
        }
        Operation.Builder operation = mapping.put(new EdgeCommand.StoreBindings(
                command.token(),
                command.aor(),
                written,
                false,
                command.callId(),
                command.cseq(),
                command.authenticatedUser(),
                command.algorithm()));
        SignedPut put = new SignedPut(command.token(), Question.STORE, operation, command);
        put.attempts = clearing.attempts() - 1;
        put.write().setGeneration(found.generation());
        sign(put, false);
        queue.flush();
    }
}
