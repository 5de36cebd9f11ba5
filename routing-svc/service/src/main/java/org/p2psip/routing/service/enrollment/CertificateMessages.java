package org.p2psip.routing.service.enrollment;

import com.google.protobuf.ByteString;
import java.security.cert.CRLException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.p2psip.proto.v1.CaInfo;
import org.p2psip.proto.v1.CreateTokenResponse;
import org.p2psip.proto.v1.EnrollPeerResponse;
import org.p2psip.proto.v1.RevocationLists;
import org.p2psip.proto.v1.RollOverRequest;
import org.p2psip.proto.v1.RollOverResponse;
import org.p2psip.routing.authority.CertificateAuthority;
import org.p2psip.routing.authority.TrustedAuthorities;
import org.p2psip.routing.authority.TrustedAuthorities.Step;
import org.p2psip.routing.service.authority.CertificateChain;
import org.p2psip.routing.service.authority.Enrollment;
import org.p2psip.routing.service.authority.EnrollmentServer.NewToken;

/** What the enrollment server gives, in the contract's messages. */
final class CertificateMessages {
    private CertificateMessages() {}

    static EnrollPeerResponse enrolled(CertificateChain chain) {
        EnrollPeerResponse.Builder response = EnrollPeerResponse.newBuilder()
                .addAllCertificateChain(encode(chain))
                .setRenewAtMs(chain.renewAt().toEpochMilli());
        for (String nodeId : chain.identity().nodeIds()) {
            response.addNodeIds(ByteString.copyFrom(HexFormat.of().parseHex(nodeId)));
        }
        return response.build();
    }

    static CreateTokenResponse token(NewToken made) {
        return CreateTokenResponse.newBuilder()
                .setToken(made.token().text())
                .setExpiresAtMs(made.grant().expiresAt().toEpochMilli())
                .build();
    }

    static RevocationLists lists(List<X509CRL> lists) {
        RevocationLists.Builder response = RevocationLists.newBuilder();
        for (X509CRL list : lists) {
            try {
                response.addLists(ByteString.copyFrom(list.getEncoded()));
            } catch (CRLException e) {
                throw new IllegalStateException("a list that was made here cannot be encoded", e);
            }
        }
        return response.build();
    }

    static RollOverResponse authorities(Enrollment enrollment) {
        TrustedAuthorities trusted = enrollment.authorities().trusted();
        RollOverResponse.Builder response = RollOverResponse.newBuilder();
        for (CertificateAuthority ca : trusted.all()) {
            String state = ca == trusted.signing() ? "signing" : trusted.next().isPresent() ? "next" : "previous";
            response.addTrusted(CaInfo.newBuilder()
                    .setCertificate(encode(ca.certificate()))
                    .setState(state)
                    .setValidCertificates(enrollment.revocations().valid(ca)));
        }
        return response.setNext(
                        switch (trusted.nextStep()) {
                            case PREPARE -> RollOverRequest.Step.STEP_PREPARE;
                            case ACTIVATE -> RollOverRequest.Step.STEP_ACTIVATE;
                            case RETIRE -> RollOverRequest.Step.STEP_RETIRE;
                        })
                .build();
    }

    /** Empty for a request that only looks. */
    static Optional<Step> step(RollOverRequest request) {
        return switch (request.getStep()) {
            case STEP_PREPARE -> Optional.of(Step.PREPARE);
            case STEP_ACTIVATE -> Optional.of(Step.ACTIVATE);
            case STEP_RETIRE -> Optional.of(Step.RETIRE);
            case STEP_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }

    /** The member's certificate first. */
    static List<ByteString> encode(CertificateChain chain) {
        return List.of(encode(chain.certificate()), encode(chain.authority()));
    }

    static ByteString encode(X509Certificate certificate) {
        try {
            return ByteString.copyFrom(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was made here cannot be encoded", e);
        }
    }
}
