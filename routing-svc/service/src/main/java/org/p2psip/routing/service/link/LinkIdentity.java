package org.p2psip.routing.service.link;

import io.grpc.Attributes;
import io.grpc.Grpc;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.p2psip.identity.Identity;
import org.p2psip.identity.Role;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.tls.GrpcSecurity;
import org.p2psip.tls.Standing;
import org.p2psip.tls.service.ServiceSecurity;

/**
 * Whether the other side of a link is the peer that it says it is: its certificate has that Node-ID and the role of a peer
 * (RFC 6940 section 13.5). The one place that knows how that is shown; without TLS a claim is believed on loopback, and
 * nowhere else.
 */
@Singleton
final class LinkIdentity {
    private final GrpcSecurity security;

    LinkIdentity(ServiceSecurity security) {
        this.security = security.grpc();
    }

    /**
     * Why a claim is not believed; empty when it is.
     *
     * @param transport of the connection that the claim came on
     */
    Optional<String> refusal(NodeId claimed, Attributes transport) {
        return security.isOn() ? ofCertificate(claimed, transport) : ofAddress(claimed, transport);
    }

    private Optional<String> ofCertificate(NodeId claimed, Attributes transport) {
        Optional<X509Certificate> certificate = certificate(transport);
        if (certificate.isEmpty()) {
            return Optional.of("no certificate shows that " + claimed + " is at the other side");
        }
        return switch (security.check(certificate.get())) {
            case Standing.Refused(String reason) ->
                Optional.of("the certificate of who says to be " + claimed + " is not good: " + reason);
            case Standing.Good(Identity identity)
            when !identity.roles().contains(Role.PEER) ->
                Optional.of("who says to be the peer " + claimed + " has a certificate with the roles "
                        + identity.roles() + ", expected PEER");
            case Standing.Good(Identity identity)
            when !identity.nodeIds().contains(claimed.toHex()) ->
                Optional.of("who says to be " + claimed + " has the certificate of " + identity.nodeIds());
            case Standing.Good good -> Optional.empty();
        };
    }

    private static Optional<X509Certificate> certificate(Attributes transport) {
        SSLSession session = transport == null ? null : transport.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        if (session == null) {
            return Optional.empty();
        }
        try {
            return Optional.of((X509Certificate) session.getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }

    private static Optional<String> ofAddress(NodeId claimed, Attributes transport) {
        boolean loopback = transport != null
                && transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress remote
                && remote.getAddress() != null
                && remote.getAddress().isLoopbackAddress();
        return loopback
                ? Optional.empty()
                : Optional.of("no certificate shows that " + claimed
                        + " is at the other side; without certificates peers link on loopback only");
    }
}
