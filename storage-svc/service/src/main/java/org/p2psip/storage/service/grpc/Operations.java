package org.p2psip.storage.service.grpc;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.FetchRequest;
import org.p2psip.proto.v1.FetchResponse;
import org.p2psip.proto.v1.RemoveRequest;
import org.p2psip.proto.v1.RemoveResponse;
import org.p2psip.proto.v1.StatRequest;
import org.p2psip.proto.v1.StatResponse;
import org.p2psip.proto.v1.StoreRequest;
import org.p2psip.proto.v1.StoreResponse;
import org.p2psip.storage.Octets;
import org.p2psip.storage.Resource;
import org.p2psip.storage.StoredKind;
import org.p2psip.storage.StoredValue;
import org.p2psip.storage.admission.Denial;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.read.KindQuery;
import org.p2psip.storage.read.KindReading;
import org.p2psip.storage.service.admission.DisabledUsers;
import org.p2psip.storage.service.admission.SignedWrites;
import org.p2psip.storage.service.admission.SignerCertificates;
import org.p2psip.storage.service.message.AnswerMapping;
import org.p2psip.storage.service.message.Errors;
import org.p2psip.storage.service.message.RequestMapping;
import org.p2psip.storage.service.message.SignatureShape;
import org.p2psip.storage.service.records.RecordKey;
import org.p2psip.storage.service.records.RecordStore;
import org.p2psip.storage.write.KindWrite;
import org.p2psip.storage.write.WriteResult;

/** The four operations of the contract, on the record store. Never blocks; a stage fails only when the store does. */
final class Operations {
    /** Most kinds in one request. */
    private static final int MAX_KINDS = 16;

    private final RecordStore records;
    private final DisabledUsers users;
    private final Clock clock;

    Operations(RecordStore records, Clock clock) {
        this.records = records;
        this.users = new DisabledUsers(records);
        this.clock = clock;
    }

    /**
     * Kinds are independent: each is one atomic step, and of several some may hold when another is refused. What can be
     * refused without looking at the store is refused before any is written.
     */
    CompletionStage<Answer<StoreResponse>> store(StoreRequest request, Connected connected) {
        if (wrongCount(request.getKindsCount())) {
            return kindCount(request.getKindsCount());
        }
        Optional<String> malformed = SignatureShape.check(request);
        if (malformed.isPresent()) {
            return done(Answer.Failed.of(ErrorCode.ERROR_CODE_INVALID_MESSAGE, malformed.get()));
        }
        return withResource(request.getResource(), resource -> {
            CompletionStage<Map<Octets, String>> shown =
                    connected.free() ? null : connected.signed().signers().prepare(request);
            return shown == null
                    ? admitted(request, connected, resource, Map.of())
                    : shown.thenCompose(notGood -> admitted(request, connected, resource, notGood));
        });
    }

    /** Once the certificates of its signatures are known. */
    private CompletionStage<Answer<StoreResponse>> admitted(
            StoreRequest request, Connected connected, Resource resource, Map<Octets, String> notGood) {
        List<KindWrite> admitted = new ArrayList<>(request.getKindsCount());
        boolean isByUser = false;
        for (KindWrite write : RequestMapping.writes(request, resource, records.kinds())) {
            Optional<WriteResult.Refused> refused = records.check(write);
            if (refused.isEmpty() && write.replica() && write.clear().isEmpty()) {
                SignedWrites.Admitted part =
                        connected.replica(request.hasRequester(), request.getRequester(), resource, write, notGood);
                part.write().ifPresent(admitted::add);
                refused = part.refused();
            } else if (refused.isEmpty()) {
                refused = connected.refusal(request.hasRequester(), request.getRequester(), resource, write, notGood);
                admitted.add(write);
            }
            if (refused.isPresent()) {
                return done(new Answer.Failed<>(Errors.of(refused.get())));
            }
            isByUser |= DisabledUsers.isConcernedBy(write);
        }
        return isByUser
                ? users.isDisabled(resource, clock.millis())
                        .thenCompose(disabled ->
                                disabled ? disabled(connected, resource) : write(request, resource, admitted))
                : write(request, resource, admitted);
    }

    private static CompletionStage<Answer<StoreResponse>> disabled(Connected connected, Resource user) {
        connected.signed().denied(Denial.DISABLED);
        return done(Answer.Failed.of(
                ErrorCode.ERROR_CODE_FORBIDDEN, "The user " + user.name() + " is disabled, and registers nothing"));
    }

    private CompletionStage<Answer<StoreResponse>> write(
            StoreRequest request, Resource resource, List<KindWrite> admitted) {
        return admitted.isEmpty()
                ? done(new Answer.Done<>(StoreResponse.getDefaultInstance()))
                : inOrder(admitted, write -> records.write(resource.id(), write))
                        .thenApply(results -> stored(results, request.getReturnValues()));
    }

    CompletionStage<Answer<FetchResponse>> fetch(FetchRequest request, Connected connected) {
        for (org.p2psip.proto.v1.KindQuery kind : request.getKindsList()) {
            Optional<String> unreadable =
                    connected.unreadable(request.hasRequester(), request.getRequester(), kind.getKind());
            if (unreadable.isPresent()) {
                return done(Answer.Failed.of(ErrorCode.ERROR_CODE_FORBIDDEN, unreadable.get()));
            }
        }
        boolean signatures = false;
        for (org.p2psip.proto.v1.KindQuery kind : request.getKindsList()) {
            signatures |= kind.getWithSignatures();
        }
        return signatures
                ? read(request.getResource(), request.getKindsList(), readings -> signed(request, connected, readings))
                : read(request.getResource(), request.getKindsList(), readings -> {
                    FetchResponse.Builder response = FetchResponse.newBuilder();
                    long now = clock.millis();
                    readings.forEach(reading -> response.addKinds(AnswerMapping.state(reading, now)));
                    return done(response.build());
                });
    }

