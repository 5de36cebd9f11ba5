package org.p2psip.cli.node;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Keys of a shared broker. Certificates of the overlay have no host names, which Kafka's clients compare: so the broker
 * has a CA of its own, which stays, and a certificate that is made at each start.
 *
 * @param data the broker's data directory
 */
record BrokerCertificate(Path data) {
    private static final Duration AUTHORITY = Duration.ofDays(3_650);
    private static final Duration CERTIFICATE = Duration.ofDays(825);
    /** Other machines' clocks may be behind. */
    private static final Duration EARLIER = Duration.ofHours(1);

    private static final int SERIAL_BITS = 120;
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private Path authorityKey() {
        return data.resolve("ca.key");
    }

    /**
     * Issues a certificate for these names and addresses.
     *
     * @param authority where the CA's certificate is, or is put when there is no CA yet
     * @return a file with key and certificate, PEM
     */
    Path issue(Set<String> names, Path authority) throws IOException {
        try {
            if (!Files.exists(authorityKey()) || !Files.exists(authority)) {
                begin(authority);
            }
            PrivateKey signing = read(authorityKey(), PrivateKeyInfo.class, JcaPEMKeyConverter::getPrivateKey);
            X500Name issuer = read(authority, X509CertificateHolder.class, (unused, holder) -> holder.getSubject());
            KeyPair own = keys();
            JcaX509v3CertificateBuilder builder = builder(issuer, new X500Name("CN=broker"), own, CERTIFICATE);
            GeneralName[] alternatives = names.stream()
                    .map(name -> new GeneralName(
                            name.matches("[0-9.]+|.*:.*") ? GeneralName.iPAddress : GeneralName.dNSName, name))
                    .toArray(GeneralName[]::new);
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
            X509CertificateHolder certificate = builder.build(new JcaContentSignerBuilder(SIGNATURE).build(signing));
            Path file = data.resolve("broker.pem");
            write(file, pem(new JcaPKCS8Generator(own.getPrivate(), null)) + pem(certificate));
            return file;
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("no certificate for the broker: " + e.getMessage(), e);
        }
    }

    private void begin(Path authority) throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPair pair = keys();
        X500Name name = new X500Name("CN=Kafka of a p2psip node");
        X509CertificateHolder certificate = builder(name, name, pair, AUTHORITY)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                .build(new JcaContentSignerBuilder(SIGNATURE).build(pair.getPrivate()));
        write(authorityKey(), pem(new JcaPKCS8Generator(pair.getPrivate(), null)));
        Files.writeString(authority, pem(certificate));
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static JcaX509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair keys, Duration life) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, new SecureRandom()),
                Date.from(now.minus(EARLIER)),
                Date.from(now.plus(life)),
                subject,
                keys.getPublic());
    }

    /** What is made of a PEM object. */
    private interface Conversion<T, R> {
        R of(JcaPEMKeyConverter converter, T object) throws IOException;
    }

    private static <T, R> R read(Path file, Class<T> type, Conversion<T, R> conversion) throws IOException {
        try (Reader reader = Files.newBufferedReader(file);
                PEMParser parser = new PEMParser(reader)) {
            Object object = parser.readObject();
            if (!type.isInstance(object)) {
                throw new IOException(file + " is not the PEM file that this command writes");
            }
            return conversion.of(new JcaPEMKeyConverter(), type.cast(object));
        }
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }

    private static void write(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, OWNER_ONLY);
        Files.writeString(file, text);
    }
}
