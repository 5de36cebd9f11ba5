package org.p2psip.tls.member;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** Certificates, revocation lists and keys as text (RFC 7468). */
final class PemText {
    private static final String KEY = "PRIVATE KEY";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private PemText() {}

    static String ofKey(PrivateKey key) {
        return block(KEY, key.getEncoded());
    }

    static String ofCertificates(List<X509Certificate> certificates) {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            try {
                text.append(block("CERTIFICATE", certificate.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException("a certificate that was read cannot be written", e);
            }
        }
        return text.toString();
    }

    static String ofLists(List<X509CRL> lists) {
        StringBuilder text = new StringBuilder();
        for (X509CRL list : lists) {
            try {
                text.append(block("X509 CRL", list.getEncoded()));
            } catch (CRLException e) {
                throw new IllegalStateException("a revocation list that was read cannot be written", e);
            }
        }
        return text.toString();
    }

    private static String block(String label, byte[] bytes) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(bytes) + "\n-----END " + label + "-----\n";
    }

    /** All certificates of a text that has nothing else. */
    static List<X509Certificate> certificates(String text) throws CertificateException {
        return factory().generateCertificates(stream(text)).stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    /** All revocation lists of a text that has nothing else. */
    static List<X509CRL> lists(String text) throws GeneralSecurityException {
        return factory().generateCRLs(stream(text)).stream()
                .map(X509CRL.class::cast)
                .toList();
    }

    /** A private key on an elliptic curve, PKCS #8, at the beginning of a text. */
    static PrivateKey key(String text) throws GeneralSecurityException {
        int begin = text.indexOf('\n') + 1;
        int end = text.indexOf("-----END " + KEY);
        if (!text.startsWith("-----BEGIN " + KEY) || end < begin) {
            throw new GeneralSecurityException("it does not begin with a private key in PEM");
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(text.substring(begin, end));
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (IllegalArgumentException notBase64) {
            throw new GeneralSecurityException("its private key is not in PEM", notBase64);
        }
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static CertificateFactory factory() throws CertificateException {
        return CertificateFactory.getInstance("X.509");
    }
}
