package org.p2psip.cli.overlay;

import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.p2psip.cli.CommandFailure;
import org.p2psip.cli.ExitCode;
import org.p2psip.proto.v1.CaInfo;
import org.p2psip.proto.v1.CreateTokenRequest;
import org.p2psip.proto.v1.CreateTokenResponse;
import org.p2psip.proto.v1.EnrollPeerRequest;
import org.p2psip.proto.v1.GetRevocationListsRequest;
import org.p2psip.proto.v1.RevokeRequest;
import org.p2psip.proto.v1.RollOverRequest;
import org.p2psip.proto.v1.RollOverResponse;

/** What the overlay's enrollment server does with certificates. */
public final class Certificates {
    /** A one-time token. */
    public record Token(String text, Instant expiresAt) {}

    /** The step of a roll-over. */
    public enum Step {
        PREPARE(RollOverRequest.Step.STEP_PREPARE),
        ACTIVATE(RollOverRequest.Step.STEP_ACTIVATE),
        RETIRE(RollOverRequest.Step.STEP_RETIRE);

        private final RollOverRequest.Step wire;

        Step(RollOverRequest.Step wire) {
            this.wire = wire;
        }
    }

    /**
     * A CA that is trusted.
     *
     * @param state "signing", "next" or "previous"
     * @param valid certificates of it that are valid
     */
    public record Authority(X509Certificate certificate, byte[] der, String state, int valid) {}

    /** The CAs that are trusted, the one that signs first, and the step that comes next. */
    public record Authorities(List<Authority> trusted, String next) {}

    private final NodeConnection node;

    public Certificates(NodeConnection node) {
        this.node = node;
    }

    /** Makes a token for so many certificates; an empty site is that of the node. */
    public Token token(List<String> roles, String site, int validSeconds, int uses) {
        CreateTokenRequest request = CreateTokenRequest.newBuilder()
                .addAllRoles(roles)
                .setSite(site)
                .setValidS(validSeconds)
                .setUses(uses)
                .build();
        CreateTokenResponse made = node.call(() -> node.enrollment().createToken(request));
        return new Token(made.getToken(), Instant.ofEpochMilli(made.getExpiresAtMs()));
    }

    /** Has a request certified for a token; returns the chain, DER-encoded, the new certificate first. */
    public List<byte[]> enroll(byte[] csr, String token, int nodeIds) {
        EnrollPeerRequest request = EnrollPeerRequest.newBuilder()
                .setCsr(ByteString.copyFrom(csr))
                .setToken(token)
                .setNodeIds(nodeIds)
                .build();
        return bytes(node.call(() -> node.enrollment().enrollPeer(request)).getCertificateChainList());
    }

    /** Revokes all certificates with a Node-ID, 16 bytes; returns how many were revoked by this. */
    public int revokeNode(byte[] nodeId) {
        return revoke(RevokeRequest.newBuilder().setNodeId(ByteString.copyFrom(nodeId)));
    }

    /** Revokes one certificate. */
    public int revokeSerial(BigInteger serial) {
        return revoke(RevokeRequest.newBuilder().setSerial(ByteString.copyFrom(serial.toByteArray())));
    }

    /** Revokes the certificates of a user. */
    public int revokeUser(AorUri user) {
        return revoke(RevokeRequest.newBuilder().setUser(user.aor().resourceName()));
    }

    private int revoke(RevokeRequest.Builder request) {
        return node.call(() -> node.enrollment().revoke(request.build())).getRevoked();
    }

    /** The revocation lists, DER-encoded. */
    public List<byte[]> revocationLists() {
        return bytes(
                node.call(() -> node.enrollment().getRevocationLists(GetRevocationListsRequest.getDefaultInstance()))
                        .getListsList());
    }

    /** What is trusted. */
    public Authorities authorities() {
        return rollOver(RollOverRequest.getDefaultInstance());
    }

    /** Takes a step of the roll-over. */
    public Authorities rollOver(Step step, boolean force) {
        return rollOver(
                RollOverRequest.newBuilder().setStep(step.wire).setForce(force).build());
    }

    private Authorities rollOver(RollOverRequest request) {
        RollOverResponse response = node.call(() -> node.enrollment().rollOver(request));
        String next = response.getNext().name().replace("STEP_", "").toLowerCase(Locale.ROOT);
        return new Authorities(
                response.getTrustedList().stream().map(Certificates::authority).toList(), next);
    }

    private static Authority authority(CaInfo info) {
        byte[] der = info.getCertificate().toByteArray();
        return new Authority(certificate(der), der, info.getState(), info.getValidCertificates());
    }

    private static X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new CommandFailure(ExitCode.FAILED, "the node sent a CA that cannot be read: " + e.getMessage());
        }
    }

    private static List<byte[]> bytes(List<ByteString> all) {
        return all.stream().map(ByteString::toByteArray).toList();
    }
}
