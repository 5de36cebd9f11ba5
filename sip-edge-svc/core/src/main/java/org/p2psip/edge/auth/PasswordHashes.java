package org.p2psip.edge.auth;

import java.util.function.Consumer;
import org.p2psip.edge.Aor;
import org.p2psip.edge.OverlayResult;

/** Where the digest hashes of those come from who have to prove who they are. */
public interface PasswordHashes {
    /** Hands over Credentials, NotFound or Unavailable, once. */
    void fetch(Aor user, Consumer<OverlayResult> answer);
}
