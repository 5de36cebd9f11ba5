package org.p2psip.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.p2psip.client.bootstrap.Ways;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.GetResponse;
import org.p2psip.proto.v1.RegistrationEvent;
import org.p2psip.proto.v1.Result;
import org.p2psip.proto.v1.WatchEvent;
import org.p2psip.proto.v1.WatchRequest;

class WatchesTest {
    private static final WatchRequest REQUEST = WatchRequest.getDefaultInstance();

    private final FakePeer first = peer();
    private final FakePeer second = peer();
    private final Told told = new Told();
    private final OverlayClient client = client(first.address());

    private static OverlayClient client(String... ways) {
        return new OverlayClient(new ClientOptions(
                "example.org",
                Ways.of(List.of(ways)),
                List.of(),
                Duration.ofSeconds(5),
                16,
                address -> ManagedChannelBuilder.forTarget(address)
                        .usePlaintext()
                        .directExecutor()
                        .build()));
    }

    /** What a listener was told, in order. */
    private static final class Told implements WatchListener {
        private final BlockingQueue<String> all = new LinkedBlockingQueue<>();
        private volatile OverlayException refusal;

        @Override
        public void changed(RegistrationEvent change) {
            all.add("change " + change.getGeneration());
        }

        @Override
        public void resync() {
            all.add("resync");
        }

        @Override
        public void refused(OverlayException why) {
            refusal = why;
            all.add("refused");
        }

        private String next() throws InterruptedException {
            return all.poll(15, TimeUnit.SECONDS);
        }
    }

    private static FakePeer peer() {
        return new FakePeer(operation -> Result.newBuilder().setGet(GetResponse.getDefaultInstance()));
    }

    @AfterEach
    void stop() {
        client.close();
        first.close();
        second.close();
    }

    private static WatchEvent change(long generation) {
        return WatchEvent.newBuilder()
                .setChange(RegistrationEvent.newBuilder().setGeneration(generation))
                .build();
    }

    @Test
    void watchGoesOnAtAnotherPeerWithAResync() throws Exception {
        try (OverlayClient knowsBoth = client(first.address(), second.address())) {
            knowsBoth.watch(REQUEST, told);
            assertThat(told.next()).isEqualTo("resync");
            FakePeer used = first.watch() != null ? first : second;
            FakePeer other = used == first ? second : first;
            used.watch().onNext(change(1));
            assertThat(told.next()).isEqualTo("change 1");
            used.crash();
            assertThat(told.next()).isEqualTo("resync");
            other.watch().onNext(change(2));
            assertThat(told.next()).isEqualTo("change 2");
        }
    }

    @Test
    void watchIsOpenedAgainWhereThePeerEndsItForNow() throws Exception {
        client.watch(REQUEST, told);
        assertThat(told.next()).isEqualTo("resync");
        first.watch().onError(Status.UNAVAILABLE.asException());
        assertThat(told.next()).isEqualTo("resync");
    }

    @Test
    void refusalEndsTheWatch() throws Exception {
        client.watch(REQUEST, told);
        assertThat(told.next()).isEqualTo("resync");
        first.watch()
                .onError(Status.PERMISSION_DENIED.withDescription("not yours").asException());
        assertThat(told.next()).isEqualTo("refused");
        assertThat(told.refusal).hasMessageContaining("not yours");
    }

    @Test
    void oneWatchMoreThanTheLimitIsRefused() throws Exception {
        for (int i = 0; i < Watches.LIMIT; i++) {
            client.watch(REQUEST, new Told());
        }
        client.watch(REQUEST, told);
        assertThat(told.next()).isEqualTo("refused");
        assertThat(told.refusal.code()).isEqualTo(ErrorCode.ERROR_CODE_LIMIT_REACHED);
    }

    @Test
    void closedWatchIsEndedAtThePeer() throws Exception {
        Watching watching = client.watch(REQUEST, told);
        assertThat(told.next()).isEqualTo("resync");
        watching.close();
        assertThat(first.watchEnded()).succeedsWithin(Duration.ofSeconds(15));
    }
}
