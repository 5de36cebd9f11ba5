package org.p2psip.relay.stun.auth;

import java.util.List;
import java.util.Optional;
import org.p2psip.relay.stun.attribute.Userhash;

/** Who may come in, and with which key. Any thread may ask. */
public interface Credentials {
    /**
     * The keys that are right for a user now: none when there is no such user, or no longer; several while a secret is
     * being replaced.
     *
     * @param epochSeconds now, for users whose names say until when they are good
     */
    List<byte[]> keys(String username, PasswordAlgorithm algorithm, long epochSeconds);

    /** Whom quotas count a username for. */
    String account(String username);

    /** The user whose name and realm have that hash; empty when there is none, or when names cannot be listed. */
    Optional<String> username(Userhash userhash);
}
