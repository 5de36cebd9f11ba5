package org.p2psip.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Shows the certificate that this member has at the time of a handshake, so that a renewed one is used without a restart.
 * Before there is one, clients show none and servers refuse every handshake.
 *
 * <p>The alias is the serial number: a handshake that began with one certificate ends with it.
 */
final class KeyChoice extends X509ExtendedKeyManager {
    private final Supplier<Optional<MemberCertificate>> current;

    KeyChoice(Supplier<Optional<MemberCertificate>> current) {
        this.current = current;
    }

    private String choose(String... keyTypes) {
        Optional<MemberCertificate> member = current.get();
        if (member.isEmpty()) {
            return null;
        }
        String algorithm = member.get().key().getAlgorithm();
        for (String type : keyTypes) {
            // "EC", or with the way it is used: "EC_EC"
            if (type.equals(algorithm) || type.startsWith(algorithm + "_")) {
                return alias(member.get());
            }
        }
        return null;
    }

    private static String alias(MemberCertificate member) {
        return member.certificate().getSerialNumber().toString(16);
    }

    private Optional<MemberCertificate> of(String alias) {
        return current.get().filter(member -> alias(member).equals(alias));
    }

    @Override
    public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        return choose(keyTypes);
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return choose(keyType);
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return choose(keyTypes);
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return choose(keyType);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return of(alias)
                .map(member -> member.chain().toArray(X509Certificate[]::new))
                .orElse(null);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return of(alias).map(MemberCertificate::key).orElse(null);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return aliases(keyType);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return aliases(keyType);
    }

    private String[] aliases(String keyType) {
        String alias = choose(keyType);
        return alias == null ? null : new String[] {alias};
    }
}
