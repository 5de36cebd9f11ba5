package org.p2psip.routing.service.compare;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import jakarta.inject.Singleton;
import org.p2psip.proto.v1.CompareAnswer;
import org.p2psip.proto.v1.CompareRequest;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.routing.records.Comparison.Answer;
import org.p2psip.routing.records.TakeOvers;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.service.handover.RangeTakeOver;
import org.p2psip.routing.service.link.CompareSource;
import org.p2psip.routing.service.message.Identifiers;
import org.p2psip.routing.service.operation.Errors;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.storage.StorageLink;

/** Tells other peers the digests of what this site's storage has. */
@Singleton
public final class CompareAnswers implements CompareSource {
    /** Ranges that are read at once for others. */
    private static final int LIMIT = 4;

    private final PeerLoop loop;
    private final StorageLink storage;
    private final TakeOvers takeOvers;
    private int reading;

    CompareAnswers(PeerLoop loop, StorageLink storage, RangeTakeOver takeOver) {
        this.loop = loop;
        this.storage = storage;
        this.takeOvers = takeOver.takeOvers();
    }

    @Override
    public void compare(CompareRequest request, ServerCallStreamObserver<CompareAnswer> peer) {
        // Without a handler an answer to a peer that left would throw.
        peer.setOnCancelHandler(() -> {});
        if (request.getFirst().size() != Position.BYTES
                || request.getLast().size() != Position.BYTES
                || request.getDigest().size() != Position.BYTES) {
            refuse(
                    peer,
                    ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                    "first has " + request.getFirst().size() + " bytes, last "
                            + request.getLast().size() + ", digest "
                            + request.getDigest().size() + ", expected " + Position.BYTES + " each");
            return;
        }
        Position first = Position.ofBytes(request.getFirst().toByteArray());
        Position last = Position.ofBytes(request.getLast().toByteArray());
        loop.execute(() -> read(first, last, request.getDigest(), peer));
    }

    private void read(Position first, Position last, ByteString theirs, ServerCallStreamObserver<CompareAnswer> peer) {
        if (takeOvers.isPartOf(first, last)) {
            refuse(peer, ErrorCode.ERROR_CODE_UNAVAILABLE, "this site does not have the range itself yet");
        } else if (reading >= LIMIT) {
            refuse(peer, ErrorCode.ERROR_CODE_LIMIT_REACHED, LIMIT + " ranges are read already; ask again later");
        } else {
            reading++;
            DigestScan.of(storage, loop, first, last, (digests, failure) -> {
                reading--;
                if (failure != null) {
                    refuse(peer, ErrorCode.ERROR_CODE_UNAVAILABLE, failure);
                } else {
                    peer.onNext(encode(Answer.of(digests, Position.ofBytes(theirs.toByteArray()))));
                    peer.onCompleted();
                }
            });
        }
    }

    private static CompareAnswer encode(Answer own) {
        CompareAnswer.Builder answer =
                CompareAnswer.newBuilder().setEqual(own.equal()).addAllResources(own.resources());
        own.digests()
                .forEach(digest -> answer.addDigests(digest == null ? ByteString.EMPTY : Identifiers.bytes(digest)));
        return answer.build();
    }

    private static void refuse(ServerCallStreamObserver<CompareAnswer> peer, ErrorCode code, String message) {
        if (!peer.isCancelled()) {
            peer.onError(Errors.toStatus(Errors.of(code, message)));
        }
    }
}
