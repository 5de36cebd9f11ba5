package org.p2psip.routing.service.link;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.p2psip.proto.v1.LinkHello;
import org.p2psip.proto.v1.PeerGrpc;
import org.p2psip.proto.v1.PeerMessage;
import org.p2psip.routing.message.Message;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.service.link.PeerLinkMetrics.Event;
import org.p2psip.routing.service.message.Decoded;
import org.p2psip.routing.service.message.Identifiers;
import org.p2psip.routing.service.message.MessageMapping;
import org.p2psip.routing.service.peer.LocalPeer;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.table.PeerInfo;

/** Opens the links of this peer to others, and takes those that others open. All is on the peer loop but {@link #accept}. */
@Singleton
public final class PeerLinks implements PeerLink.Owner {
    private static final Logger LOG = Logger.getLogger(PeerLinks.class);
    /** Time for a connection and the hello over it, milliseconds. */
    private static final long GREETING_MS = 3_000;
    /** Links that were accepted and have not said hello. */
    private static final int GREETING_LIMIT = 256;
    /** After that both sides know which of two links is the spare, milliseconds. */
    private static final long SPARE_MS = 2_000;

    private final PeerLoop loop;
    private final LinkChannels channels;
    private final LinkIdentity identity;
    private final PeerLinkMetrics metrics;
    private final MessageMapping mapping;
    private final PeerLink.Limits limits;
    private final String overlay;
    private final PeerInfo self;
    private final LinkHello ownHello;
    private final LinkPairs pairs;
    private final Map<NodeId, PeerLink> dialing = new HashMap<>();
    private final Set<PeerLink> greeting = new HashSet<>();
    private LinkListener listener;

    PeerLinks(
            LocalPeer local,
            Settings settings,
            PeerLoop loop,
            LinkChannels channels,
            LinkIdentity identity,
            PeerLinkMetrics metrics) {
        this.self = local.info();
        this.pairs = new LinkPairs(self.id());
        this.loop = loop;
        this.channels = channels;
        this.identity = identity;
        this.metrics = metrics;
        this.overlay = settings.overlay();
        this.mapping = new MessageMapping(overlay);
        this.limits =
                new PeerLink.Limits(settings.ring().linkQueue(), settings.ring().linkQueueBytes());
        this.ownHello = LinkHello.newBuilder()
                .setPeer(Identifiers.of(self))
                .setOverlay(overlay)
                .setStart(new SecureRandom().nextLong())
                .build();
    }

    /** Who is told; before anything else. */
    public void listen(LinkListener to) {
        listener = to;
    }

    /** Opens a link to a peer. */
    public void open(PeerInfo to) {
        ManagedChannel channel;
        try {
            channel = channels.to(to.address());
        } catch (IllegalArgumentException noAddress) {
            failed(to.id(), noAddress.getMessage());
            return;
        }
        PeerLink link = PeerLink.dial(loop, this, limits, channel, to);
        PeerLink earlier = dialing.put(to.id(), link);
        if (earlier != null) {
            earlier.abort(Status.CANCELLED.withDescription("dialed anew"));
        }
        ClientCall<PeerMessage, PeerMessage> call = channel.newCall(PeerGrpc.getLinkMethod(), CallOptions.DEFAULT);
        link.calledBy(call);
        ClientCalls.asyncBidiStreamingCall(call, link);
        link.send(hello());
        loop.schedule(() -> giveUp(link), GREETING_MS);
    }

    private void giveUp(PeerLink link) {
        if (dialing.remove(link.dialed.id(), link)) {
            link.abort(Status.DEADLINE_EXCEEDED.withDescription("no hello"));
            failed(link.dialed.id(), "no hello within " + GREETING_MS + " ms");
        }
    }

    private void failed(NodeId id, String reason) {
        metrics.count(Event.FAILED);
        listener.linkFailed(id, reason);
    }

    /** The other side opened a stream; from any thread, where the call arrives. */
    StreamObserver<PeerMessage> accept(ServerCallStreamObserver<PeerMessage> call) {
        PeerLink link = PeerLink.accept(loop, this, limits, call, LinkTransport.current());
        loop.execute(() -> {
            if (listener == null || greeting.size() >= GREETING_LIMIT) {
                refuse(link, Status.RESOURCE_EXHAUSTED, GREETING_LIMIT + " links have not said hello; try again later");
                return;
            }
            greeting.add(link);
            loop.schedule(
                    () -> {
                        if (greeting.remove(link)) {
                            refuse(link, Status.DEADLINE_EXCEEDED, "no hello within " + GREETING_MS + " ms");
                        }
                    },
                    GREETING_MS);
        });
        return link;
    }

