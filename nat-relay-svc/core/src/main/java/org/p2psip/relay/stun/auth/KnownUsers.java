package org.p2psip.relay.stun.auth;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.p2psip.relay.stun.attribute.Userhash;

/**
 * The users of a relay: listed ones with their passwords, and those that a shared secret vouches for. Immutable; a
 * change of the files behind it makes a new one.
 */
public final class KnownUsers implements Credentials {
    private final String realm;
    private final Map<String, String> passwords;
    private final Map<Userhash, String> userhashes = new HashMap<>();
    private final List<String> secrets;

    /**
     * @param passwords by username
     * @param secrets each vouches for time-limited names: the present one, and those that it replaces
     */
    public KnownUsers(String realm, Map<String, String> passwords, List<String> secrets) {
        this.realm = realm;
        this.passwords = Map.copyOf(passwords);
        this.secrets = List.copyOf(secrets);
        this.passwords.keySet().forEach(username -> userhashes.put(Userhash.of(username, realm), username));
    }

    @Override
    public List<byte[]> keys(String username, PasswordAlgorithm algorithm, long epochSeconds) {
        String password = passwords.get(username);
        if (password != null) {
            return List.of(algorithm.key(username, realm, password));
        }
        if (!SharedSecretUsers.isGood(username, epochSeconds)) {
            return List.of();
        }
        return secrets.stream()
                .map(secret -> algorithm.key(username, realm, SharedSecretUsers.password(secret, username)))
                .toList();
    }

    @Override
    public String account(String username) {
        return passwords.containsKey(username) ? username : SharedSecretUsers.user(username);
    }

    @Override
    public Optional<String> username(Userhash userhash) {
        return Optional.ofNullable(userhashes.get(userhash));
    }
}
