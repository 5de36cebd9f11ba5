package org.p2psip.routing.authority;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECKey;

/** Which algorithm a key signs with, by the key's kind and strength. */
public final class Signatures {
    private static final int P384_BITS = 384;

    private Signatures() {}

    /** The name of the algorithm, as Java's security providers have it. */
    public static String algorithm(Key key) {
        if (key instanceof ECKey ec) {
            int bits = ec.getParams().getOrder().bitLength();
            return bits < P384_BITS ? "SHA256withECDSA" : bits == P384_BITS ? "SHA384withECDSA" : "SHA512withECDSA";
        }
        return key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "Ed25519";
    }

    /** Whether these bytes were signed with the private half of the key. */
    public static boolean isBy(PublicKey key, byte[] signed, byte[] signature) {
        try {
            Signature check = Signature.getInstance(algorithm(key));
            check.initVerify(key);
            check.update(signed);
            return check.verify(signature);
        } catch (InvalidKeyException | SignatureException e) {
            return false; // no signature of this algorithm at all
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK knows " + algorithm(key), e);
        }
    }
}
