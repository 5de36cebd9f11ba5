package org.p2psip.signing;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.p2psip.identity.Identity;
import org.p2psip.storage.NodeId;
import org.p2psip.storage.Octets;
import org.p2psip.storage.admission.Credential;
import org.p2psip.storage.signature.Signer;

/**
 * A certificate that signs, with what admission needs of it. Whether it is trusted is asked at each use.
 *
 * @param encoded DER
 */
public record SignerCertificate(X509Certificate certificate, Octets encoded, Credential credential) {
    /** Longest certificate, DER-encoded. */
    public static final int MAX_BYTES = 8192;

    /** Reads one that came; empty when it is none of an overlay. */
    public static Optional<SignerCertificate> read(byte[] encoded) {
        if (encoded.length > MAX_BYTES) {
            return Optional.empty();
        }
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
            return Identity.of(certificate) instanceof Identity.Reading.Known(Identity identity)
                    ? Optional.of(of(certificate, identity))
                    : Optional.empty();
        } catch (CertificateException notOne) {
            return Optional.empty();
        }
    }

    /** One of a member. */
    public static SignerCertificate of(X509Certificate certificate, Identity identity) {
        byte[] encoded;
        try {
            encoded = certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("A certificate that was decoded can be encoded", e);
        }
        List<NodeId> nodes = new ArrayList<>();
        for (String node : identity.nodeIds()) {
            nodes.add(new NodeId(Octets.wrap(HexFormat.of().parseHex(node))));
        }
        Signer signer = new Signer(
                encoded,
                certificate.getPublicKey(),
                nodes,
                certificate.getNotBefore().getTime(),
                certificate.getNotAfter().getTime());
        return new SignerCertificate(
                certificate,
                Octets.wrap(encoded),
                new Credential(
                        signer,
                        identity.userName(),
                        identity.roles(),
                        identity.site().orElse("")));
    }

    /** SHA-256 of it. */
    public Octets hash() {
        return credential.signer().certificateHash();
    }
}
