package org.p2psip.edge.policy;

import org.p2psip.edge.Aor;
import org.p2psip.edge.EdgeConfig;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.auth.Authentication;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.transaction.IncomingRequest;
import org.p2psip.edge.transaction.TransactionContext;

/** Who may send what. Whoever may not gets his answer here. */
public final class Permission {
    private final TransactionContext context;
    private final boolean digest;
    private final Authentication authentication;

    public Permission(TransactionContext context, EdgeConfig config, Authentication authentication) {
        this.context = context;
        this.digest = config.auth() == EdgeConfig.Auth.DIGEST;
        this.authentication = authentication;
    }

    /** What is done with a REGISTER that is allowed. */
    public interface Registering {
        /** @param algorithm how the user was authenticated; empty when nobody was */
        void register(String algorithm);
    }

    /** A user registers his own AOR (RFC 3261 10.3 steps 3 and 4). */
    public void toRegister(IncomingRequest request, Aor aor, Registering granted) {
        if (!digest) {
            granted.register("");
            return;
        }
        authentication.authenticate(request, Authentication.Side.REGISTRAR, aor.host(), authenticated -> {
            if (authenticated.user().equals(aor)) {
                granted.register(authenticated.algorithm());
            } else {
                forbid(request, "Not Your Address");
            }
        });
    }

    /**
     * A request passes. Inside a dialog that came about through this edge anybody may; to our own users anybody who does
     * not claim to be one of them; to anywhere else our own users only. To be told where a user is nobody has to prove
     * anything.
     */
    public void toPass(IncomingRequest request, Origin origin, Destination destination, Runnable granted) {
        if (destination instanceof Destination.Redirected) {
            granted.run();
            return;
        }
        switch (origin) {
            case Origin.InDialog inside -> granted.run();
            case Origin.ClaimedUser claimed -> prove(request, claimed.from(), granted);
            case Origin.Anyone anyone -> {
                if (destination instanceof Destination.OwnUser || destination instanceof Destination.OnePhone) {
                    granted.run();
                } else {
                    forbid(request, "Foreign Target");
                }
            }
        }
    }

    private void prove(IncomingRequest request, SipUri from, Runnable granted) {
        authentication.authenticate(request, Authentication.Side.PROXY, from.host(), authenticated -> {
            if (from.aor().filter(authenticated.user()::equals).isPresent()) {
                granted.run();
            } else {
                forbid(request, "From Is Not You");
            }
        });
    }

    /** Answers that this may not be. */
    public void forbid(IncomingRequest request, String reason) {
        context.counters().add(EdgeCounter.FORBIDDEN);
        request.reply(403, reason);
    }
}
