package org.p2psip.routing.service.remote;

import com.google.protobuf.ByteString;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.p2psip.proto.v1.AppAttachMessage;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.FetchRequest;
import org.p2psip.proto.v1.KindQuery;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.StorageOperation;
import org.p2psip.proto.v1.StorageResult;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.message.Method;
import org.p2psip.routing.peer.Membership;
import org.p2psip.routing.record.DestinationList;
import org.p2psip.routing.record.Kind;
import org.p2psip.routing.ring.Destination;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.service.attached.AttachedClients;
import org.p2psip.routing.service.operation.SendOutcome;
import org.p2psip.routing.service.operation.SendTarget;
import org.p2psip.routing.service.ring.RingPeer;
import org.p2psip.routing.service.storage.StorageRequest;
import org.p2psip.storage.Octets;
import org.p2psip.storage.sip.SipRegistration;

/**
 * Messages to nodes, and to the clients that registered an address of record: those are behind their peer, which the
 * registration names (RFC 7904 section 3.2, RFC 6940 section 6.5.2). On the peer loop.
 */
@Singleton
public final class NodeMessages {
    /** Registrations of an address of record that are tried one after the other, the newest first. */
    private static final int TRIES_LIMIT = 4;

    private final RingPeer ring;
    private final OverlayRecords records;
    private final AttachedClients clients;
    private final RemoteMetrics metrics;
    private final Patience patience;

    NodeMessages(
            RingPeer ring, OverlayRecords records, AttachedClients clients, RemoteMetrics metrics, Patience patience) {
        this.ring = ring;
        this.records = records;
        this.clients = clients;
        this.metrics = metrics;
        this.patience = patience;
    }

    /** Brings a message to whom it is for, and the answer back. */
    public void send(SendTarget target, AppAttachMessage message, int timeoutMs, Consumer<SendOutcome> outcome) {
        if (ring.membership() == Membership.OUTSIDE) {
            outcome.accept(new SendOutcome.Refused(RemoteErrors.outside()));
            return;
        }
        Consumer<SendOutcome> answer = patience.once(
                timeoutMs,
                result -> {
                    metrics.answered(
                            Method.APP_ATTACH,
                            result instanceof SendOutcome.Refused refused
                                    ? refused.error().getCode()
                                    : null);
                    outcome.accept(result);
                },
                new SendOutcome.Refused(RemoteErrors.timedOut(target.toString())));
        switch (target) {
            case SendTarget.Node(NodeId node) -> send(List.of(node), message, answer);
            case SendTarget.Registered(Resource resource) ->
                records.send(registrations(
                        resource, timeoutMs, found -> sendTo(resource, routes(found), found, message, answer)));
        }
    }

    private static StorageRequest registrations(Resource resource, int timeoutMs, Consumer<StorageResult> found) {
        FetchRequest fetch = FetchRequest.newBuilder()
                .setResource(resource)
                .addKinds(KindQuery.newBuilder().setKind(Kind.SIP_REGISTRATION.id()))
                .build();
        return new StorageRequest(StorageOperation.newBuilder().setFetch(fetch), timeoutMs, found);
    }

    private static List<List<Destination>> routes(StorageResult found) {
        List<StoredEntry> entries = new ArrayList<>();
        for (KindState kind : found.getFetch().getKindsList()) {
            entries.addAll(kind.getEntriesList());
        }
        entries.sort(Comparator.comparingLong(StoredEntry::getStorageTimeMs).reversed());
        List<List<Destination>> routes = new ArrayList<>();
        for (StoredEntry entry : entries) {
            if (routes.size() < TRIES_LIMIT) {
                route(entry).ifPresent(routes::add);
            }
        }
        return routes;
    }

    /** The way that a registration names, when its end is a node. */
    private static Optional<List<Destination>> route(StoredEntry registration) {
        return SipRegistration.decode(Octets.wrap(registration.getValue().toByteArray()))
                .filter(SipRegistration.Route.class::isInstance)
                .flatMap(route -> DestinationList.decode(
                        ((SipRegistration.Route) route).destinationList().unsafeArray()))
                .filter(destinations -> destinations.getLast() instanceof NodeId);
    }

    private void sendTo(
            Resource resource,
            List<List<Destination>> routes,
            StorageResult found,
            AppAttachMessage message,
            Consumer<SendOutcome> answer) {
        if (found.hasError()) {
            answer.accept(new SendOutcome.Refused(found.getError()));
        } else if (routes.isEmpty()) {
            String who = resource.getName().isEmpty()
                    ? "resource " + ResourceId.ofBytes(resource.getResourceId().toByteArray())
                    : resource.getName();
            answer.accept(new SendOutcome.Refused(
                    RemoteErrors.of(ErrorCode.ERROR_CODE_NOT_FOUND, "no client is registered for " + who)));
        } else {
            sendAlong(routes, message, answer);
        }
    }

    /** Tries one after the other, until one answers. */
    private void sendAlong(List<List<Destination>> routes, AppAttachMessage message, Consumer<SendOutcome> answer) {
        send(routes.getFirst(), message, outcome -> {
            boolean another = outcome instanceof SendOutcome.Refused refused
                    && refused.error().getCode() == ErrorCode.ERROR_CODE_NOT_FOUND
                    && routes.size() > 1;
            if (another) {
                sendAlong(routes.subList(1, routes.size()), message, answer);
            } else {
                answer.accept(outcome);
            }
        });
    }

    private void send(List<Destination> route, AppAttachMessage message, Consumer<SendOutcome> answer) {
        boolean isHere = route.getFirst() instanceof NodeId first
                && (first.equals(ring.core().self().id()) || clients.contains(first));
        if (isHere || !(route.getFirst() instanceof NodeId peer)) {
            sendNow(route, message, answer);
            return;
        }
        // A message to a node that is not there is dropped (RFC 6940 6.1.1); who sits in its place knows better.
        ring.ask(new ResourceId(peer.position()), Contents.Ping.INSTANCE, pong -> {
            if (pong instanceof Contents.PingAnswer found && found.from().id().equals(peer)) {
                sendNow(route, message, answer);
            } else if (pong instanceof Contents.PingAnswer) {
                answer.accept(new SendOutcome.Refused(
                        RemoteErrors.of(ErrorCode.ERROR_CODE_NOT_FOUND, "no node " + peer + " is in the overlay")));
            } else {
                answer.accept(RemoteMessages.outcome(pong, ByteString.EMPTY));
            }
        });
    }

    private void sendNow(List<Destination> route, AppAttachMessage message, Consumer<SendOutcome> answer) {
        ByteString last =
                route.getLast() instanceof NodeId node ? ByteString.copyFrom(node.toBytes()) : ByteString.EMPTY;
        ring.ask(
                route,
                new Contents.Carried(Method.APP_ATTACH, message),
                contents -> answer.accept(RemoteMessages.outcome(contents, last)));
    }
}
