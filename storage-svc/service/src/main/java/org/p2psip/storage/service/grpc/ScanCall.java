package org.p2psip.storage.service.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.vertx.core.Context;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.ScanRequest;
import org.p2psip.proto.v1.ScannedResource;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.StoredKind;
import org.p2psip.storage.StoredValue;
import org.p2psip.storage.service.admission.SignerCertificates;
import org.p2psip.storage.service.message.AnswerMapping;
import org.p2psip.storage.service.message.Errors;
import org.p2psip.storage.service.message.SignedEntries;
import org.p2psip.storage.service.records.RecordKey;
import org.p2psip.storage.service.records.RecordStore;

/**
 * One scan: a segment of the ring at a time, its keys first, then some resources at a time while the client takes them. All
 * but the reading of keys runs on one event loop.
 */
final class ScanCall {
    private static final Logger LOG = Logger.getLogger(ScanCall.class);
    /** Resources that are read at once: so many may wait for a client that takes no more. */
    private static final int AT_ONCE = 16;

    private final RecordStore records;
    private final SignerCertificates signers;
    private final Clock clock;
    private final ScanRequest request;
    private final ResourceId first;
    private final ResourceId last;
    private final ServerCallStreamObserver<ScannedResource> client;
    private final Scans scans;
    private final Context loop;
    private final Deque<Integer> segments;
    private final Deque<List<RecordKey>> resources = new ArrayDeque<>();
    private boolean reading;
    private boolean ended;

    ScanCall(
            RecordStore records,
            SignerCertificates signers,
            Clock clock,
            ScanRequest request,
            ResourceId first,
            ResourceId last,
            ServerCallStreamObserver<ScannedResource> client,
            Scans scans,
            Context loop) {
        this.records = records;
        this.signers = signers;
        this.clock = clock;
        this.request = request;
        this.first = first;
        this.last = last;
        this.client = client;
        this.scans = scans;
        this.loop = loop;
        this.segments = new ArrayDeque<>(RecordStore.segmentsOf(first, last));
    }

    void start() {
        client.setOnReadyHandler(() -> loop.runOnContext(ignored -> proceed()));
        client.setOnCancelHandler(() -> loop.runOnContext(ignored -> end()));
        loop.runOnContext(ignored -> proceed());
    }

    private void proceed() {
        if (reading || ended || !client.isReady()) {
            return;
        }
        if (!resources.isEmpty()) {
            reading = true;
            readSome();
        } else if (!segments.isEmpty()) {
            reading = true;
            int segment = segments.poll();
            scans.blocking(() -> records.keysOf(segment))
                    .onComplete(keys -> loop.runOnContext(ignored -> {
                        reading = false;
                        if (keys.failed()) {
                            fail(keys.cause());
                        } else {
                            group(keys.result());
                            proceed();
                        }
                    }));
        } else {
            end();
            client.onCompleted();
        }
    }

    private void group(List<RecordKey> keys) {
        Map<ResourceId, List<RecordKey>> byResource = new TreeMap<>();
        for (RecordKey key : keys) {
            boolean wanted = request.getKindsCount() == 0
                    ? key.kind() != RecordKey.SIGNERS
                    : request.getKindsList().contains(key.kind());
            if (wanted && key.resource().isWithin(first, last)) {
                byResource
                        .computeIfAbsent(key.resource(), id -> new ArrayList<>())
                        .add(key);
            }
        }
        resources.addAll(byResource.values());
    }

    /** Several at once, since each may be at another member. */
    private void readSome() {
        List<CompletableFuture<ScannedResource>> some = new ArrayList<>(AT_ONCE);
        while (some.size() < AT_ONCE && !resources.isEmpty()) {
            some.add(read(resources.poll()));
        }
        CompletableFuture.allOf(some.toArray(CompletableFuture[]::new))
                .whenComplete((all, failure) -> loop.runOnContext(ignored -> {
                    reading = false;
                    if (ended) {
                        return;
                    }
                    if (failure != null) {
                        fail(failure);
                        return;
                    }
                    some.stream()
                            .map(CompletableFuture::join)
                            .filter(resource -> resource.getKindsCount() > 0)
                            .forEach(client::onNext);
                    proceed();
                }));
    }

    private CompletableFuture<ScannedResource> read(List<RecordKey> keys) {
        keys.sort((a, b) -> Integer.compareUnsigned(a.kind(), b.kind()));
        List<CompletableFuture<Optional<StoredKind>>> kinds = keys.stream()
                .map(key -> records.read(key).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(kinds.toArray(CompletableFuture[]::new))
                .thenCompose(all -> withSigners(
                        keys.getFirst().resource(),
                        kinds.stream()
                                .map(CompletableFuture::join)
                                .flatMap(Optional::stream)
                                .toList()));
    }

    private CompletionStage<ScannedResource> withSigners(ResourceId id, List<StoredKind> kinds) {
        List<StoredValue> values =
                kinds.stream().flatMap(kind -> kind.values().stream()).toList();
        return signers.load(values).thenApply(loaded -> resource(id, kinds));
    }

    private ScannedResource resource(ResourceId id, List<StoredKind> kinds) {
        long now = clock.millis();
        Resource.Builder named = Resource.newBuilder().setResourceId(AnswerMapping.bytes(id.octets()));
        ScannedResource.Builder scanned = ScannedResource.newBuilder();
        List<StoredValue> all = new ArrayList<>();
        for (StoredKind kind : kinds) {
            List<StoredValue> values = kind.pruned(now).values().stream()
                    .filter(value -> value.isLive(now) || isRemembered(value))
                    .toList();
            if (values.isEmpty()) {
                continue;
            }
            if (!kind.resourceName().isEmpty()) {
                named.setName(kind.resourceName());
            }
            all.addAll(values);
            KindState.Builder state =
                    KindState.newBuilder().setKind(kind.kind()).setGeneration(kind.generation());
            if (!request.getDigestsOnly()) {
                SignedEntries entries = new SignedEntries(signers);
                values.forEach(value -> state.addEntries(entry(entries, value, now)));
            }
            scanned.addKinds(state);
        }
        if (request.getDigestsOnly()) {
            scanned.setDigest(AnswerMapping.digest(all));
        }
        return scanned.setResource(named).build();
    }

    /**
     * Whether a value that nobody sees is asked for. One that expired is brought, for what it replaced elsewhere, and not
     * compared: another site that never had it needs nothing.
     */
    private boolean isRemembered(StoredValue value) {
        return request.getWithTombstones() && !(value.exists() && request.getDigestsOnly());
    }

    private static StoredEntry.Builder entry(SignedEntries entries, StoredValue value, long nowMs) {
        StoredEntry.Builder entry = entries.entry(value, nowMs);
        // Of a tombstone what remains is how long it is remembered, so that it does as much where it is handed to.
        return value.exists() ? entry : entry.setLifetimeS((int) ((value.rememberUntilMs() - nowMs + 999) / 1000));
    }

    private void fail(Throwable cause) {
        LOG.error("A scan failed", cause);
        if (!ended) {
            end();
            client.onError(Errors.exception(
                    Answer.Failed.of(ErrorCode.ERROR_CODE_UNAVAILABLE, "The store cannot serve now: " + cause)
                            .error()));
        }
    }

    private void end() {
        if (!ended) {
            ended = true;
            scans.ended();
        }
    }
}
