package org.p2psip.routing.service.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.p2psip.proto.v1.BootstrapGrpc;
import org.p2psip.proto.v1.DiscoverRequest;
import org.p2psip.proto.v1.DiscoverResponse;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.GetRingRequest;
import org.p2psip.proto.v1.PeerInfo;
import org.p2psip.proto.v1.Ring;
import org.p2psip.proto.v1.RingAdminGrpc;
import org.p2psip.routing.service.RunningService;
import org.p2psip.routing.service.operation.Errors;

@QuarkusTest
class PeerTest extends RunningService {
    @Test
    void ringOfOneHasNoNeighborsAndTheWholeRange() {
        Ring ring = RingAdminGrpc.newBlockingStub(channel).getRing(GetRingRequest.getDefaultInstance());
        assertThat(ring.getSelf()).isEqualTo(selfInfo());
        assertThat(ring.getSitePeersList()).containsExactly(selfInfo());
        assertThat(ring.getPredecessorsList()).isEmpty();
        assertThat(ring.getSuccessorsList()).isEmpty();
        assertThat(ring.getRangeFirst())
                .isEqualTo(ByteString.copyFrom(self.position().next().toBytes()));
        assertThat(ring.getOverlay()).isEqualTo("example.org");
    }

    @Test
    void discoverAnswersWithThisPeer() {
        for (String overlay : new String[] {"", "example.org", "EXAMPLE.org"}) {
            DiscoverResponse response = BootstrapGrpc.newBlockingStub(channel)
                    .discover(DiscoverRequest.newBuilder().setOverlay(overlay).build());
            assertThat(response.getSample().getPeersList()).containsExactly(selfInfo());
            assertThat(response.getOverlay()).isEqualTo("example.org");
        }
    }

    @Test
    void anotherOverlayIsNotFoundHere() {
        assertRefused(
                DiscoverRequest.newBuilder().setOverlay("example.net").build(),
                Status.Code.NOT_FOUND,
                ErrorCode.ERROR_CODE_INCOMPATIBLE_WITH_OVERLAY);
    }

    @Test
    void moreThan64PeersAreNotGivenAtOnce() {
        assertRefused(
                DiscoverRequest.newBuilder().setCount(65).build(),
                Status.Code.INVALID_ARGUMENT,
                ErrorCode.ERROR_CODE_INVALID_MESSAGE);
    }

    @Test
    void nodeIdIsKeptInTheDataDirectory() throws IOException {
        assertThat(Files.readString(settings.data().resolve(NodeIdFile.NAME))).isEqualTo(self.toHex() + "\n");
    }

    private PeerInfo selfInfo() {
        return PeerInfo.newBuilder()
                .setNodeId(ByteString.copyFrom(self.toBytes()))
                .setAddress(settings.advertise().toString())
                .setSite("local")
                .build();
    }

    private void assertRefused(DiscoverRequest request, Status.Code status, ErrorCode code) {
        Throwable failure =
                catchThrowable(() -> BootstrapGrpc.newBlockingStub(channel).discover(request));
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(status);
        assertThat(Status.trailersFromThrowable(failure).get(Errors.TRAILER).getCode())
                .isEqualTo(code);
    }
}
