package org.p2psip.routing.service.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.p2psip.proto.v1.DiscoverRequest;
import org.p2psip.proto.v1.DiscoverResponse;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.routing.bootstrap.BootstrapServer;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.service.TestSettings;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.service.operation.Errors;
import org.p2psip.routing.service.peer.LocalPeer;

/** What a bootstrap server above its rate says, on the wire. */
class BootstrapServiceTest {
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    private BootstrapService serving(String... servers) {
        BootstrapServer.Config oneASecond = new BootstrapServer.Config(10, 10_000, 1, 3, List.of(servers));
        Settings settings = TestSettings.with(new Settings.Bootstrap(oneASecond, OptionalInt.empty(), List.of()));
        KnownPeers known = new KnownPeers(new LocalPeer(new NodeId(new Position(1, 2)), settings), settings);
        return new BootstrapService(known, settings, Runnable::run, () -> 1, metrics);
    }

    private static Answer asked(BootstrapService service) {
        Answer answer = new Answer();
        service.discover(DiscoverRequest.getDefaultInstance(), answer);
        return answer;
    }

    private static final class Answer implements StreamObserver<DiscoverResponse> {
        private final List<DiscoverResponse> responses = new ArrayList<>();
        private Throwable failure;

        @Override
        public void onNext(DiscoverResponse response) {
            responses.add(response);
        }

        @Override
        public void onError(Throwable refused) {
            failure = refused;
        }

        @Override
        public void onCompleted() {
            assertThat(responses).hasSize(1);
        }
    }

    @Test
    void aboveItsRateItNamesOtherServers() {
        BootstrapService service = serving("b.example.org:7460");
        assertThat(asked(service).responses.getFirst().getSample().getPeersList())
                .hasSize(1);
        DiscoverResponse second = asked(service).responses.getFirst();
        assertThat(second.getRedirect().getServersList()).containsExactly("b.example.org:7460");
        assertThat(second.getOverlay()).isEqualTo("example.org");
        assertThat(metrics.get("p2psip.bootstrap.redirected").functionCounter().count())
                .isEqualTo(1);
    }

    @Test
    void withoutOthersItSaysThatTheLimitIsReachedAndWhenToAskAgain() {
        BootstrapService service = serving();
        asked(service);
        Throwable refused = asked(service).failure;
        assertThat(Status.fromThrowable(refused).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(Status.trailersFromThrowable(refused).get(Errors.TRAILER)).satisfies(error -> {
            assertThat(error.getCode()).isEqualTo(ErrorCode.ERROR_CODE_LIMIT_REACHED);
            assertThat(error.getMessage()).contains("p2psip.bootstrap.rate (1)", "ask again in");
        });
        assertThat(metrics.get("p2psip.bootstrap.refused").functionCounter().count())
                .isEqualTo(1);
    }
}
