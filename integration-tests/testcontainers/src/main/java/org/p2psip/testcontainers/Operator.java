package org.p2psip.testcontainers;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.p2psip.client.ClientOptions;
import org.p2psip.client.OverlayClient;
import org.p2psip.client.bootstrap.Ways;
import org.p2psip.edge.digest.DigestAlgorithm;
import org.p2psip.edge.digest.Ha1;
import org.p2psip.identity.Role;
import org.p2psip.proto.v1.CreateTokenRequest;
import org.p2psip.proto.v1.DigestHash;
import org.p2psip.proto.v1.EnrollUserRequest;
import org.p2psip.proto.v1.EnrollmentGrpc;
import org.p2psip.tls.Fingerprint;
import org.p2psip.tls.GrpcSecurity;
import org.p2psip.tls.TlsCounts;
import org.p2psip.tls.member.EnrollmentConnection;
import org.p2psip.tls.member.EnrollmentFailure;
import org.p2psip.tls.member.MemberKeys;
import org.p2psip.tls.member.MemberSettings;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.PathUtils;

/** An operator of the overlay, with a certificate of its enrollment server: lets members in, and enrolls users. */
public final class Operator implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int TOKEN_USES = 100;
    private static final int IN_FLIGHT = 1_024;

    private final MemberKeys keys;
    private final String peer;
    private final String overlay;
    private final Path directory;
    private final ManagedChannel channel;

    private Operator(Path directory, MemberKeys keys, String peer, String overlay) {
        this.directory = directory;
        this.keys = keys;
        this.peer = peer;
        this.overlay = overlay;
        this.channel = channel();
    }

    /**
     * Enrolls, by the token that the enrollment server keeps for who owns its container.
     *
     * @param grpc where the enrollment server is reached
     * @param overlay its name, the first domain
     * @param limit for its start
     */
    public static Operator enroll(
            GenericContainer<?> enrollment, InetSocketAddress grpc, String overlay, Duration limit) {
        String peer = grpc.getHostString() + ":" + grpc.getPort();
        long deadline = System.nanoTime() + limit.toNanos();
        Path directory = directory();
        while (true) {
            try {
                Path token = copied(enrollment, directory, "operator@local.token");
                Path authorities = copied(enrollment, directory, "authorities.pem");
                return new Operator(directory, keys(directory, token, authorities, peer), peer, overlay);
            } catch (EnrollmentFailure | IOException | RuntimeException notYet) {
                if (!enrollment.isRunning() || System.nanoTime() - deadline >= 0) {
                    throw (RuntimeException)
                            Readiness.failure(enrollment, "lets no operator in").initCause(notYet);
                }
                Readiness.pause();
            }
        }
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory("p2psip-operator");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary directory for an operator's key", e);
        }
    }

    private static Path copied(GenericContainer<?> enrollment, Path directory, String name) throws IOException {
        Path file = directory.resolve(name);
        enrollment.copyFileFromContainer(SiteContainers.TOKENS + "/" + name, file.toString());
        return file;
    }

    private static MemberKeys keys(Path directory, Path token, Path authorities, String peer)
            throws EnrollmentFailure, IOException {
        MemberKeys keys = new MemberKeys(
                new MemberSettings(
                        directory.resolve("keys"),
                        new MemberSettings.Token.InFile(token),
                        Optional.of(authorities),
                        Duration.ofMinutes(1),
                        66),
                Role.OPERATOR,
                security -> new EnrollmentConnection(peer, Role.OPERATOR, security),
                InstantSource.system(),
                new TlsCounts());
        keys.enrollIfNeeded();
        return keys;
    }

    /** How programs of the operator connect. */
    public GrpcSecurity security() {
        return keys.security();
    }

    /** Gives containers that run a token for a role, by which each enrolls. */
    public void letIn(Role role, List<GenericContainer<?>> members) {
        String token = enrollment()
                .createToken(CreateTokenRequest.newBuilder()
                        .addRoles(role.label())
                        .setUses(TOKEN_USES)
                        .build())
                .getToken();
        // With the CA, as an invitation has it: the member knows whom to take for the enrollment server
        String invitation = token + "."
                + Fingerprint.of(keys.trust().authorities().getFirst()).text();
        members.forEach(member -> member.copyFileToContainer(Transferable.of(invitation), SiteContainers.TOKEN_FILE));
    }

    /** Enrolls a user, or gives it another password. */
    public void enroll(String user, String domain, String password) {
        EnrollUserRequest.Builder request = EnrollUserRequest.newBuilder().setAor("sip:" + user + "@" + domain);
        Arrays.stream(DigestAlgorithm.values())
                .map(algorithm -> DigestHash.newBuilder()
                        .setAlgorithm(algorithm.token())
                        .setRealm(domain)
                        .setHa1(Ha1.of(algorithm, user, domain, password)))
                .forEach(request::addHashes);
        enrollment().enrollUser(request.build());
    }

    /** A client of the overlay by that peer alone, whatever addresses the overlay names; close it after use. */
    public OverlayClient client() {
        Function<String, ManagedChannel> toPeer = named -> channel();
        return new OverlayClient(new ClientOptions(
                overlay,
                Ways.of(List.of(peer)),
                List.of(),
                Duration.ofSeconds(3),
                IN_FLIGHT,
                toPeer,
                Optional.of(security())));
    }

    private ManagedChannel channel() {
        return security()
                .secure(NettyChannelBuilder.forTarget(peer), Role.PEER)
                .directExecutor()
                .build();
    }

    private EnrollmentGrpc.EnrollmentBlockingStub enrollment() {
        return EnrollmentGrpc.newBlockingStub(channel).withDeadlineAfter(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        channel.shutdownNow();
        PathUtils.recursiveDeleteDir(directory);
    }
}
