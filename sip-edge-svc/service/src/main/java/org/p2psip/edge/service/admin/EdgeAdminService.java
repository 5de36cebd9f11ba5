package org.p2psip.edge.service.admin;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.netty.util.NetUtil;
import io.quarkus.grpc.GrpcService;
import jakarta.enterprise.inject.Instance;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.p2psip.edge.protect.Ban;
import org.p2psip.edge.service.EdgeProcess;
import org.p2psip.edge.service.trunks.TrunkControl;
import org.p2psip.proto.v1.EdgeAdminGrpc;
import org.p2psip.proto.v1.LiftBanRequest;
import org.p2psip.proto.v1.LiftBanResponse;
import org.p2psip.proto.v1.ListBansRequest;
import org.p2psip.proto.v1.ListBansResponse;
import org.p2psip.proto.v1.ListTrunksRequest;
import org.p2psip.proto.v1.ListTrunksResponse;
import org.p2psip.proto.v1.SetTraceRequest;
import org.p2psip.proto.v1.SetTraceResponse;
import org.p2psip.proto.v1.TrunkStatus;

/** What only an edge tells its operators. */
@GrpcService
public class EdgeAdminService extends EdgeAdminGrpc.EdgeAdminImplBase {
    private final EdgeProcess edge;
    private final TrunkControl trunks;
    private final Instance<MessageTrace> trace;

    EdgeAdminService(EdgeProcess edge, TrunkControl trunks, Instance<MessageTrace> trace) {
        this.edge = edge;
        this.trunks = trunks;
        this.trace = trace;
    }

    @Override
    public void listTrunks(ListTrunksRequest request, StreamObserver<ListTrunksResponse> client) {
        LoopCall.on(edge, client, this::trunks);
    }

    private ListTrunksResponse trunks() {
        ListTrunksResponse.Builder response = ListTrunksResponse.newBuilder();
        trunks.file().ifPresent(file -> {
            response.setFile(file.file().toString())
                    .setAcceptedAtMs(file.state().acceptedAtMillis())
                    .addAllProblems(file.state().problems());
            edge.loop().trunkStatus().forEach(host -> response.addTrunks(host(host)));
        });
        return response.build();
    }

    private static TrunkStatus host(org.p2psip.edge.trunk.TrunkStatus host) {
        TrunkStatus.Builder status = TrunkStatus.newBuilder()
                .setName(host.trunk())
                .setHost(host.host())
                .setUp(host.up())
                .setCalls(host.calls())
                .setCallsPerS(host.callsPerSecond())
                .setRegistration(host.registration().name().toLowerCase(Locale.ROOT))
                .setRefusedCalls(host.refusedCalls())
                .setRefusedRate(host.refusedRate())
                .setFailovers(host.failovers());
        if (host.lastProbeAgoNanos() >= 0) {
            status.setLastProbeAgoMs(TimeUnit.NANOSECONDS.toMillis(host.lastProbeAgoNanos()));
        }
        return status.build();
    }

    @Override
    public void listBans(ListBansRequest request, StreamObserver<ListBansResponse> client) {
        LoopCall.on(edge, client, () -> {
            long now = System.nanoTime();
            ListBansResponse.Builder response = ListBansResponse.newBuilder();
            for (Ban ban : edge.loop().protection().bans()) {
                response.addBansBuilder()
                        .setSource(ban.source().toString())
                        .setReason(ban.why().description())
                        .setSinceS(TimeUnit.NANOSECONDS.toSeconds(now - ban.sinceNanos()))
                        .setLeftS(Math.max(0, TimeUnit.NANOSECONDS.toSeconds(ban.untilNanos() - now)));
            }
            return response.build();
        });
    }

    @Override
    public void liftBan(LiftBanRequest request, StreamObserver<LiftBanResponse> client) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(request.getAddress());
        if (literal == null) {
            client.onError(Status.INVALID_ARGUMENT
                    .withDescription("\"" + request.getAddress() + "\" must be an IPv4 or IPv6 address")
                    .asRuntimeException());
            return;
        }
        LoopCall.on(edge, client, () -> {
            if (!edge.loop().protection().lift(address(literal))) {
                throw Status.NOT_FOUND
                        .withDescription(request.getAddress() + " is not banned at this edge")
                        .asRuntimeException();
            }
            return LiftBanResponse.getDefaultInstance();
        });
    }

    private static InetAddress address(byte[] literal) {
        try {
            return InetAddress.getByAddress(literal);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // only for a wrong length, which a literal never has
        }
    }

    @Override
    public void setTrace(SetTraceRequest request, StreamObserver<SetTraceResponse> client) {
        if (trace.isUnsatisfied()) {
            client.onError(Status.UNIMPLEMENTED
                    .withDescription("this edge has no message trace")
                    .asRuntimeException());
            return;
        }
        LoopCall.on(edge, client, () -> {
            Optional<String> refusal = trace.get().set(request.getUser(), request.getOn());
            if (refusal.isPresent()) {
                throw Status.FAILED_PRECONDITION.withDescription(refusal.get()).asRuntimeException();
            }
            return SetTraceResponse.getDefaultInstance();
        });
    }
}
