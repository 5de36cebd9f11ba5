package org.p2psip.suite.node;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * An authority made for a run, and what it issued to the edge of a node.
 *
 * @param authority certificate that phones trust, PEM
 * @param certificate that names the node's domain and its address, PEM
 * @param key its private key, PEM
 */
public record NodeCertificates(Path authority, Path certificate, Path key) {
    private static final Duration VALID = Duration.ofHours(12);
    private static final X500Principal AUTHORITY = new X500Principal("CN=Authority of the suite");

    /** Makes all of it in a directory. */
    static NodeCertificates in(Path directory) {
        NodeCertificates files = new NodeCertificates(
                directory.resolve("authority.pem"), directory.resolve("edge.pem"), directory.resolve("edge.key"));
        try {
            Files.createDirectories(directory);
            KeyPair authorityKeys = keys();
            KeyPair edgeKeys = keys();
            GeneralNames names = new GeneralNames(new GeneralName[] {
                new GeneralName(GeneralName.uniformResourceIdentifier, "sip:" + Node.DOMAIN),
                new GeneralName(GeneralName.dNSName, Node.DOMAIN),
                new GeneralName(GeneralName.dNSName, "localhost"),
                new GeneralName(GeneralName.iPAddress, "127.0.0.1")
            });
            write(files.authority, sign(AUTHORITY, authorityKeys, authorityKeys, true, null));
            write(
                    files.certificate,
                    sign(new X500Principal("CN=" + Node.DOMAIN), edgeKeys, authorityKeys, false, names));
            write(files.key, new JcaPKCS8Generator(edgeKeys.getPrivate(), null).generate());
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write certificates to " + directory, e);
        }
    }

    private static X509Certificate sign(
            X500Principal subject, KeyPair subjectKeys, KeyPair authority, boolean isAuthority, GeneralNames names)
            throws IOException {
        Instant now = Instant.now();
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    AUTHORITY,
                    new BigInteger(64, new SecureRandom()),
                    Date.from(now.minus(VALID)),
                    Date.from(now.plus(VALID)),
                    subject,
                    subjectKeys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
            if (names != null) {
                builder.addExtension(Extension.subjectAlternativeName, false, names);
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(authority.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static void write(Path file, Object content) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(content);
        }
        Files.writeString(file, text.toString());
    }
}
