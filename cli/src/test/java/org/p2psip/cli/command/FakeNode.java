package org.p2psip.cli.command;

import static org.p2psip.cli.command.FakeCertificates.answer;

import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.p2psip.proto.v1.BannedSource;
import org.p2psip.proto.v1.EdgeAdminGrpc;
import org.p2psip.proto.v1.EnrollUserRequest;
import org.p2psip.proto.v1.EnrollUserResponse;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.GetRequest;
import org.p2psip.proto.v1.GetResponse;
import org.p2psip.proto.v1.GetRingRequest;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.LiftBanRequest;
import org.p2psip.proto.v1.LiftBanResponse;
import org.p2psip.proto.v1.ListBansRequest;
import org.p2psip.proto.v1.ListBansResponse;
import org.p2psip.proto.v1.ListTrunksRequest;
import org.p2psip.proto.v1.ListTrunksResponse;
import org.p2psip.proto.v1.ListUsersRequest;
import org.p2psip.proto.v1.OverlayGrpc;
import org.p2psip.proto.v1.PeerInfo;
import org.p2psip.proto.v1.PutRequest;
import org.p2psip.proto.v1.PutResponse;
import org.p2psip.proto.v1.RemoveUserRequest;
import org.p2psip.proto.v1.RemoveUserResponse;
import org.p2psip.proto.v1.Ring;
import org.p2psip.proto.v1.RingAdminGrpc;
import org.p2psip.proto.v1.SendRequest;
import org.p2psip.proto.v1.SendResponse;
import org.p2psip.proto.v1.SetTraceRequest;
import org.p2psip.proto.v1.SetTraceResponse;
import org.p2psip.proto.v1.SetUserDisabledRequest;
import org.p2psip.proto.v1.SetUserDisabledResponse;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.proto.v1.TraceHop;
import org.p2psip.proto.v1.TraceRequest;
import org.p2psip.proto.v1.TraceResponse;
import org.p2psip.proto.v1.UserInfo;
import org.p2psip.proto.v1.WatchEvent;
import org.p2psip.proto.v1.WatchRequest;

/** The gRPC of a routing service and of an edge over maps in memory: what a command is told by a node, without a node. */
final class FakeNode implements AutoCloseable {
    static final ByteString NODE_ID = ByteString.fromHex("00112233445566778899aabbccddeeff");
    static final String DOMAIN = "example.org";

    final Map<String, Map<ByteString, StoredEntry>> records = new LinkedHashMap<>();
    final Map<String, EnrollUserRequest> users = new LinkedHashMap<>();
    final Set<String> disabled = new HashSet<>();
    final Map<String, BannedSource> bans = new LinkedHashMap<>();
    /** What a watch is told. */
    final List<WatchEvent> changes = new ArrayList<>();

    final List<String> traces = new ArrayList<>();
    boolean isUnavailable;
    ListTrunksResponse trunks = ListTrunksResponse.getDefaultInstance();

    final FakeCertificates certificates = new EnrollmentService();

    private final Server server;
    private final int port;

