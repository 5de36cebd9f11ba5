package org.p2psip.routing.service.attached;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.p2psip.proto.v1.AppAttachMessage;
import org.p2psip.proto.v1.DeliveryAnswer;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.record.Quote;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.service.attached.AttachedMetrics.Happening;
import org.p2psip.routing.service.operation.Errors;
import org.p2psip.routing.service.ring.RingPeer;
import org.p2psip.routing.service.storage.PeerLoop;

/**
 * The applications of clients that are connected to this peer. A client's Node-ID is that of its certificate, so nobody
 * takes another's messages; the stream that announced an application last has it. On the peer loop.
 */
@Singleton
public final class AttachedClients {
    /** Applications of all clients of this peer. */
    static final int LIMIT = 16_384;
    /** Applications of one stream. */
    static final int STREAM_LIMIT = 16;

    private final RingPeer ring;
    private final PeerLoop loop;
    private final AttachedMetrics metrics;
    private final Map<NodeId, Map<String, ClientDeliveries>> clients = new HashMap<>();
    private final Map<ClientDeliveries, List<Key>> streams = new HashMap<>();

    private record Key(NodeId client, String application) {}

    AttachedClients(RingPeer ring, PeerLoop loop, AttachedMetrics metrics) {
        this.ring = ring;
        this.loop = loop;
        this.metrics = metrics;
    }

    /** A stream of a client, which has no application yet. */
    public ClientDeliveries stream(DeliverySink sink) {
        return new ClientDeliveries(sink, loop, metrics);
    }

    /** A client takes messages for an application from now on. Returns why not; empty when it does. */
    public Optional<Error> announce(ClientDeliveries stream, NodeId client, String application) {
        Key key = new Key(client, application);
        List<Key> keys = streams.computeIfAbsent(stream, first -> new ArrayList<>(1));
        if (!keys.contains(key)) {
            String limit = keys.size() >= STREAM_LIMIT
                    ? "this stream has " + STREAM_LIMIT + " applications already"
                    : metrics.applications.get() >= LIMIT
                            ? "clients of this peer have " + LIMIT + " applications already; use another peer"
                            : null;
            if (limit != null) {
                metrics.count(Happening.LIMITED);
                return Optional.of(Errors.of(ErrorCode.ERROR_CODE_LIMIT_REACHED, limit));
            }
            keys.add(key);
            metrics.applications.incrementAndGet();
        }
        clients.computeIfAbsent(client, first -> new HashMap<>(1)).put(application, stream);
        ring.attach(client);
        return Optional.empty();
    }

    /** The stream has ended. */
    public void remove(ClientDeliveries stream) {
        List<Key> keys = streams.remove(stream);
        stream.end();
        if (keys == null) {
            return;
        }
        metrics.applications.addAndGet(-keys.size());
        for (Key key : keys) {
            Map<String, ClientDeliveries> applications = clients.get(key.client());
            if (applications != null && applications.remove(key.application(), stream) && applications.isEmpty()) {
                clients.remove(key.client());
                ring.detach(key.client());
            }
        }
    }

    /** A client answers a message. */
    public void answered(ClientDeliveries stream, DeliveryAnswer answer) {
        stream.answered(answer);
    }

    /** Whether a client is here. */
    public boolean contains(NodeId client) {
        return clients.containsKey(client);
    }

    /**
     * A message for a client has come to this peer.
     *
     * @param hops links that it came over
     */
    public void deliver(NodeId client, AppAttachMessage message, int hops, Consumer<Contents.Answer> answer) {
        ClientDeliveries stream = clients.getOrDefault(client, Map.of()).get(message.getName());
        if (stream == null) {
            metrics.count(Happening.UNKNOWN);
            Error error = Errors.of(
                    ErrorCode.ERROR_CODE_NOT_FOUND,
                    "client " + client + " does not know the application '" + Quote.shorten(message.getName()) + "'");
            answer.accept(new Contents.CarriedAnswer(error));
            return;
        }
        stream.deliver(
                client,
                message.getName(),
                message.getBody(),
                answered -> answer.accept(new Contents.CarriedAnswer(
                        answered.hasError()
                                ? answered.getError()
                                : AppAttachMessage.newBuilder()
                                        .setName(message.getName())
                                        .setBody(answered.getBody())
                                        .setHops(hops + 1)
                                        .build())));
    }
}
