package org.p2psip.routing.service.remote;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.FindAnswer;
import org.p2psip.proto.v1.FindRequest;
import org.p2psip.proto.v1.FoundKind;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.ScanRequest;
import org.p2psip.proto.v1.ScannedResource;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.record.WriteRules;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.service.message.Identifiers;
import org.p2psip.routing.service.operation.Errors;
import org.p2psip.routing.service.ring.RingPeer;
import org.p2psip.routing.service.storage.StorageLink;
import org.p2psip.routing.table.PeerInfo;

/**
 * Finds, of each kind, the Resource-ID closest to a given one that has values, among those that this peer is responsible for
 * (RFC 6940 section 7.4.4). It looks around the given one, farther each time, so it reads little where there is much. On
 * the peer loop.
 */
@Singleton
final class FindAnswers {
    /** Of the ring of 2^128 the first look goes 2^104 in both directions, and each further one 64 times as far. */
    private static final int FIRST_EXPONENT = 104;

    private static final int STEP = 6;
    private static final int LAST_EXPONENT = 127;
    private static final Position ZERO = new Position(0, 0);

    private final RingPeer ring;
    private final StorageLink storage;

    FindAnswers(RingPeer ring, StorageLink storage) {
        this.ring = ring;
        this.storage = storage;
    }

    void find(FindRequest request, Consumer<Contents.Answer> answer) {
        ByteString id = request.getResource().getResourceId();
        if (id.size() != Position.BYTES
                || request.getKindsCount() == 0
                || request.getKindsCount() > WriteRules.KINDS_LIMIT) {
            answer.accept(error(
                    ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                    "the resource_id has " + id.size() + " bytes, expected " + Position.BYTES + ", and there are "
                            + request.getKindsCount() + " kinds, expected 1 to " + WriteRules.KINDS_LIMIT));
            return;
        }
        PeerInfo before = ring.core().table().neighbors().predecessor();
        Position last = ring.core().self().position();
        Position first = (before == null ? last : before.position()).next();
        new Search(request, Position.ofBytes(id.toByteArray()), first, last, answer).look(FIRST_EXPONENT);
    }

    private static Contents.Answer error(ErrorCode code, String message) {
        Error error = Errors.of(code, message);
        return new Contents.CarriedAnswer(error);
    }

    private final class Search {
        private final FindRequest request;
        private final Position wanted;
        private final Position first;
        private final Position last;
        private final Consumer<Contents.Answer> answer;
        private final Map<Integer, Position> closest = new HashMap<>();

        private Search(
                FindRequest request, Position wanted, Position first, Position last, Consumer<Contents.Answer> answer) {
            this.request = request;
            this.wanted = wanted;
            this.first = first;
            this.last = last;
            this.answer = answer;
        }

        /** Looks as far as 2^exponent in both directions, within the range. */
        private void look(int exponent) {
            boolean whole = exponent >= LAST_EXPONENT;
            Position reach = ZERO.plusPowerOfTwo(Math.min(exponent, LAST_EXPONENT));
            Position behind = first.distanceTo(wanted);
            Position ahead = wanted.distanceTo(last);
            Position from = whole || behind.compareTo(reach) < 0 ? first : reach.distanceTo(wanted);
            Position to = whole || ahead.compareTo(reach) < 0 ? last : wanted.plus(reach);
            boolean isAll = from.equals(first) && to.equals(last);
            storage.scan(
                    ScanRequest.newBuilder()
                            .setFirst(Identifiers.bytes(from))
                            .setLast(Identifiers.bytes(to))
                            .addAllKinds(request.getKindsList())
                            .setDigestsOnly(true)
                            .build(),
                    new StreamObserver<>() {
                        @Override
                        public void onNext(ScannedResource resource) {
                            seen(resource);
                        }

                        @Override
                        public void onError(Throwable failure) {
                            answer.accept(error(
                                    ErrorCode.ERROR_CODE_UNAVAILABLE,
                                    "storage could not be read: " + Status.fromThrowable(failure)));
                        }

                        @Override
                        public void onCompleted() {
                            if (isAll || closest.keySet().containsAll(request.getKindsList())) {
                                answer.accept(new Contents.CarriedAnswer(found()));
                            } else {
                                look(exponent + STEP);
                            }
                        }
                    });
        }

        private void seen(ScannedResource resource) {
            Position here =
                    Position.ofBytes(resource.getResource().getResourceId().toByteArray());
            for (KindState kind : resource.getKindsList()) {
                closest.merge(
                        kind.getKind(), here, (one, other) -> away(one).compareTo(away(other)) <= 0 ? one : other);
            }
        }

        private Position away(Position key) {
            Position clockwise = wanted.distanceTo(key);
            Position back = key.distanceTo(wanted);
            return clockwise.compareTo(back) <= 0 ? clockwise : back;
        }

        private FindAnswer found() {
            FindAnswer.Builder found = FindAnswer.newBuilder();
            for (int kind : request.getKindsList()) {
                found.addKinds(FoundKind.newBuilder()
                        .setKind(kind)
                        .setClosest(Identifiers.bytes(closest.getOrDefault(kind, ZERO))));
            }
            return found.build();
        }
    }
}