    private void refuse(PeerLink link, Status status, String why) {
        metrics.count(Event.REFUSED);
        LOG.warnf("A link was refused: %s", why);
        link.abort(status.withDescription(why));
    }

    @Override
    public void received(PeerLink link, PeerMessage message) {
        if (link.peer == null) {
            greeted(link, message);
            return;
        }
        switch (mapping.decode(message)) {
            case Decoded.Routed(Message routed) -> listener.received(link.peerId(), routed);
            case Decoded.Malformed(String reason) -> {
                metrics.count(Event.MALFORMED);
                LOG.debugf("A message of %s was dropped: %s", link.peerId(), reason);
            }
        }
    }

    private void greeted(PeerLink link, PeerMessage message) {
        Identifiers.read(message.getHello().getPeer())
                .ifPresentOrElse(
                        peer -> greeted(link, peer, message.getHello()),
                        () -> notGreeted(
                                link,
                                Status.INVALID_ARGUMENT,
                                "the first message is no hello with the 16 bytes of a Node-ID"));
    }

    private void greeted(PeerLink link, PeerInfo peer, LinkHello hello) {
        Optional<String> refusal = identity.refusal(peer.id(), link.transport());
        if (!hello.getOverlay().equals(overlay)) {
            notGreeted(
                    link,
                    Status.PERMISSION_DENIED,
                    "the peer is of the overlay '" + hello.getOverlay() + "', this is " + overlay);
        } else if (refusal.isPresent()) {
            notGreeted(link, Status.UNAUTHENTICATED, refusal.get());
        } else if (peer.id().equals(self.id())) {
            notGreeted(link, Status.PERMISSION_DENIED, "the peer has the Node-ID of this one, " + self.id());
        } else if (link.isDialer() && !peer.id().equals(link.dialed.id())) {
            notGreeted(link, Status.UNAUTHENTICATED, "the peer is " + peer.id() + ", not " + link.dialed.id());
        } else {
            link.peer = peer;
            link.start = hello.getStart();
            greeting.remove(link);
            dialing.remove(peer.id(), link);
            metrics.count(link.isDialer() ? Event.DIALED : Event.ACCEPTED);
            if (!link.isDialer()) {
                link.send(hello());
            }
            up(link);
        }
    }

    private void notGreeted(PeerLink link, Status status, String why) {
        greeting.remove(link);
        refuse(link, status, why);
        if (link.isDialer() && dialing.remove(link.dialed.id(), link)) {
            failed(link.dialed.id(), why);
        }
    }

    private void up(PeerLink link) {
        if (pairs.add(link)) {
            metrics.links(pairs.size());
            listener.linkUp(link.peer, link.isDialer());
        } else {
            loop.schedule(() -> pairs.closeSpare(link.peerId()), SPARE_MS);
        }
    }

    @Override
    public void ended(PeerLink link, boolean inOrder, String reason) {
        greeting.remove(link);
        if (link.peer == null) {
            if (link.isDialer() && dialing.remove(link.dialed.id(), link)) {
                failed(link.dialed.id(), reason);
            }
        } else if (pairs.remove(link)) {
            metrics.links(pairs.size());
            metrics.count(inOrder ? Event.CLOSED : Event.BROKEN);
            if (inOrder) {
                listener.linkClosed(link.peerId());
            } else {
                listener.linkBroken(link.peerId(), reason);
            }
        }
    }

    @Override
    public void dropped() {
        metrics.count(Event.DROPPED_QUEUE);
    }

    /** Sends a message over the link to a peer; without one it is dropped. */
    public void send(NodeId to, Message message) {
        PeerLink link = pairs.get(to);
        if (link == null) {
            metrics.count(Event.DROPPED_NO_LINK);
        } else {
            link.send(mapping.encode(message));
        }
    }

    /** Closes the link to a peer in good order, or ends the attempt to open one. */
    public void close(NodeId id) {
        PeerLink attempt = dialing.remove(id);
        if (attempt != null) {
            attempt.abort(Status.CANCELLED.withDescription("not needed any more"));
        }
        if (pairs.close(id)) {
            metrics.links(pairs.size());
            metrics.count(Event.CLOSED);
        }
    }

    private PeerMessage hello() {
        return PeerMessage.newBuilder().setHello(ownHello).build();
    }
}
