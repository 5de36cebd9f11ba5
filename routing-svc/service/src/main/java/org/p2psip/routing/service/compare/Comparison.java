package org.p2psip.routing.service.compare;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.p2psip.proto.v1.CompareAnswer;
import org.p2psip.proto.v1.CompareRequest;
import org.p2psip.proto.v1.PeerGrpc;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.service.compare.CompareMetrics.Happening;
import org.p2psip.routing.service.handover.RangeParts.Part;
import org.p2psip.routing.service.message.Identifiers;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.storage.StorageLink;

/**
 * Compares a range with one site of its replicas, as a tree of hashes two levels deep: the whole, some 64 parts of it where
 * that differs, and 64 parts of each part that differs. One question at a time. On the peer loop.
 */
final class Comparison {
    /** Time for one answer: the other site reads the range for it. */
    private static final long PATIENCE_S = 120;

    private final StorageLink storage;
    private final PeerLoop loop;
    private final CompareMetrics metrics;
    private final ManagedChannel channel;
    private final Consumer<Found> done;
    private final Deque<Part> deeper = new ArrayDeque<>();
    private final List<Part> differing = new ArrayList<>();
    private int missing;
    private boolean top = true;

    /**
     * What came of it.
     *
     * @param differing ranges, in their order; those that are next to each other are one
     * @param missing resources that the other site lacks, at the least
     * @param failure why it ended early; null when it did not
     */
    record Found(List<Part> differing, int missing, String failure) {}

    Comparison(
            StorageLink storage, PeerLoop loop, CompareMetrics metrics, ManagedChannel channel, Consumer<Found> done) {
        this.storage = storage;
        this.loop = loop;
        this.metrics = metrics;
        this.channel = channel;
        this.done = done;
    }

    void begin(Position first, Position last) {
        compare(new Part(first, last));
    }

    private void compare(Part range) {
        DigestScan.of(storage, loop, range.first(), range.last(), (own, failure) -> {
            if (failure != null) {
                end(failure);
            } else {
                ask(range, own);
            }
        });
    }

    private void ask(Part range, PartDigests own) {
        CompareRequest request = CompareRequest.newBuilder()
                .setFirst(Identifiers.bytes(range.first()))
                .setLast(Identifiers.bytes(range.last()))
                .setDigest(own.root())
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
                        end(status.getCode() + ", " + status.getDescription());
                    }

                    @Override
                    public void onCompleted() {
                        answered(own, answer);
                    }
                });
    }

    private void answered(PartDigests own, CompareAnswer answer) {
        metrics.bytes.increment(answer.getSerializedSize());
        int parts = own.parts().size();
        if (answer.getEqual()) {
            metrics.count(Happening.EQUAL);
        } else if (answer.getDigestsCount() != parts || answer.getResourcesCount() != parts) {
            end("the other site has " + answer.getDigestsCount() + " parts, expected " + parts);
            return;
        } else {
            metrics.count(Happening.DIFFERING);
            descend(own, answer);
        }
        top = false;
        if (deeper.isEmpty()) {
            end(null);
        } else {
            compare(deeper.remove());
        }
    }

    private void descend(PartDigests own, CompareAnswer answer) {
        List<Integer> others = new ArrayList<>();
        for (int part = 0; part < own.parts().size(); part++) {
            if (!own.digest(part).equals(answer.getDigests(part))) {
                others.add(part);
            }
        }
        // Where most differ nothing is found by looking closer.
        boolean closer = top && others.size() * 2 < own.parts().size();
        for (int part : others) {
            if (closer) {
                deeper.add(own.parts().get(part));
            } else {
                missing += Math.max(0, own.resources(part) - answer.getResources(part));
                add(own.parts().get(part));
            }
        }
    }

    private void add(Part part) {
        if (!differing.isEmpty() && differing.getLast().last().next().equals(part.first())) {
            differing.add(new Part(differing.removeLast().first(), part.last()));
        } else {
            differing.add(part);
        }
    }

    private void end(String failure) {
        done.accept(new Found(List.copyOf(differing), missing, failure));
    }
}
