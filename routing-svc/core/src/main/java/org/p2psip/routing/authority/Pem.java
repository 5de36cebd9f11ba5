package org.p2psip.routing.authority;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.PrivateKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/** Certificates, revocation lists and keys as text (RFC 7468). */
public final class Pem {
    private Pem() {}

    public static String write(X509Certificate certificate) {
        return text(certificate);
    }

    /** PKCS #8, not encrypted. */
    public static String write(PrivateKey key) {
        try {
            return text(new JcaPKCS8Generator(key, null).generate());
        } catch (IOException e) {
            throw new IllegalStateException("text is made in memory", e);
        }
    }

    public static String write(X509CRL list) {
        return text(list);
    }

    /** The first revocation list in a text; empty where there is none that can be read. */
    public static Optional<X509CRL> revocationList(String text) {
        return first(text, X509CRLHolder.class).flatMap(holder -> {
            try {
                return Optional.of(new JcaX509CRLConverter().getCRL(holder));
            } catch (CRLException e) {
                return Optional.empty(); // the caller says which file it is
            }
        });
    }

    /** The first certificate in a text; empty where there is none that can be read. */
    public static Optional<X509Certificate> certificate(String text) {
        return first(text, X509CertificateHolder.class).flatMap(holder -> {
            try {
                return Optional.of(new JcaX509CertificateConverter().getCertificate(holder));
            } catch (CertificateException e) {
                return Optional.empty(); // the caller says which file it is
            }
        });
    }

    /** The first private key in a text, PKCS #8 or OpenSSL's older form, not encrypted; empty where there is none. */
    public static Optional<PrivateKey> privateKey(String text) {
        Optional<PrivateKeyInfo> key = first(text, PrivateKeyInfo.class)
                .or(() -> first(text, PEMKeyPair.class).map(PEMKeyPair::getPrivateKeyInfo));
        return key.flatMap(info -> {
            try {
                return Optional.of(new JcaPEMKeyConverter().getPrivateKey(info));
            } catch (IOException e) {
                return Optional.empty(); // of an algorithm that nobody here knows
            }
        });
    }

    private static String text(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(object);
        } catch (IOException e) {
            throw new IllegalStateException("text is made in memory", e);
        }
        return text.toString();
    }

    private static <T> Optional<T> first(String text, Class<T> type) {
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
                if (type.isInstance(found)) {
                    return Optional.of(type.cast(found));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // no such text
        }
    }
}