    /** The values with their signatures, where they are asked for, and the certificates of the signers. */
    private CompletionStage<FetchResponse> signed(
            FetchRequest request, Connected connected, List<KindReading> readings) {
        SignerCertificates signers = connected.signed().signers();
        List<StoredValue> values = new ArrayList<>();
        readings.forEach(reading -> values.addAll(reading.values()));
        return signers.load(values).thenApply(loaded -> {
            FetchResponse.Builder response = FetchResponse.newBuilder();
            long now = clock.millis();
            for (int i = 0; i < readings.size(); i++) {
                response.addKinds(
                        request.getKinds(i).getWithSignatures()
                                ? AnswerMapping.signedState(readings.get(i), now, signers)
                                : AnswerMapping.state(readings.get(i), now));
            }
            return response.build();
        });
    }

    CompletionStage<Answer<StatResponse>> stat(StatRequest request) {
        return read(request.getResource(), request.getKindsList(), readings -> {
            StatResponse.Builder response = StatResponse.newBuilder();
            long now = clock.millis();
            readings.forEach(reading -> response.addKinds(AnswerMapping.stat(reading, now)));
            return done(response.build());
        });
    }

    CompletionStage<Answer<RemoveResponse>> remove(RemoveRequest request, Connected connected) {
        return withResource(request.getResource(), resource -> remove(request, connected, resource));
    }

    private CompletionStage<Answer<RemoveResponse>> remove(
            RemoveRequest request, Connected connected, Resource resource) {
        KindWrite removal = RequestMapping.removal(request, resource);
        Optional<WriteResult.Refused> forbidden =
                connected.refusal(request.hasRequester(), request.getRequester(), resource, removal, Map.of());
        if (forbidden.isPresent()) {
            return done(new Answer.Failed<>(Errors.of(forbidden.get())));
        }
        return records.write(resource.id(), removal).thenApply(result -> switch (result) {
            case WriteResult.Accepted accepted ->
                new Answer.Done<>(RemoveResponse.newBuilder()
                        .setGeneration(accepted.state().generation())
                        .setRemoved(accepted.removed())
                        .build());
            case WriteResult.Refused refused -> new Answer.Failed<>(Errors.of(refused));
        });
    }

    private Answer<StoreResponse> stored(List<WriteResult> results, boolean returnValues) {
        StoreResponse.Builder response = StoreResponse.newBuilder();
        long now = clock.millis();
        for (WriteResult result : results) {
            switch (result) {
                case WriteResult.Accepted accepted -> {
                    StoredKind state = accepted.state();
                    KindReading reading = returnValues
                            ? KindReading.of(state, KindQuery.all(state.kind()), now)
                            : new KindReading(state.kind(), state.generation(), List.of(), false);
                    response.addKinds(AnswerMapping.state(reading, now));
                }
                case WriteResult.Refused refused -> {
                    return new Answer.Failed<>(Errors.of(refused));
                }
            }
        }
        return new Answer.Done<>(response.build());
    }

    private <T> CompletionStage<Answer<T>> read(
            org.p2psip.proto.v1.Resource named,
            List<org.p2psip.proto.v1.KindQuery> kinds,
            Function<List<KindReading>, CompletionStage<T>> response) {
        if (wrongCount(kinds.size())) {
            return kindCount(kinds.size());
        }
        for (org.p2psip.proto.v1.KindQuery kind : kinds) {
            if (records.kinds().find(kind.getKind()).isEmpty()) {
                // RFC 6940 7.4.1.2: "any type of request"
                return done(Answer.Failed.of(ErrorCode.ERROR_CODE_UNKNOWN_KIND, KindCatalog.unknown(kind.getKind())));
            }
        }
        return withResource(named, resource -> inOrder(kinds, kind -> {
                    KindQuery query = RequestMapping.query(kind);
                    return records.read(new RecordKey(resource.id(), query.kind()))
                            .thenApply(stored -> KindReading.of(stored.orElse(null), query, clock.millis()));
                })
                .thenCompose(response)
                .thenApply(Answer.Done::new));
    }

    private static <T> CompletionStage<Answer<T>> withResource(
            org.p2psip.proto.v1.Resource named, Function<Resource, CompletionStage<Answer<T>>> operation) {
        return switch (RequestMapping.resource(named)) {
            case Resource.Valid(Resource resource) -> operation.apply(resource);
            case Resource.Invalid(String reason) ->
                done(Answer.Failed.of(ErrorCode.ERROR_CODE_INVALID_MESSAGE, reason));
        };
    }

    /** Starts all at once; gives their results in the order of the items. */
    private static <I, R> CompletionStage<List<R>> inOrder(List<I> items, Function<I, CompletionStage<R>> each) {
        if (items.size() == 1) {
            return each.apply(items.getFirst()).thenApply(List::of);
        }
        List<CompletableFuture<R>> stages = new ArrayList<>(items.size());
        items.forEach(item -> stages.add(each.apply(item).toCompletableFuture()));
        return CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new))
                .thenApply(all -> stages.stream().map(CompletableFuture::join).toList());
    }

    private static boolean wrongCount(int kinds) {
        return kinds < 1 || kinds > MAX_KINDS;
    }

    private static <T> CompletionStage<Answer<T>> kindCount(int kinds) {
        return done(Answer.Failed.of(
                ErrorCode.ERROR_CODE_INVALID_MESSAGE, "A request has " + kinds + " kinds; it has 1 to " + MAX_KINDS));
    }

    private static <T> CompletionStage<T> done(T answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
