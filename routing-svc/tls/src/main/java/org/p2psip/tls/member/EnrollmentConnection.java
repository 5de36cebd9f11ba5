package org.p2psip.tls.member;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.p2psip.identity.Role;
import org.p2psip.proto.v1.EnrollPeerRequest;
import org.p2psip.proto.v1.EnrollPeerResponse;
import org.p2psip.proto.v1.EnrollmentGrpc;
import org.p2psip.proto.v1.GetConfigurationRequest;
import org.p2psip.proto.v1.GetRevocationListsRequest;
import org.p2psip.proto.v1.OverlayConfiguration;
import org.p2psip.proto.v1.RenewPeerRequest;
import org.p2psip.proto.v1.RevocationLists;
import org.p2psip.tls.GrpcSecurity;

/** An enrollment server at an address. Each question has a connection of its own: they are minutes apart. */
public final class EnrollmentConnection implements EnrollmentAuthority {
    private static final long DEADLINE_S = 5;

    private final List<String> targets;
    private final Role role;
    private final GrpcSecurity security;
    private volatile String target;

    /**
     * @param targets "host:port" of an enrollment server or of peers that pass questions on to it, separated by commas. The
     *     next is asked where one cannot be reached
     * @param role that is asked for
     * @param security checks the server, which has to be a peer
     */
    public EnrollmentConnection(String targets, Role role, GrpcSecurity security) {
        this.targets = List.of(targets.split(","));
        this.target = this.targets.getFirst();
        this.role = role;
        this.security = security;
    }

    @Override
    public Configuration configuration() throws EnrollmentFailure {
        OverlayConfiguration answer = ask(stub -> stub.getConfiguration(GetConfigurationRequest.getDefaultInstance()));
        return new Configuration(answer.getOverlay(), certificates(answer.getCaCertificatesList()));
    }

    @Override
    public List<X509CRL> revocationLists() throws EnrollmentFailure {
        RevocationLists answer = ask(stub -> stub.getRevocationLists(GetRevocationListsRequest.getDefaultInstance()));
        List<X509CRL> lists = new ArrayList<>();
        try {
            for (ByteString list : answer.getListsList()) {
                lists.add((X509CRL) CertificateFactory.getInstance("X.509")
                        .generateCRL(new ByteArrayInputStream(list.toByteArray())));
            }
        } catch (GeneralSecurityException e) {
            throw new EnrollmentFailure(target + " sent a revocation list that cannot be read: " + e.getMessage());
        }
        return lists;
    }

    @Override
    public List<X509Certificate> enroll(byte[] csr, String token) throws EnrollmentFailure {
        EnrollPeerRequest request = EnrollPeerRequest.newBuilder()
                .setCsr(ByteString.copyFrom(csr))
                .setToken(token)
                .addRoles(role.label())
                .build();
        return chain(ask(stub -> stub.enrollPeer(request)));
    }

    @Override
    public List<X509Certificate> renew(byte[] csr, X509Certificate old, byte[] signature) throws EnrollmentFailure {
        try {
            RenewPeerRequest request = RenewPeerRequest.newBuilder()
                    .setCsr(ByteString.copyFrom(csr))
                    .setCertificate(ByteString.copyFrom(old.getEncoded()))
                    .setSignature(ByteString.copyFrom(signature))
                    .build();
            return chain(ask(stub -> stub.renewPeer(request)));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read cannot be written", e);
        }
    }

    private List<X509Certificate> chain(EnrollPeerResponse answer) throws EnrollmentFailure {
        return certificates(answer.getCertificateChainList());
    }

    private List<X509Certificate> certificates(List<ByteString> encoded) throws EnrollmentFailure {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (ByteString one : encoded) {
                certificates.add((X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(one.toByteArray())));
            }
        } catch (GeneralSecurityException e) {
            throw new EnrollmentFailure(target + " sent a certificate that cannot be read: " + e.getMessage());
        }
        return certificates;
    }

    /** Asks who answered last first; of several the failure of the last one asked is told. */
    private <T> T ask(Function<EnrollmentGrpc.EnrollmentBlockingStub, T> question) throws EnrollmentFailure {
        List<String> order = new ArrayList<>(List.of(target));
        targets.stream().filter(other -> !other.equals(order.getFirst())).forEach(order::add);
        for (String asked : order) {
            try {
                T answer = ask(asked, question);
                target = asked;
                return answer;
            } catch (StatusRuntimeException refused) {
                boolean reached = refused.getStatus().getCode() != Status.Code.UNAVAILABLE
                        && refused.getStatus().getCode() != Status.Code.DEADLINE_EXCEEDED;
                if (reached || asked.equals(order.getLast())) {
                    throw new EnrollmentFailure(
                            "the enrollment server at " + asked + " says " + text(refused.getStatus()));
                }
            }
        }
        throw new IllegalStateException("nobody was asked");
    }

    private <T> T ask(String asked, Function<EnrollmentGrpc.EnrollmentBlockingStub, T> question) {
        ManagedChannel channel =
                security.secure(NettyChannelBuilder.forTarget(asked), Role.PEER).build();
        try {
            return question.apply(
                    EnrollmentGrpc.newBlockingStub(channel).withDeadlineAfter(DEADLINE_S, TimeUnit.SECONDS));
        } finally {
            channel.shutdownNow();
        }
    }

    private static String text(Status status) {
        String said = status.getDescription() == null
                ? status.getCode().toString()
                : status.getCode() + ", " + status.getDescription();
        return status.getCause() == null
                ? said
                : said + " (" + status.getCause().getMessage() + ")";
    }
}
