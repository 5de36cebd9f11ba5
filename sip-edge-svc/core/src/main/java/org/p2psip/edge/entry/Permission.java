package org.p2psip.edge.entry;

import java.util.Set;
import org.p2psip.edge.Aor;
import org.p2psip.edge.EdgeConfig;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.auth.Authentication;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.route.RoutedRequest;
import org.p2psip.edge.transaction.IncomingRequest;
import org.p2psip.edge.transaction.TransactionContext;

/** Who may send what. Whoever may not gets his answer here. */
final class Permission {
    private final TransactionContext context;
    private final Set<String> domains;
    private final boolean digest;
    private final Authentication authentication;

    Permission(TransactionContext context, EdgeConfig config, Authentication authentication) {
        this.context = context;
        this.domains = config.domains();
        this.digest = config.auth() == EdgeConfig.Auth.DIGEST;
        this.authentication = authentication;
    }

    /** What is done with a REGISTER that is allowed. */
    interface Registering {
        /** @param algorithm how the user was authenticated; empty when nobody was */
        void register(String algorithm);
    }

    /** A user registers his own AOR (RFC 3261 10.3 steps 3 and 4). */
    void toRegister(IncomingRequest request, Aor aor, Registering granted) {
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
     * A request is forwarded. Inside a dialog that came about through this edge anybody may; to our own users anybody
     * who does not claim to be one of them; to anywhere else our own users only.
     *
     * @param leaves whether it goes to something that is not ours
     */
    void toForward(RoutedRequest routed, boolean leaves, Runnable granted) {
        IncomingRequest request = routed.request();
        SipUri from = request.message().from().uri();
        boolean claimsOwnUser = from != null && domains.contains(from.host());
        if (routed.isInKnownDialog()) {
            granted.run();
        } else if (digest && claimsOwnUser) {
            authentication.authenticate(request, Authentication.Side.PROXY, from.host(), authenticated -> {
                if (from.aor().filter(authenticated.user()::equals).isPresent()) {
                    granted.run();
                } else {
                    forbid(request, "From Is Not You");
                }
            });
        } else if (leaves) {
            forbid(request, "Foreign Target");
        } else {
            granted.run();
        }
    }

    void forbid(IncomingRequest request, String reason) {
        context.counters().add(EdgeCounter.FORBIDDEN);
        request.reply(403, reason);
    }
}
