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

    private final String target;
    private final GrpcSecurity security;

    /**
     * @param target "host:port"
     * @param security checks the server, which has to be a peer
     */
    public EnrollmentConnection(String target, GrpcSecurity security) {
        this.target = target;
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

    private <T> T ask(Function<EnrollmentGrpc.EnrollmentBlockingStub, T> question) throws EnrollmentFailure {
        ManagedChannel channel = security.secure(NettyChannelBuilder.forTarget(target), Role.PEER)
                .build();
        try {
            return question.apply(
                    EnrollmentGrpc.newBlockingStub(channel).withDeadlineAfter(DEADLINE_S, TimeUnit.SECONDS));
        } catch (StatusRuntimeException refused) {
            throw new EnrollmentFailure("the enrollment server at " + target + " says " + text(refused.getStatus()));
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
