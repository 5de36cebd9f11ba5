package org.p2psip.routing.service.link;

import io.grpc.Attributes;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.CallStreamObserver;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.p2psip.proto.v1.PeerMessage;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.table.PeerInfo;

/**
 * One stream between two peers, opened by this side or the other. The peer loop owns it; what gRPC calls elsewhere is
 * handed to the loop. A peer that does not read gets a bounded queue of what is to be sent; what comes in is asked for as
 * it is handled.
 */
final class PeerLink implements ClientResponseObserver<PeerMessage, PeerMessage> {
    /** Messages that the other side may send before the first of them is handled. */
    private static final int WINDOW = 64;

    private final Executor loop;
    private final Owner owner;
    private final Limits limits;
    private final ManagedChannel channel;
    private final Deque<PeerMessage> waiting = new ArrayDeque<>(0);
    private CallStreamObserver<PeerMessage> stream;
    private Supplier<Attributes> transport;
    private long waitingBytes;
    private boolean ended;
    /** Who was dialed; null where the other side dialed. */
    final PeerInfo dialed;
    /** Who is at the other side; null until its hello. */
    PeerInfo peer;
    /** The start of the other side that this link belongs to. */
    long start;

    /** What is told of a link, on the loop. */
    interface Owner {
        void received(PeerLink link, PeerMessage message);

        /** @param inOrder whether the other side ended it on purpose */
        void ended(PeerLink link, boolean inOrder, String reason);

        /** A message was dropped at a limit of the queue. */
        void dropped();
    }

    /**
     * @param messages that wait for a peer that does not read
     * @param bytes of those
     */
    record Limits(int messages, int bytes) {}

    private PeerLink(Executor loop, Owner owner, Limits limits, ManagedChannel channel, PeerInfo dialed) {
        this.loop = loop;
        this.owner = owner;
        this.limits = limits;
        this.channel = channel;
        this.dialed = dialed;
    }

    /** A link that this side opens. */
    static PeerLink dial(Executor loop, Owner owner, Limits limits, ManagedChannel channel, PeerInfo to) {
        return new PeerLink(loop, owner, limits, channel, to);
    }

    /** A link that the other side opened; to be called where the call arrives, before it returns. */
    static PeerLink accept(
            Executor loop,
            Owner owner,
            Limits limits,
            ServerCallStreamObserver<PeerMessage> call,
            Attributes transport) {
        PeerLink link = new PeerLink(loop, owner, limits, null, null);
        link.stream = call;
        link.transport = () -> transport;
        call.disableAutoRequest();
        call.setOnReadyHandler(() -> loop.execute(link::flush));
        call.setOnCancelHandler(() -> loop.execute(() -> link.end(false, "the connection is gone")));
        call.request(WINDOW);
        return link;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<PeerMessage> call) {
        stream = call;
        call.disableAutoRequestWithInitial(WINDOW);
        call.setOnReadyHandler(() -> loop.execute(this::flush));
    }

    /** The call that was made for a link that this side opens. */
    void calledBy(ClientCall<PeerMessage, PeerMessage> call) {
        transport = call::getAttributes;
    }

    /** The connection's attributes, once something came over it. */
    Attributes transport() {
        return transport.get();
    }

    boolean isDialer() {
        return dialed != null;
    }

    NodeId peerId() {
        return peer.id();
    }

    @Override
    public void onNext(PeerMessage message) {
        loop.execute(() -> {
            if (!ended) {
                owner.received(this, message);
            }
            if (!ended) {
                stream.request(1);
            }
        });
    }

    @Override
    public void onError(Throwable failure) {
        Status status = Status.fromThrowable(failure);
        String said = status.getDescription() == null ? status.getCode().toString() : status.getDescription();
        loop.execute(() -> end(false, said));
    }

    @Override
    public void onCompleted() {
        loop.execute(() -> {
            if (!ended && !isDialer()) {
                stream.onCompleted();
            }
            end(true, "closed by the other side");
        });
    }

    private void end(boolean inOrder, String reason) {
        if (!ended) {
            ended = true;
            release();
            owner.ended(this, inOrder, reason);
        }
    }

    private void release() {
        waiting.clear();
        waitingBytes = 0;
        if (channel != null) {
            channel.shutdown();
        }
    }

    /** Sends a message, at once or when the other side reads. */
    void send(PeerMessage message) {
        if (ended) {
            return;
        }
        if (waiting.isEmpty() && stream.isReady()) {
            stream.onNext(message);
            return;
        }
        int size = message.getSerializedSize();
        if (waiting.size() >= limits.messages() || waitingBytes + size > limits.bytes()) {
            owner.dropped();
            return;
        }
        waiting.add(message);
        waitingBytes += size;
    }

    private void flush() {
        while (!ended && !waiting.isEmpty() && stream.isReady()) {
            PeerMessage message = waiting.remove();
            waitingBytes -= message.getSerializedSize();
            stream.onNext(message);
        }
    }

    /** Ends it in good order; its owner hears no more of it. */
    void close() {
        if (!ended) {
            waiting.forEach(stream::onNext);
            ended = true;
            stream.onCompleted();
            release();
        }
    }

    /** Ends it for a reason that the other side is told; its owner hears no more of it. */
    void abort(Status why) {
        if (!ended) {
            ended = true;
            if (isDialer()) {
                ((ClientCallStreamObserver<PeerMessage>) stream).cancel(why.getDescription(), null);
                channel.shutdownNow();
            } else {
                stream.onError(why.asException());
            }
            release();
        }
    }
}
