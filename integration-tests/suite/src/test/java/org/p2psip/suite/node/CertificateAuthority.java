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

/** An authority made for a run, and what it issues. */
public final class CertificateAuthority {
    private static final Duration VALID = Duration.ofHours(12);
    private static final X500Principal NAME = new X500Principal("CN=Authority of the suite");

    private final Path directory;
    private final KeyPair keys = keys();

    /**
     * What an authority issued.
     *
     * @param certificate PEM
     * @param key its private key, PEM
     */
    public record Issued(Path certificate, Path key) {}

    /** @param directory for all files; made when missing */
    public CertificateAuthority(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
            write(certificate(), sign(NAME, keys, keys, true, null));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write certificates to " + directory, e);
        }
    }

    /** Its own certificate, which others trust; PEM. */
    public Path certificate() {
        return directory.resolve("authority.pem");
    }

    /**
     * Issues a certificate.
     *
     * @param name of its files
     * @param names that it certifies
     */
    public Issued issue(String name, GeneralName... names) {
        Issued files = new Issued(directory.resolve(name + ".pem"), directory.resolve(name + ".key"));
        KeyPair subject = keys();
        try {
            X500Principal subjectName = new X500Principal("CN=" + name);
            write(files.certificate, sign(subjectName, subject, keys, false, new GeneralNames(names)));
            write(files.key, new JcaPKCS8Generator(subject.getPrivate(), null).generate());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write certificates to " + directory, e);
        }
        return files;
    }

    /** A SIP domain, as RFC 5922 section 7.1 has it. */
    public static GeneralName domain(String domain) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, "sip:" + domain);
    }

    public static GeneralName host(String name) {
        return new GeneralName(GeneralName.dNSName, name);
    }

    public static GeneralName address(String address) {
        return new GeneralName(GeneralName.iPAddress, address);
    }

    private static X509Certificate sign(
            X500Principal subject, KeyPair subjectKeys, KeyPair authority, boolean isAuthority, GeneralNames names)
            throws IOException {
        Instant now = Instant.now();
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    NAME,
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
