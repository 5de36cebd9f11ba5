package org.p2psip.tls.member;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A key that was just made, and the request to certify it (PKCS #10, RFC 2986) in DER. The request names nobody: the
 * enrollment server chooses all names.
 */
record NewKey(PrivateKey key, byte[] request) {
    private static final String ALGORITHM = "SHA256withECDSA";

    /** On P-256. */
    static NewKey make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            byte[] request = new JcaPKCS10CertificationRequestBuilder(new X500Principal(""), pair.getPublic())
                    .build(new JcaContentSignerBuilder(ALGORITHM).build(pair.getPrivate()))
                    .getEncoded();
            return new NewKey(pair.getPrivate(), request);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("a key on P-256 cannot be made", e);
        }
    }

    /** The old key's signature over the request. */
    byte[] signedBy(PrivateKey old) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(old);
            signature.update(request);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that was made here cannot sign", e);
        }
    }
}
