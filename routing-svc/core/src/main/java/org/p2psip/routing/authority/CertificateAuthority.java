package org.p2psip.routing.authority;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.p2psip.identity.Identity;
import org.p2psip.identity.NodeUri;
import org.p2psip.identity.Role;
import org.p2psip.identity.SiteExtension;

/**
 * A CA: its certificate, and the key that signs certificates and revocation lists. Whoever has it decides who is a member
 * of the overlay.
 *
 * @param certificate of the CA itself
 * @param key fits the certificate
 */
public record CertificateAuthority(X509Certificate certificate, PrivateKey key) {
    /** Clocks may be so much behind: certificates and lists are valid from that long before they were made. */
    public static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    /** Random bits of a serial number; RFC 5280 section 4.1.2.2 allows 159. */
    private static final int SERIAL_BITS = 128;

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Without the key. */
    @Override
    public String toString() {
        return certificate.getSubjectX500Principal().getName();
    }

    /** Makes a CA with a new key on P-256. Its name has a random part: the next one has another. */
    public static CertificateAuthority make(String overlay, Instant now, Duration lifetime) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            KeyPair keys = generator.generateKeyPair();
            BigInteger serial = serial();
            X500Principal name = new X500Principal("CN=CA of " + overlay + ", SERIALNUMBER="
                    + serial.toString(16).substring(0, 8));
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name,
                    serial,
                    Date.from(now.minus(CLOCK_SKEW)),
                    Date.from(now.plus(lifetime)),
                    name,
                    keys.getPublic());
            // Below it there are only certificates of members
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
            ContentSigner signer = signer(keys.getPrivate());
            return new CertificateAuthority(
                    new JcaX509CertificateConverter().getCertificate(builder.build(signer)), keys.getPrivate());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a CA cannot be made", e);
        }
    }

    /** What makes this CA unusable; empty when nothing does. */
    public List<String> problems(Instant now) {
        List<String> problems = new ArrayList<>();
        if (certificate.getBasicConstraints() < 0) {
            problems.add("its certificate is not that of a CA (basic constraints)");
        }
        boolean[] usage = certificate.getKeyUsage();
        if (usage != null && !(usage[5] && usage[6])) {
            problems.add("the key usage of its certificate has to allow the signing of certificates and of revocation"
                    + " lists");
        }
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            problems.add("its certificate ended on " + certificate.getNotAfter().toInstant());
        }
        byte[] probe = {1, 2, 3};
        if (!certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())
                || !Signatures.isBy(certificate.getPublicKey(), probe, sign(key, probe))) {
            problems.add("its key does not belong to its certificate");
        }
        return problems;
    }

    /**
     * Issues a certificate.
     *
     * @param lifetime from now on; it ends before, where the CA's own certificate does
     */
    public X509Certificate issue(Identity identity, PublicKey subjectKey, Instant now, Duration lifetime) {
        Instant wanted = now.plus(lifetime);
        Instant caEnd = certificate.getNotAfter().toInstant();
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    certificate.getSubjectX500Principal(),
                    serial(),
                    Date.from(now.minus(CLOCK_SKEW)),
                    Date.from(wanted.isBefore(caEnd) ? wanted : caEnd),
                    // RFC 6940 section 11.3: empty, and so the alternative names are critical
                    new X500Principal(""),
                    subjectKey);
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.subjectAlternativeName, true, names(identity));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, purposes(identity));
            if (identity.site().isPresent()) {
                builder.addExtension(
                        new ASN1ObjectIdentifier(SiteExtension.OID),
                        false,
                        new DERUTF8String(identity.site().get()));
            }
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(subjectKey));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    identifiers.createAuthorityKeyIdentifier(certificate.getPublicKey()));
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer(key)));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a certificate cannot be made", e);
        }
    }

    /** Whether this CA issued a certificate; that it is valid and not revoked is another question. */
    public boolean hasIssued(X509Certificate issued) {
        return isIssuer(certificate, issued);
    }

    /** Whether the CA of a certificate issued another one. */
    public static boolean isIssuer(X509Certificate ca, X509Certificate issued) {
        if (!issued.getIssuerX500Principal().equals(ca.getSubjectX500Principal())) {
            return false;
        }
        try {
            issued.verify(ca.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false; // signed by another key, or not at all
        }
    }

    /**
     * Makes a revocation list (RFC 5280 section 5).
     *
     * @param number larger than that of every list before
     * @param nextUpdate when the next one will be there at the latest
     */
    public X509CRL revocationList(
            BigInteger number, Collection<Revocation> revocations, Instant now, Instant nextUpdate) {
        try {
            JcaX509v2CRLBuilder builder =
                    new JcaX509v2CRLBuilder(certificate.getSubjectX500Principal(), Date.from(now.minus(CLOCK_SKEW)));
            builder.setNextUpdate(Date.from(nextUpdate));
            for (Revocation revocation : revocations) {
                builder.addCRLEntry(
                        revocation.serial(),
                        Date.from(revocation.at()),
                        revocation.reason().code());
            }
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(number));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate.getPublicKey()));
            return new JcaX509CRLConverter().getCRL(builder.build(signer(key)));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a revocation list cannot be made", e);
        }
    }

    private static GeneralNames names(Identity identity) {
        List<GeneralName> names = new ArrayList<>();
        for (NodeUri node : identity.nodeUris()) {
            names.add(new GeneralName(GeneralName.uniformResourceIdentifier, node.toString()));
        }
        names.add(new GeneralName(GeneralName.rfc822Name, identity.userName()));
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }

    private static ExtendedKeyUsage purposes(Identity identity) {
        List<KeyPurposeId> purposes = new ArrayList<>();
        purposes.add(KeyPurposeId.id_kp_clientAuth);
        if (!identity.roles().equals(Set.of(Role.USER))) {
            purposes.add(KeyPurposeId.id_kp_serverAuth);
        }
        identity.roles().stream()
                .sorted()
                .map(role -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(role.purpose())))
                .forEach(purposes::add);
        return new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new));
    }

    /** Positive, and never shorter than eight hexadecimal digits. */
    private static BigInteger serial() {
        return new BigInteger(SERIAL_BITS - 1, RANDOM).setBit(SERIAL_BITS - 1);
    }

    private static ContentSigner signer(PrivateKey key) {
        try {
            return new JcaContentSignerBuilder(Signatures.algorithm(key)).build(key);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("a CA's key cannot sign", e);
        }
    }

    private static byte[] sign(PrivateKey key, byte[] bytes) {
        ContentSigner signer = signer(key);
        try (var stream = signer.getOutputStream()) {
            stream.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException("a signature is made in memory", e);
        }
        return signer.getSignature();
    }
}
