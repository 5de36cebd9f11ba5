package org.p2psip.routing.service.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.Operation;
import org.p2psip.proto.v1.OverlayGrpc;
import org.p2psip.routing.service.Eventually;
import org.p2psip.routing.service.HttpEndpoint;
import org.p2psip.routing.service.Requests;
import org.p2psip.routing.service.RunningService;

@QuarkusTest
class StorageOutageTest extends RunningService {
    @TestHTTPResource
    URI http;

    @Test
    void whatIsInFlightWhenStorageDiesIsAnsweredAndTheSameStreamWorksWhenItIsBack() {
        PipelineClient client = PipelineClient.open(channel);
        storage.beSilent(true);
        client.send(Requests.gets(1, 100, 60_000));
        Eventually.isTrue("storage has them", () -> storage.operations() >= 100);
        storage.die();
        client.awaitResults(100);
        assertThat(client.countOf(ErrorCode.ERROR_CODE_UNAVAILABLE)).isEqualTo(100);

        long asked = System.nanoTime();
        client.send(Requests.gets(101, 100, 60_000));
        client.awaitResults(200);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(1));
        assertThat(client.countOf(ErrorCode.ERROR_CODE_UNAVAILABLE)).isEqualTo(200);

        storage.beSilent(false);
        storage.start();
        awaitLink();
        client.send(Requests.gets(201, 100, 0));
        client.awaitResults(300);
        assertThat(client.succeeded()).isEqualTo(100);
    }

    @Test
    void unaryCallsEndWithUnavailable() {
        storage.die();
        Eventually.isTrue("the link is down", () -> !link.isUp());
        assertThatThrownBy(() -> OverlayGrpc.newBlockingStub(channel).get(Requests.get("a@example.org")))
                .satisfies(failure ->
                        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.UNAVAILABLE));
        storage.start();
    }

    @Test
    void storageThatNoLongerAnswersIsGivenUpAndAskedAgain() {
        PipelineClient client = PipelineClient.open(channel);
        storage.beSilent(true);
        Operation get = Operation.newBuilder()
                .setId(1)
                .setGet(Requests.get("a@example.org"))
                .build();
        assertThat(client.resultOf(get).getError().getCode()).isEqualTo(ErrorCode.ERROR_CODE_REQUEST_TIMEOUT);
        Eventually.isTrue("the link is given up", () -> !link.isUp());
        Operation another = get.toBuilder().setId(2).build();
        assertThat(client.resultOf(another).getError().getCode()).isEqualTo(ErrorCode.ERROR_CODE_UNAVAILABLE);
        storage.beSilent(false);
        awaitLink();
        assertThat(client.resultOf(get.toBuilder().setId(3).build()).hasGet()).isTrue();
    }

    @Test
    void outageOfStorageTakesNoReadinessAwayAndShowsInHealthAndMetrics() throws IOException, InterruptedException {
        HttpEndpoint endpoint = new HttpEndpoint(http);
        storage.die();
        Eventually.isTrue("the link is down", () -> !link.isUp());
        HttpResponse<String> ready = endpoint.get("/q/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).contains("\"link\": \"down\"");
        assertThat(endpoint.get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(endpoint.get("/q/metrics").body()).contains("p2psip_routing_storage_link_up 0.0");
        storage.start();
        awaitLink();
        assertThat(endpoint.get("/q/health/ready").body()).contains("\"link\": \"up\"");
        assertThat(endpoint.get("/q/metrics").body()).contains("p2psip_routing_storage_link_up 1.0");
    }
}
