package org.p2psip.routing.authority;

import java.io.IOException;
import java.security.PublicKey;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/**
 * A certificate request (PKCS #10, RFC 2986) that is sound: its signature proves that its sender has the key, and the key
 * is a strong one. Names and extensions in it are not looked at: the enrollment server gives them (RFC 6940 section 11.3).
 *
 * @param key that is to be certified
 */
public record CertificateRequest(PublicKey key) {
    /** Largest request, bytes; one for the largest RSA key takes about 1 400. */
    public static final int SIZE_LIMIT = 8192;

    private static final int RSA_BITS_MIN = 2048;
    /** Larger keys would make every check of a signature expensive. */
    private static final int RSA_BITS_MAX = 4096;

    private static final int RSA_EXPONENT_MIN = 65537;
    private static final int RSA_EXPONENT_BITS_MAX = 32;

    private static final Set<ASN1ObjectIdentifier> CURVES =
            Set.of(SECObjectIdentifiers.secp256r1, SECObjectIdentifiers.secp384r1, SECObjectIdentifiers.secp521r1);

    private static final Map<ASN1ObjectIdentifier, String> SIGNATURES = Map.of(
            X9ObjectIdentifiers.ecdsa_with_SHA256, "ECDSA with SHA-256",
            X9ObjectIdentifiers.ecdsa_with_SHA384, "ECDSA with SHA-384",
            X9ObjectIdentifiers.ecdsa_with_SHA512, "ECDSA with SHA-512",
            PKCSObjectIdentifiers.sha256WithRSAEncryption, "RSA with SHA-256",
            PKCSObjectIdentifiers.sha384WithRSAEncryption, "RSA with SHA-384",
            PKCSObjectIdentifiers.sha512WithRSAEncryption, "RSA with SHA-512",
            EdECObjectIdentifiers.id_Ed25519, "Ed25519");

    private static final String KEYS = "expected an EC key on P-256, P-384 or P-521, RSA of " + RSA_BITS_MIN + " to "
            + RSA_BITS_MAX + " bits, or Ed25519";

    /** What {@link #parse} found. */
    public sealed interface Parsed {
        /** A sound request. */
        record Sound(CertificateRequest request) implements Parsed {}

        /** The message says what was wrong, and what would be right. */
        record Refused(String message) implements Parsed {}
    }

    /** Reads and checks a request. @param der DER-encoded, at most {@link #SIZE_LIMIT} bytes */
    public static Parsed parse(byte[] der) {
        if (der.length == 0 || der.length > SIZE_LIMIT) {
            return new Parsed.Refused(
                    "the certificate request has " + der.length + " bytes, expected 1 to " + SIZE_LIMIT);
        }
        try {
            return check(new PKCS10CertificationRequest(der));
        } catch (IOException | PKCSException | OperatorCreationException e) {
            return malformed(e);
        } catch (RuntimeException e) {
            // The library tells of broken ASN.1 by half a dozen kinds of them, ClassCastException among them
            return malformed(e);
        }
    }

    private static Parsed malformed(Exception e) {
        return new Parsed.Refused("the certificate request cannot be read ("
                + e.getClass().getSimpleName() + "), expected PKCS #10 in DER");
    }

    private static Parsed check(PKCS10CertificationRequest request)
            throws IOException, PKCSException, OperatorCreationException {
        ASN1ObjectIdentifier signature = request.getSignatureAlgorithm().getAlgorithm();
        if (!SIGNATURES.containsKey(signature)) {
            return new Parsed.Refused("the certificate request is signed with the algorithm " + signature
                    + ", expected one of "
                    + String.join(", ", SIGNATURES.values().stream().sorted().toList()));
        }
        SubjectPublicKeyInfo key = request.getSubjectPublicKeyInfo();
        String weakness = weakness(key);
        if (weakness != null) {
            return new Parsed.Refused(weakness + ", " + KEYS);
        }
        PublicKey publicKey = new JcaPEMKeyConverter().getPublicKey(key);
        return request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(publicKey))
                ? new Parsed.Sound(new CertificateRequest(publicKey))
                : new Parsed.Refused("the signature of the certificate request is not one by its key");
    }

    /** What is wrong with a key; null when it is a strong one. */
    private static String weakness(SubjectPublicKeyInfo key) throws IOException {
        ASN1ObjectIdentifier algorithm = key.getAlgorithm().getAlgorithm();
        if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            ASN1Encodable curve = key.getAlgorithm().getParameters();
            return curve instanceof ASN1ObjectIdentifier named && CURVES.contains(named)
                    ? null
                    : "the key is on another curve";
        }
        if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            RSAPublicKey rsa = RSAPublicKey.getInstance(key.parsePublicKey());
            int bits = rsa.getModulus().bitLength();
            boolean hasSoundExponent = rsa.getPublicExponent().bitLength() <= RSA_EXPONENT_BITS_MAX
                    && rsa.getPublicExponent().longValueExact() >= RSA_EXPONENT_MIN
                    && rsa.getPublicExponent().testBit(0);
            if (bits < RSA_BITS_MIN || bits > RSA_BITS_MAX) {
                return "the RSA key has " + bits + " bits";
            }
            return hasSoundExponent ? null : "the RSA key has the public exponent " + rsa.getPublicExponent();
        }
        return algorithm.equals(EdECObjectIdentifiers.id_Ed25519) ? null : "the key is of the algorithm " + algorithm;
    }
}
