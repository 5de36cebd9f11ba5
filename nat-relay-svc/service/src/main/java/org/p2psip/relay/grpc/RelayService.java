package org.p2psip.relay.grpc;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.netty.util.NetUtil;
import io.quarkus.grpc.GrpcService;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import org.p2psip.proto.v1.MediaDelete;
import org.p2psip.proto.v1.MediaDescription;
import org.p2psip.proto.v1.MediaSdp;
import org.p2psip.proto.v1.MediaStatistics;
import org.p2psip.proto.v1.RelayGrpc;
import org.p2psip.proto.v1.RelayLoad;
import org.p2psip.proto.v1.RelayLoadRequest;
import org.p2psip.proto.v1.TurnCredentials;
import org.p2psip.proto.v1.TurnCredentialsRequest;
import org.p2psip.relay.anchor.MediaRelay;
import org.p2psip.relay.media.MediaChange;
import org.p2psip.relay.media.MediaChange.Step;
import org.p2psip.relay.media.MediaKey;
import org.p2psip.relay.media.MediaResult;
import org.p2psip.relay.settings.TurnSettings;
import org.p2psip.relay.sockets.RelayServer;
import org.p2psip.relay.stun.auth.SharedSecretUsers;

/** What edges ask. */
@GrpcService
public class RelayService extends RelayGrpc.RelayImplBase {
    private static final int DEFAULT_VALID_S = 3_600;
    private static final int LEAST_VALID_S = 60;
    private static final int MOST_VALID_S = 86_400;

    private final MediaRelay media;
    private final TurnSettings turn;
    private final RelayServer server;
    private final LoadWatch watch;

    RelayService(MediaRelay media, TurnSettings turn, RelayServer server, LoadWatch watch) {
        this.media = media;
        this.turn = turn;
        this.server = server;
        this.watch = watch;
    }

    @Override
    public void offer(MediaDescription offer, StreamObserver<MediaSdp> edge) {
        change(Step.OFFER, offer, edge);
    }

    @Override
    public void answer(MediaDescription answer, StreamObserver<MediaSdp> edge) {
        change(Step.ANSWER, answer, edge);
    }

    @Override
    public void update(MediaDescription update, StreamObserver<MediaSdp> edge) {
        change(Step.UPDATE, update, edge);
    }

    private void change(Step step, MediaDescription description, StreamObserver<MediaSdp> edge) {
        MediaChange.Request request;
        try {
            request = MediaMapping.request(step, description);
        } catch (IllegalArgumentException e) {
            refuse(edge, Status.INVALID_ARGUMENT, e.getMessage());
            return;
        }
        media.change(request, result -> {
            switch (result) {
                case MediaResult.Changed changed -> answer(edge, MediaMapping.sdp(changed));
                case MediaChange.Refused refused ->
                    edge.onError(MediaMapping.status(refused).asRuntimeException());
            }
        });
    }

    @Override
    public void delete(MediaDelete request, StreamObserver<MediaStatistics> edge) {
        MediaKey key;
        try {
            key = MediaMapping.key(request.getKey());
        } catch (IllegalArgumentException e) {
            refuse(edge, Status.INVALID_ARGUMENT, e.getMessage());
            return;
        }
        media.delete(key, session -> answer(edge, MediaMapping.statistics(session)));
    }

    @Override
    public void issueTurnCredentials(TurnCredentialsRequest request, StreamObserver<TurnCredentials> edge) {
        int seconds = request.getValidS() == 0 ? DEFAULT_VALID_S : request.getValidS();
        if (!request.getUser().matches("[\\x21-\\x7e&&[^:]]{1,200}")) {
            refuse(edge, Status.INVALID_ARGUMENT, "user has to be 1 to 200 visible characters without a colon");
        } else if (seconds < LEAST_VALID_S || seconds > MOST_VALID_S) {
            refuse(
                    edge,
                    Status.INVALID_ARGUMENT,
                    "valid_s is " + request.getValidS() + ", " + LEAST_VALID_S + " to " + MOST_VALID_S
                            + " are allowed");
        } else {
            Optional<String> secret = turn.presentSecret();
            if (secret.isEmpty()) {
                refuse(edge, Status.FAILED_PRECONDITION, "this relay has no p2psip.turn.secret-file");
            } else {
                answer(edge, credentials(secret.get(), request.getUser(), seconds));
            }
        }
    }

    private TurnCredentials credentials(String secret, String user, int seconds) {
        String username = SharedSecretUsers.username(user, Instant.now().getEpochSecond() + seconds);
        InetSocketAddress at =
                new InetSocketAddress(turn.publicAddress(), server.address().getPort());
        String uri = "turn:" + NetUtil.toSocketAddressString(at) + "?transport=";
        return TurnCredentials.newBuilder()
                .setUsername(username)
                .setPassword(SharedSecretUsers.password(secret, username))
                .addUris(uri + "udp")
                .addUris(uri + "tcp")
                .setValidS(seconds)
                .build();
    }

    @Override
    public void watchLoad(RelayLoadRequest request, StreamObserver<RelayLoad> edge) {
        watch.add(edge);
    }

    private static <T> void answer(StreamObserver<T> edge, T answer) {
        edge.onNext(answer);
        edge.onCompleted();
    }

    private static void refuse(StreamObserver<?> edge, Status status, String message) {
        edge.onError(status.withDescription(message).asRuntimeException());
    }
}
