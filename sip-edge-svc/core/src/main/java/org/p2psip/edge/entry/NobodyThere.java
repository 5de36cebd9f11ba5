package org.p2psip.edge.entry;

import org.p2psip.edge.Aor;
import org.p2psip.edge.EdgeConfig;
import org.p2psip.edge.OverlayResult;
import org.p2psip.edge.location.Credentials;
import org.p2psip.edge.protect.Offence;
import org.p2psip.edge.protect.Protection;
import org.p2psip.edge.proxy.ProxyCore;
import org.p2psip.edge.transaction.IncomingRequest;

/** Answers a request for a user without bindings: 480 when there is such a user, 404 when there is none. */
public final class NobodyThere implements ProxyCore.NobodyThere {
    private final boolean usersAreEnrolled;
    private final Credentials users;
    private final Protection protection;

    /** @param protection hears of requests for users that do not exist */
    public NobodyThere(EdgeConfig config, Credentials users, Protection protection) {
        this.usersAreEnrolled = config.auth() == EdgeConfig.Auth.DIGEST;
        this.users = users;
        this.protection = protection;
    }

    private void unknown(IncomingRequest request) {
        protection.offended(request.flow(), Offence.UNKNOWN_USER, false);
        request.reply(404, null);
    }

    @Override
    public void answer(IncomingRequest request, Aor aor) {
        if (!usersAreEnrolled) {
            unknown(request);
            return;
        }
        users.fetch(aor, result -> {
            if (!request.isAnswered()) {
                switch (result) {
                    case OverlayResult.Credentials known -> request.reply(480, null);
                    case OverlayResult.Unavailable down -> request.unavailable("Overlay Unavailable");
                    default -> unknown(request);
                }
            }
        });
    }
}
