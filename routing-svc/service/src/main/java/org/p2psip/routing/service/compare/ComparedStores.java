package org.p2psip.routing.service.compare;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.p2psip.proto.v1.CompareAnswer;
import org.p2psip.proto.v1.CompareRequest;
import org.p2psip.proto.v1.PeerGrpc;
import org.p2psip.routing.records.Comparison;
import org.p2psip.routing.records.Comparison.Answer;
import org.p2psip.routing.records.PartDigests;
import org.p2psip.routing.records.RangeParts.Part;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.service.compare.CompareMetrics.Happening;
import org.p2psip.routing.service.message.Identifiers;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.storage.StorageLink;

/** The store of this site and that of another one, for a comparison. On the peer loop. */
final class ComparedStores implements Comparison.Stores {
    /** Time for one answer: the other site reads the range for it. */
    private static final long PATIENCE_S = 120;

    private final StorageLink storage;
    private final PeerLoop loop;
    private final CompareMetrics metrics;
    private final ManagedChannel channel;

    ComparedStores(StorageLink storage, PeerLoop loop, CompareMetrics metrics, ManagedChannel channel) {
        this.storage = storage;
        this.loop = loop;
        this.metrics = metrics;
        this.channel = channel;
    }

    @Override
    public void digests(Part range, BiConsumer<PartDigests, String> done) {
        DigestScan.of(storage, loop, range.first(), range.last(), done);
    }

    @Override
    public void compared(boolean equal) {
        metrics.count(equal ? Happening.EQUAL : Happening.DIFFERING);
    }

    @Override
    public void ask(Part range, Position root, BiConsumer<Answer, String> done) {
        CompareRequest request = CompareRequest.newBuilder()
                .setFirst(Identifiers.bytes(range.first()))
                .setLast(Identifiers.bytes(range.last()))
                .setDigest(Identifiers.bytes(root))
                .build();
        metrics.bytes.increment(request.getSerializedSize());
        PeerGrpc.newStub(channel)
                .withDeadlineAfter(PATIENCE_S, TimeUnit.SECONDS)
                .compare(request, new StreamObserver<>() {
                    private CompareAnswer answer;

                    @Override
                    public void onNext(CompareAnswer given) {
                        answer = given;
                    }

                    @Override
                    public void onError(Throwable failure) {
                        Status status = Status.fromThrowable(failure);
                        done.accept(null, status.getCode() + ", " + status.getDescription());
                    }

                    @Override
                    public void onCompleted() {
                        metrics.bytes.increment(answer.getSerializedSize());
                        decode(answer, done);
                    }
                });
    }

    private static void decode(CompareAnswer answer, BiConsumer<Answer, String> done) {
        List<ByteString> digests = answer.getDigestsList();
        if (digests.stream().anyMatch(digest -> !digest.isEmpty() && digest.size() != Position.BYTES)) {
            done.accept(null, "the other site told a digest that has not " + Position.BYTES + " bytes");
            return;
        }
        List<Position> decoded = digests.stream()
                .map(digest -> digest.isEmpty() ? null : Position.ofBytes(digest.toByteArray()))
                .toList();
        done.accept(new Answer(answer.getEqual(), decoded, answer.getResourcesList()), null);
    }
}
