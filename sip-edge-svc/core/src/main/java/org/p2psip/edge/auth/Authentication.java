package org.p2psip.edge.auth;

import java.util.function.Consumer;
import org.p2psip.edge.Aor;
import org.p2psip.edge.transaction.IncomingRequest;

/** Authentication. */
public final class Authentication {
    /** In which role the edge asks. */
    public enum Side {
        REGISTRAR,
        PROXY
    }

    /** Who it is. */
    public record Authenticated(Aor user, String algorithm) {}

    public void authenticate(IncomingRequest request, Side side, String realm, Consumer<Authenticated> granted) {
        request.reply(503, null);
    }
}
