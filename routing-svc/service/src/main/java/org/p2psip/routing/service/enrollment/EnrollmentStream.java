package org.p2psip.routing.service.enrollment;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import org.p2psip.proto.v1.EnrollUserRequest;
import org.p2psip.proto.v1.EnrollUserResponse;
import org.p2psip.routing.service.storage.PeerLoop;

/**
 * Enrolls many users: {@link #IN_FLIGHT_LIMIT} at a time, answered in the order they came. More are read only as answers
 * leave. The peer loop owns it.
 */
final class EnrollmentStream implements StreamObserver<EnrollUserRequest> {
    /** Users that are read and not yet answered. */
    static final int IN_FLIGHT_LIMIT = 256;

    private final ServerCallStreamObserver<EnrollUserResponse> client;
    private final UserDirectory users;
    private final PeerLoop loop;
    private final Deque<Slot> slots = new ArrayDeque<>();
    private int unrequested;
    private boolean halfClosed;
    private boolean ended;

    /** A user's place in the order; without response while storage is asked. */
    private static final class Slot {
        private EnrollUserResponse response;
    }

    EnrollmentStream(ServerCallStreamObserver<EnrollUserResponse> client, UserDirectory users, PeerLoop loop) {
        this.client = client;
        this.users = users;
        this.loop = loop;
    }

    /** Takes over the call; to be called where the call arrives, before it returns. */
    void open() {
        client.disableAutoRequest();
        client.setOnReadyHandler(() -> loop.execute(this::readOn));
        client.setOnCancelHandler(() -> loop.execute(() -> ended = true));
        client.request(IN_FLIGHT_LIMIT);
    }

    @Override
    public void onNext(EnrollUserRequest request) {
        loop.execute(() -> enroll(request));
    }

    @Override
    public void onError(Throwable failure) {
        loop.execute(() -> ended = true);
    }

    @Override
    public void onCompleted() {
        loop.execute(() -> {
            halfClosed = true;
            answerInOrder();
        });
    }

    private void enroll(EnrollUserRequest request) {
        Slot slot = new Slot();
        slots.add(slot);
        users.enroll(request, outcome -> {
            EnrollUserResponse.Builder response =
                    EnrollUserResponse.newBuilder().setAor(request.getAor());
            switch (outcome) {
                case Enrolled.Stored(var created, var chain) ->
                    response.setCreated(created).addAllCertificateChain(chain);
                case Enrolled.Failed(var error) -> response.setError(error.getMessage());
            }
            slot.response = response.build();
            answerInOrder();
        });
    }

    private void answerInOrder() {
        while (!slots.isEmpty() && slots.getFirst().response != null) {
            EnrollUserResponse response = slots.removeFirst().response;
            if (!ended) {
                client.onNext(response);
                unrequested++;
            }
        }
        readOn();
        if (halfClosed && slots.isEmpty() && !ended) {
            ended = true;
            client.onCompleted();
        }
    }

    private void readOn() {
        if (!ended && unrequested > 0 && client.isReady()) {
            client.request(unrequested);
            unrequested = 0;
        }
    }
}
