package org.p2psip.storage.signature;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.Optional;

/**
 * How a signature is made. The number is a SignatureAndHashAlgorithm of TLS 1.2 (RFC 5246 section 7.4.1.4.1: hash, then
 * signature), which RFC 6940 section 6.3.4 uses, and the SignatureScheme of TLS 1.3 (RFC 8446 section 4.2.3) as well.
 */
public enum SignatureScheme {
    /** RSASSA-PKCS1-v1_5 with SHA-256, keys of 2048 bits and more. RFC 6940 demands it of all. */
    RSA_PKCS1_SHA256(0x0401, "SHA256withRSA"),
    /** ECDSA on P-256 with SHA-256; the signature is a DER-encoded ECDSA-Sig-Value. */
    ECDSA_SECP256R1_SHA256(0x0403, "SHA256withECDSA");

    private static final int MIN_RSA_BITS = 2048;
    private static final SignatureScheme[] SCHEMES = values();
    private static final ECParameterSpec P256 = p256();

    private final int number;
    private final String algorithm;

    SignatureScheme(int number, String algorithm) {
        this.number = number;
        this.algorithm = algorithm;
    }

    public int number() {
        return number;
    }

    /** The scheme of a number; empty for those that are not taken here, {0, 0} of synthesized values among them. */
    public static Optional<SignatureScheme> of(int number) {
        for (SignatureScheme scheme : SCHEMES) {
            if (scheme.number == number) {
                return Optional.of(scheme);
            }
        }
        return Optional.empty();
    }

    /** Whether a key, public or private, is one of this scheme and strong enough. */
    boolean fits(java.security.Key key) {
        return switch (this) {
            case RSA_PKCS1_SHA256 ->
                key instanceof RSAKey rsa && rsa.getModulus().bitLength() >= MIN_RSA_BITS;
            case ECDSA_SECP256R1_SHA256 -> key instanceof ECKey ec && isP256(ec.getParams());
        };
    }

    /** Whether the key's holder signed these bytes; a signature of the wrong form is none. */
    boolean verifies(PublicKey key, byte[] bytes, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(key);
            verifier.update(bytes);
            return verifier.verify(signature);
        } catch (SignatureException | InvalidKeyException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + algorithm, e);
        }
    }

    byte[] sign(PrivateKey key, byte[] bytes) {
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(bytes);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A key that fits " + algorithm + " signs", e);
        }
    }

    private static boolean isP256(ECParameterSpec curve) {
        return curve.getCurve().equals(P256.getCurve())
                && curve.getGenerator().equals(P256.getGenerator())
                && curve.getOrder().equals(P256.getOrder());
    }

    private static ECParameterSpec p256() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has P-256", e);
        }
    }
}
