package org.p2psip.client;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.p2psip.proto.v1.AnnounceRequest;
import org.p2psip.proto.v1.AnnounceResponse;
import org.p2psip.proto.v1.Delivery;
import org.p2psip.proto.v1.DeliveryAnswer;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.routing.record.DestinationList;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.storage.Octets;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.sip.SipRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The applications that a client takes messages for. At each peer that the client goes to it announces them, and stores
 * for their addresses of record that it is behind that peer now (RFC 7904 section 3.2). On the client's loop.
 */
final class Messages {
    private static final Logger LOG = LoggerFactory.getLogger(Messages.class);
    /** So long a registration stays when its program vanishes. */
    private static final int LIFETIME_S = 600;

    private static final long REFRESH_S = LIFETIME_S / 2;
    private static final long RETRY_S = 2;
    private static final int NODE_ID_BYTES = 16;

    private static final Set<ErrorCode> FINAL = Set.of(
            ErrorCode.ERROR_CODE_FORBIDDEN,
            ErrorCode.ERROR_CODE_INVALID_MESSAGE,
            ErrorCode.ERROR_CODE_UNKNOWN_KIND,
            ErrorCode.ERROR_CODE_LIMIT_REACHED);

    /** What is asked of the peer. */
    interface Peer {
        /** Of the present stream alone. */
        CompletableFuture<AnnounceResponse> announce(AnnounceRequest request);

        /** Signed by the client's certificate, where it has one. */
        CompletableFuture<?> store(String aor, KindWrite write);
    }

    private final ScheduledExecutorService loop;
    private final Peer peer;
    /** Of a client without a certificate; with one the peer takes that of the certificate. */
    private final ByteString nodeId;

    private final Map<String, Application> applications = new ConcurrentHashMap<>();
    private PeerLink link;

    Messages(ScheduledExecutorService loop, Peer peer) {
        this.loop = loop;
        this.peer = peer;
        byte[] id = new byte[NODE_ID_BYTES];
        new SecureRandom().nextBytes(id);
        nodeId = ByteString.copyFrom(id);
    }

    /** Takes messages; any thread. */
    Listening listen(String aor, String name, MessageHandler handler) {
        Application application = new Application(aor, name, handler);
        if (applications.putIfAbsent(name, application) != null) {
            application.registered.completeExceptionally(OverlayException.of(
                    ErrorCode.ERROR_CODE_INVALID_MESSAGE, "this client takes messages for '" + name + "' already"));
        } else {
            loop.execute(application::announce);
        }
        return application;
    }

    /** There is a peer. */
    void linkUp(PeerLink up) {
        link = up;
        applications.values().forEach(Application::announce);
    }

    /** There is none. */
    void linkDown() {
        link = null;
    }

    /** A message has come over the present link. */
    void delivered(Delivery delivery) {
        PeerLink from = link;
        Application application = applications.get(delivery.getApplication());
        if (application == null) {
            answer(from, delivery, ErrorCode.ERROR_CODE_NOT_FOUND, "the program takes no such messages any more");
            return;
        }
        CompletionStage<ByteString> answered;
        try {
            answered = application.handler.answer(delivery.getBody());
        } catch (RuntimeException bug) {
            answered = CompletableFuture.failedFuture(bug);
        }
        answered.whenComplete((body, failure) -> loop.execute(() -> {
            if (failure == null) {
                from.answer(DeliveryAnswer.newBuilder()
                        .setId(delivery.getId())
                        .setBody(body)
                        .build());
            } else {
                LOG.warn("a message for {} failed", delivery.getApplication(), failure);
                answer(from, delivery, ErrorCode.ERROR_CODE_UNAVAILABLE, "the program failed at this message");
            }
        }));
    }

    private static void answer(PeerLink to, Delivery delivery, ErrorCode code, String message) {
        to.answer(DeliveryAnswer.newBuilder()
                .setId(delivery.getId())
                .setError(Error.newBuilder().setCode(code).setMessage(message))
                .build());
    }

    private final class Application implements Listening {
        private final String aor;
        private final String name;
        private final MessageHandler handler;
        private final CompletableFuture<Void> registered = new CompletableFuture<>();
        private ByteString node = ByteString.EMPTY;

        private Application(String aor, String name, MessageHandler handler) {
            this.aor = aor;
            this.name = name;
            this.handler = handler;
        }

        private boolean isOpen() {
            return applications.get(name) == this;
        }

        private void announce() {
            PeerLink at = link;
            if (at == null || !isOpen()) {
                return;
            }
            peer.announce(AnnounceRequest.newBuilder()
                            .setApplication(name)
                            .setNodeId(nodeId)
                            .build())
                    .whenComplete((announced, failure) -> loop.execute(() -> {
                        if (failure == null) {
                            register(at, announced);
                        } else {
                            failed(at, failure, this::announce);
                        }
                    }));
        }

        private void register(PeerLink at, AnnounceResponse announced) {
            if (at != link || !isOpen()) {
                return;
            }
            node = announced.getNodeId();
            SipRegistration.Route route = new SipRegistration.Route(
                    "",
                    Octets.wrap(DestinationList.encode(List.of(id(announced.getPeerId()), id(announced.getNodeId())))));
            peer.store(
                            aor,
                            write(StoredEntry.newBuilder()
                                    .setExists(true)
                                    .setValue(
                                            ByteString.copyFrom(route.encoded().unsafeArray()))
                                    .setLifetimeS(LIFETIME_S)))
                    .whenComplete((stored, failure) -> loop.execute(() -> {
                        if (failure == null) {
                            registered.complete(null);
                            loop.schedule(() -> register(at, announced), REFRESH_S, TimeUnit.SECONDS);
                        } else {
                            failed(at, failure, () -> register(at, announced));
                        }
                    }));
        }

        private static NodeId id(ByteString bytes) {
            return NodeId.ofBytes(bytes.toByteArray())
                    .orElseThrow(() -> new IllegalStateException("the peer named no Node-ID: " + bytes));
        }

        private KindWrite write(StoredEntry.Builder entry) {
            return KindWrite.newBuilder()
                    .setKind(KindCatalog.SIP_REGISTRATION)
                    .addEntries(entry.setDictionaryKey(node))
                    .build();
        }

        private void failed(PeerLink at, Throwable failure, Runnable again) {
            Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
            if (cause instanceof OverlayException refused && FINAL.contains(refused.code())) {
                applications.remove(name, this);
                registered.completeExceptionally(refused);
                LOG.warn("no messages for {} as {}: {}", name, aor, refused.getMessage());
            } else if (at == link) {
                loop.schedule(again, RETRY_S, TimeUnit.SECONDS);
            }
        }

        @Override
        public CompletableFuture<Void> registered() {
            return registered;
        }

        @Override
        public void close() {
            loop.execute(() -> {
                if (applications.remove(name, this) && !node.isEmpty()) {
                    peer.store(
                                    aor,
                                    write(StoredEntry.newBuilder()
                                            .setExists(false)
                                            .setLifetimeS(1)))
                            .whenComplete((removed, failure) -> {
                                if (failure != null) {
                                    LOG.info("the registration of {} stays until it expires", aor, failure);
                                }
                            });
                }
            });
        }
    }
}
