package org.p2psip.suite.node;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.p2psip.identity.Identity;
import org.p2psip.tls.GrpcSecurity;
import org.p2psip.tls.MemberCertificate;
import org.p2psip.tls.TlsCounts;
import org.p2psip.tls.Trust;

/** A user with password and certificate: made by {@code enroll user AOR --csr FILE} of a node. */
public final class EnrolledUser {
    private EnrolledUser() {}

    /**
     * Enrolls the user with a new key.
     *
     * @param directory for the certificate request
     */
    public static MemberCertificate at(Node node, User user, Path directory)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        Files.createDirectories(directory);
        Path csr = Files.writeString(directory.resolve(user.name() + ".csr"), request(keys));
        String said = node.runWithInput(
                        user.password() + "\n",
                        "enroll",
                        "user",
                        user.aor(),
                        "--password-stdin",
                        "--csr",
                        csr.toString())
                .succeeded()
                .output();
        List<X509Certificate> chain = certificates(said.substring(said.indexOf("-----BEGIN")));
        return switch (Identity.of(chain.getFirst())) {
            case Identity.Reading.Known(Identity identity) -> new MemberCertificate(keys.getPrivate(), chain, identity);
            case Identity.Reading.Unknown(String message) -> throw new GeneralSecurityException(message);
        };
    }

    /** How the user's program connects: it trusts the CA that certified the user. */
    public static GrpcSecurity security(MemberCertificate user) {
        Trust trust =
                new Trust(Node.DOMAIN, user.chain().subList(1, user.chain().size()), List.of());
        return GrpcSecurity.mutualTls(() -> Optional.of(user), () -> trust, InstantSource.system(), new TlsCounts());
    }

    private static String request(KeyPair keys) throws IOException, OperatorCreationException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(new JcaPKCS10CertificationRequestBuilder(new X500Principal(""), keys.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        }
        return text.toString();
    }

    private static List<X509Certificate> certificates(String pem) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                .stream()
                .map(X509Certificate.class::cast)
                .toList();
    }
}
