package org.p2psip.storage.signature;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** Key pairs, made once for all tests. */
public final class Keys {
    public static final KeyPair P256 = generate("EC", new ECGenParameterSpec("secp256r1"));
    static final KeyPair OTHER_P256 = generate("EC", new ECGenParameterSpec("secp256r1"));
    static final KeyPair P384 = generate("EC", new ECGenParameterSpec("secp384r1"));
    static final KeyPair RSA_2048 = generate("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4));
    static final KeyPair RSA_1024 = generate("RSA", new RSAKeyGenParameterSpec(1024, RSAKeyGenParameterSpec.F4));

    private Keys() {}

    private static KeyPair generate(String algorithm, AlgorithmParameterSpec size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(size);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
