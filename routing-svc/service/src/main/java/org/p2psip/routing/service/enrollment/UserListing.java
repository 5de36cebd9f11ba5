package org.p2psip.routing.service.enrollment;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.ServerCallStreamObserver;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.ScanRequest;
import org.p2psip.proto.v1.ScannedResource;
import org.p2psip.proto.v1.UserInfo;
import org.p2psip.routing.record.Kind;
import org.p2psip.routing.service.operation.Errors;
import org.p2psip.routing.service.storage.PeerLoop;

/**
 * Passes the credentials records of a scan on as users. The next is asked of storage only when the caller takes it, so
 * nothing gathers here. The peer loop owns it.
 */
final class UserListing implements ClientResponseObserver<ScanRequest, ScannedResource> {
    private final ServerCallStreamObserver<UserInfo> client;
    private final PeerLoop loop;
    private ClientCallStreamObserver<ScanRequest> scan;
    private boolean owesRequest;

    UserListing(ServerCallStreamObserver<UserInfo> client, PeerLoop loop) {
        this.client = client;
        this.loop = loop;
    }

    /** Takes over the call; to be called where the call arrives, before it returns. */
    void open() {
        client.setOnReadyHandler(() -> loop.execute(this::readOn));
        client.setOnCancelHandler(() -> loop.execute(this::cancel));
    }

    static ScanRequest request() {
        return ScanRequest.newBuilder().addKinds(Kind.CREDENTIALS.id()).build();
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<ScanRequest> call) {
        scan = call;
        call.disableAutoRequestWithInitial(1);
    }

    @Override
    public void onNext(ScannedResource resource) {
        for (KindState kind : resource.getKindsList()) {
            if (kind.getKind() == Kind.CREDENTIALS.id()) {
                CredentialsRecord.of(kind).map(CredentialsRecord::toInfo).ifPresent(client::onNext);
            }
        }
        owesRequest = true;
        readOn();
    }

    @Override
    public void onError(Throwable failure) {
        if (!client.isCancelled()) {
            Status status = Status.fromThrowable(failure);
            client.onError(Errors.toStatus(Errors.of(
                    ErrorCode.ERROR_CODE_UNAVAILABLE,
                    "storage could not list the users (" + status.getCode() + ", " + status.getDescription()
                            + "); try again later")));
        }
    }

    @Override
    public void onCompleted() {
        if (!client.isCancelled()) {
            client.onCompleted();
        }
    }

    private void readOn() {
        if (owesRequest && client.isReady()) {
            owesRequest = false;
            scan.request(1);
        }
    }

    private void cancel() {
        if (scan != null) {
            scan.cancel("the caller left", null);
        }
    }
}
