package org.p2psip.edge.entry;

import org.p2psip.edge.Aor;
import org.p2psip.edge.EdgeConfig;
import org.p2psip.edge.OverlayResult;
import org.p2psip.edge.location.Credentials;
import org.p2psip.edge.proxy.ProxyCore;
import org.p2psip.edge.transaction.IncomingRequest;

/** Answers a request for a user without bindings: 480 when there is such a user, 404 when there is none. */
public final class NobodyThere implements ProxyCore.NobodyThere {
    private final boolean usersAreEnrolled;
    private final Credentials users;

    public NobodyThere(EdgeConfig config, Credentials users) {
        this.usersAreEnrolled = config.auth() == EdgeConfig.Auth.DIGEST;
        this.users = users;
    }

    @Override
    public void answer(IncomingRequest request, Aor aor) {
        if (!usersAreEnrolled) {
            request.reply(404, null);
            return;
        }
        users.fetch(aor, result -> {
            if (!request.isAnswered()) {
                switch (result) {
                    case OverlayResult.Credentials known -> request.reply(480, null);
                    case OverlayResult.Unavailable down -> request.unavailable("Overlay Unavailable");
                    default -> request.reply(404, null);
                }
            }
        });
    }
}
