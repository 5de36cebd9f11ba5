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
        return refusal(transport)
                .map(why -> why + "; it says that it is " + claimed)
                .or(() -> anothers(claimed, transport));
    }

    /** Why the other side of a connection is not believed to be a peer at all; empty when it is. */
    Optional<String> refusal(Attributes transport) {
        if (!security.isOn()) {
            return ofAddress(transport);
        }
        Optional<X509Certificate> certificate = certificate(transport);
        if (certificate.isEmpty()) {
            return Optional.of("no certificate shows which peer is at the other side");
        }
        return switch (security.check(certificate.get())) {
            case Standing.Refused(String reason) ->
                Optional.of("the certificate at the other side is not good: " + reason);
            case Standing.Good(Identity identity)
            when !identity.roles().contains(Role.PEER) ->
                Optional.of("the certificate at the other side has the roles " + identity.roles() + ", expected PEER");
            case Standing.Good good -> Optional.empty();
        };
    }

    private Optional<String> anothers(NodeId claimed, Attributes transport) {
        return certificate(transport)
                .map(security::check)
                .flatMap(standing -> standing instanceof Standing.Good(Identity identity)
                                && !identity.nodeIds().contains(claimed.toHex())
                        ? Optional.of("who says to be " + claimed + " has the certificate of " + identity.nodeIds())
                        : Optional.empty());
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

    private static Optional<String> ofAddress(Attributes transport) {
        boolean loopback = transport != null
                && transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress remote
                && remote.getAddress() != null
                && remote.getAddress().isLoopbackAddress();
        return loopback
                ? Optional.empty()
                : Optional.of("no certificate shows which peer is at the other side; without certificates peers link on"
                        + " loopback only");
    }
}
