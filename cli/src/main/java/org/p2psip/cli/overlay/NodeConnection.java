package org.p2psip.cli.overlay;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.p2psip.cli.CommandFailure;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.node.HostPort;
import org.p2psip.cli.node.NodeService;
import org.p2psip.proto.v1.EdgeAdminGrpc;
import org.p2psip.proto.v1.EnrollmentGrpc;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.OverlayGrpc;
import org.p2psip.proto.v1.RingAdminGrpc;
import org.p2psip.tls.GrpcSecurity;

/** A connection to a service of a node. Every call has a deadline and fails with a message for the operator. */
public final class NodeConnection implements AutoCloseable {
    /** Longest wait for one answer. */
    static final long DEADLINE_S = 10;

    private static final Metadata.Key<Error> ERROR =
            Metadata.Key.of("p2psip-error-bin", ProtoUtils.metadataMarshaller(Error.getDefaultInstance()));

    private final HostPort target;
    private final NodeService service;
    private final ManagedChannel channel;
    private final GrpcSecurity security;

    /**
     * @param service what is expected there
     * @param security how to connect
     */
    public NodeConnection(HostPort target, NodeService service, GrpcSecurity security) {
        this.target = target;
        this.service = service;
        this.security = security;
        this.channel = security.secure(NettyChannelBuilder.forAddress(target.host(), target.port()), service.role())
                .build();
    }

    /** How it is connected, with the operator's certificate where there is one. */
    GrpcSecurity security() {
        return security;
    }

    OverlayGrpc.OverlayBlockingStub overlay() {
        return OverlayGrpc.newBlockingStub(channel).withDeadlineAfter(DEADLINE_S, TimeUnit.SECONDS);
    }

    /** For calls that last until they are ended. */
    OverlayGrpc.OverlayBlockingStub overlayWithoutEnd() {
        return OverlayGrpc.newBlockingStub(channel);
    }

    EnrollmentGrpc.EnrollmentBlockingStub enrollment() {
        return EnrollmentGrpc.newBlockingStub(channel).withDeadlineAfter(DEADLINE_S, TimeUnit.SECONDS);
    }

    EnrollmentGrpc.EnrollmentStub enrollmentStream() {
        return EnrollmentGrpc.newStub(channel);
    }

    RingAdminGrpc.RingAdminBlockingStub ring() {
        return RingAdminGrpc.newBlockingStub(channel).withDeadlineAfter(DEADLINE_S, TimeUnit.SECONDS);
    }

    EdgeAdminGrpc.EdgeAdminBlockingStub edge() {
        return EdgeAdminGrpc.newBlockingStub(channel).withDeadlineAfter(DEADLINE_S, TimeUnit.SECONDS);
    }

    /** Calls, and turns a gRPC failure into the command's. */
    <T> T call(Supplier<T> rpc) {
        try {
            return rpc.get();
        } catch (StatusRuntimeException refused) {
            throw failure(refused.getStatus(), refused.getTrailers());
        }
    }

    /** What a service said of a call that failed, if it said anything. */
    static Optional<Error> errorOf(StatusRuntimeException refused) {
        return Optional.ofNullable(refused.getTrailers()).map(trailers -> trailers.get(ERROR));
    }

    CommandFailure failure(Status status, Metadata trailers) {
        Error error = trailers == null ? null : trailers.get(ERROR);
        String detail = error == null || error.getMessage().isEmpty() ? status.getDescription() : error.getMessage();
        String said = detail == null ? status.getCode().toString() : detail + causeOf(status);
        return switch (status.getCode()) {
            case NOT_FOUND -> new CommandFailure(ExitCode.ABSENT, "not found: " + said);
            case INVALID_ARGUMENT, FAILED_PRECONDITION -> new CommandFailure(ExitCode.USAGE, said);
            case UNAVAILABLE ->
                new CommandFailure(
                        ExitCode.FAILED,
                        error == null
                                ? "no answer from the " + service.label() + " service at " + target + ": " + said
                                        + ". Does the node run? ./p2psip status tells"
                                : "the node cannot serve now: " + said);
            case DEADLINE_EXCEEDED ->
                new CommandFailure(ExitCode.FAILED, "no answer from " + target + " within " + DEADLINE_S + " s");
            default -> new CommandFailure(ExitCode.FAILED, target + " answers " + status.getCode() + ": " + said);
        };
    }

    private static String causeOf(Status status) {
        return status.getCause() == null ? "" : ": " + status.getCause().getMessage();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