    FakeNode() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new OverlayService())
                .addService(certificates)
                .addService(new RingService())
                .addService(new EdgeService())
                .directExecutor()
                .build()
                .start();
        port = server.getPort();
    }

    String target() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private static StatusRuntimeException refusal(Status status, ErrorCode code, String message) {
        Metadata trailers = new Metadata();
        trailers.put(
                Metadata.Key.of("p2psip-error-bin", ProtoUtils.metadataMarshaller(Error.getDefaultInstance())),
                Error.newBuilder().setCode(code).setMessage(message).build());
        return status.asRuntimeException(trailers);
    }

    private final class OverlayService extends OverlayGrpc.OverlayImplBase {
        @Override
        public void get(GetRequest request, StreamObserver<GetResponse> to) {
            if (isUnavailable) {
                to.onError(refusal(Status.UNAVAILABLE, ErrorCode.ERROR_CODE_UNAVAILABLE, "storage cannot be reached"));
                return;
            }
            KindState.Builder state =
                    KindState.newBuilder().setKind(request.getKinds(0).getKind());
            records.getOrDefault(request.getResource().getName(), Map.of())
                    .values()
                    .forEach(state::addEntries);
            answer(to, GetResponse.newBuilder().addKinds(state).build());
        }

        @Override
        public void put(PutRequest request, StreamObserver<PutResponse> to) {
            Map<ByteString, StoredEntry> record =
                    records.computeIfAbsent(request.getResource().getName(), name -> new LinkedHashMap<>());
            KindWrite write = request.getKinds(0);
            if (write.getClear()) {
                record.clear();
            }
            for (StoredEntry entry : write.getEntriesList()) {
                if (entry.getExists()) {
                    record.put(entry.getDictionaryKey(), entry);
                } else {
                    record.remove(entry.getDictionaryKey());
                }
            }
            answer(to, PutResponse.getDefaultInstance());
        }

        @Override
        public void watch(WatchRequest request, StreamObserver<WatchEvent> to) {
            changes.forEach(to::onNext);
        }

        @Override
        public void send(SendRequest request, StreamObserver<SendResponse> to) {
            if (!request.getNodeId().equals(NODE_ID)) {
                to.onError(refusal(Status.NOT_FOUND, ErrorCode.ERROR_CODE_NOT_FOUND, "no such node"));
                return;
            }
            answer(
                    to,
                    SendResponse.newBuilder()
                            .setNodeId(NODE_ID)
                            .setHops(1)
                            .setBody(request.getBody())
                            .build());
        }
    }

    private final class EnrollmentService extends FakeCertificates {
        private EnrollUserResponse enroll(EnrollUserRequest request) {
            EnrollUserResponse.Builder response =
                    EnrollUserResponse.newBuilder().setAor(request.getAor());
            if (!request.getAor().endsWith("@" + DOMAIN)) {
                return response.setError("the domain is not one of this overlay")
                        .build();
            }
            return response.setCreated(users.put(request.getAor(), request) == null)
                    .build();
        }

        @Override
        public void enrollUser(EnrollUserRequest request, StreamObserver<EnrollUserResponse> to) {
            EnrollUserResponse response = enroll(request);
            if (response.getError().isEmpty()) {
                answer(to, response);
            } else {
                to.onError(refusal(Status.INVALID_ARGUMENT, ErrorCode.ERROR_CODE_INVALID_MESSAGE, response.getError()));
            }
        }

        @Override
        public StreamObserver<EnrollUserRequest> enrollUsers(StreamObserver<EnrollUserResponse> to) {
            return new StreamObserver<>() {
                @Override
                public void onNext(EnrollUserRequest request) {
                    to.onNext(enroll(request));
                }

                @Override
                public void onError(Throwable cancelled) {
                    to.onCompleted();
                }

                @Override
                public void onCompleted() {
                    to.onCompleted();
                }
            };
        }

        @Override
        public void setUserDisabled(SetUserDisabledRequest request, StreamObserver<SetUserDisabledResponse> to) {
            if (!users.containsKey(request.getAor())) {
                to.onError(refusal(Status.NOT_FOUND, ErrorCode.ERROR_CODE_NOT_FOUND, "no user " + request.getAor()));
                return;
            }
            if (request.getDisabled()) {
                disabled.add(request.getAor());
            } else {
                disabled.remove(request.getAor());
            }
            answer(
                    to,
                    SetUserDisabledResponse.newBuilder().setBindingsRemoved(1).build());
        }

        @Override
        public void removeUser(RemoveUserRequest request, StreamObserver<RemoveUserResponse> to) {
            if (users.remove(request.getAor()) == null) {
                to.onError(refusal(Status.NOT_FOUND, ErrorCode.ERROR_CODE_NOT_FOUND, "no user " + request.getAor()));
                return;
            }
            answer(to, RemoveUserResponse.newBuilder().setBindingsRemoved(2).build());
        }

        @Override
        public void listUsers(ListUsersRequest request, StreamObserver<UserInfo> to) {
            List<EnrollUserRequest> enrolled = new ArrayList<>(users.values());
            for (EnrollUserRequest user : enrolled) {
                UserInfo.Builder info =
                        UserInfo.newBuilder().setAor(user.getAor()).setDisabled(disabled.contains(user.getAor()));
                user.getHashesList().forEach(hash -> info.addAlgorithms(hash.getAlgorithm()));
                to.onNext(info.build());
            }
            to.onCompleted();
        }
    }

    private final class EdgeService extends EdgeAdminGrpc.EdgeAdminImplBase {
        @Override
        public void listTrunks(ListTrunksRequest request, StreamObserver<ListTrunksResponse> to) {
            answer(to, trunks);
        }

        @Override
        public void listBans(ListBansRequest request, StreamObserver<ListBansResponse> to) {
            answer(to, ListBansResponse.newBuilder().addAllBans(bans.values()).build());
        }

        @Override
        public void liftBan(LiftBanRequest request, StreamObserver<LiftBanResponse> to) {
            if (bans.remove(request.getAddress()) == null) {
                to.onError(Status.NOT_FOUND
                        .withDescription(request.getAddress() + " is not banned at this edge")
                        .asRuntimeException());
                return;
            }
            answer(to, LiftBanResponse.getDefaultInstance());
        }

        @Override
        public void setTrace(SetTraceRequest request, StreamObserver<SetTraceResponse> to) {
            if (isUnavailable) {
                to.onError(Status.FAILED_PRECONDITION
                        .withDescription("p2psip.hep.target must be set")
                        .asRuntimeException());
                return;
            }
            traces.add((request.getOn() ? "on " : "off ") + request.getUser());
            answer(to, SetTraceResponse.getDefaultInstance());
        }
    }

    private static final class RingService extends RingAdminGrpc.RingAdminImplBase {
        @Override
        public void trace(TraceRequest request, StreamObserver<TraceResponse> to) {
            TraceHop self = TraceHop.newBuilder()
                    .setPeer(PeerInfo.newBuilder().setNodeId(NODE_ID).setSite("local"))
                    .build();
            TraceHop owner = TraceHop.newBuilder()
                    .setPeer(PeerInfo.newBuilder()
                            .setNodeId(ByteString.fromHex("ff112233445566778899aabbccddeeff"))
                            .setSite(request.getResource().getName())
                            .setAddress("192.0.2.1:7460"))
                    .setAfterUs(1250)
                    .build();
            answer(to, TraceResponse.newBuilder().addHops(self).addHops(owner).build());
        }

        @Override
        public void getRing(GetRingRequest request, StreamObserver<Ring> to) {
            PeerInfo self = PeerInfo.newBuilder()
                    .setNodeId(NODE_ID)
                    .setAddress("127.0.0.1:7460")
                    .setSite("local")
                    .build();
            PeerInfo other = PeerInfo.newBuilder()
                    .setNodeId(ByteString.fromHex("ff112233445566778899aabbccddeeff"))
                    .setSite("far")
                    .setLastSeenAgoMs(40)
                    .build();
            answer(
                    to,
                    Ring.newBuilder()
                            .setOverlay(DOMAIN)
                            .setMembership("joined")
                            .setSizeEstimate(2)
                            .addUnreachable(other.getNodeId())
                            .setSelf(self)
                            .setRangeFirst(ByteString.fromHex("ff112233445566778899aabbccddef00"))
                            .addSuccessors(other)
                            .addPredecessors(other)
                            .build());
        }
    }
}
