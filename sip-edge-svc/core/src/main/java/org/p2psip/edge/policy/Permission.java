package org.p2psip.edge.policy;

import java.util.Set;
import java.util.function.Consumer;
import org.p2psip.edge.Aor;
import org.p2psip.edge.EdgeConfig;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.auth.Authentication;
import org.p2psip.edge.gateway.GatewayPeer;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.transaction.IncomingRequest;
import org.p2psip.edge.transaction.TransactionContext;

/** Who may send what. Whoever may not gets his answer here. */
public final class Permission {
    private final TransactionContext context;
    private final boolean digest;
    private final IdentityConfig identities;
    private final Set<Aor> watchers;
    private final Authentication authentication;
    private final Authentication trunkLogins;
    private final GatewayPeer gateway;

    /**
     * @param authentication of users
     * @param trunkLogins of trunks
     */
    public Permission(
            TransactionContext context,
            EdgeConfig config,
            Authentication authentication,
            Authentication trunkLogins,
            GatewayPeer gateway) {
        this.trunkLogins = trunkLogins;
        this.gateway = gateway;
        this.context = context;
        this.digest = config.auth() == EdgeConfig.Auth.DIGEST;
        this.identities = config.identities();
        this.watchers = config.regEvent().watchers();
        this.authentication = authentication;
    }

    /** What is done with a REGISTER that is allowed. */
    public interface Registering {
        /** @param algorithm how the user was authenticated; empty when nobody was */
        void register(String algorithm);
    }

    /** A user registers his own AOR, or one that he may act for (RFC 3261 10.3 steps 3 and 4). */
    public void toRegister(IncomingRequest request, Aor aor, Registering granted) {
        if (!digest) {
            granted.register("");
            return;
        }
        authentication.authenticate(request, Authentication.Side.REGISTRAR, aor.host(), authenticated -> {
            if (identities.mayUse(authenticated.user(), aor)) {
                granted.register(authenticated.algorithm());
            } else {
                forbid(request, "Not Your Address");
            }
        });
    }

    /** A user subscribes to what happens to his own AOR, or one that he may act for; a watcher to anybody's. */
    public void toWatch(IncomingRequest request, Aor aor, Runnable granted) {
        if (!digest) {
            granted.run();
            return;
        }
        authentication.authenticate(request, Authentication.Side.REGISTRAR, aor.host(), authenticated -> {
            Aor user = authenticated.user();
            if (identities.mayUse(user, aor) || watchers.contains(user)) {
                granted.run();
            } else {
                forbid(request, "Not Your Address");
            }
        });
    }

    /**
     * A request passes. Inside a dialog that came about through this edge anybody may; to our own users anybody who does
     * not claim to be one of them; over a flow whoever has its token; to numbers and domains of others our own users that
     * have the permission, and trunks whose calls may leave by trunks again. To be told where a user is nobody has to
     * prove anything, nor to call for help.
     */
    public void toPass(IncomingRequest request, Origin origin, Destination destination, Runnable granted) {
        boolean open = destination instanceof Destination.Redirected
                || destination instanceof Destination.OnFlow
                || destination instanceof Destination.Emergency;
        if (open) {
            granted.run();
            return;
        }
        switch (origin) {
            case Origin.InDialog inside -> granted.run();
            case Origin.ClaimedUser claimed ->
                prove(request, claimed.from(), user -> ofUser(request, user, destination, granted));
            case Origin.ByTrunk by -> ofTrunk(request, by, destination, granted);
            case Origin.Anyone anyone -> ofAnyone(request, destination, granted);
        }
    }

    private void ofUser(IncomingRequest request, Aor user, Destination destination, Runnable granted) {
        switch (destination) {
            case Destination.ByTrunks out
            when !out.called().callers().contain(user) -> forbid(request, "No Permission For This Number");
            case Destination.AsRouted out
            when !gateway.foreignCallers().contain(user) -> forbid(request, "No Permission For Foreign Domains");
            default -> granted.run();
        }
    }

    private void ofTrunk(IncomingRequest request, Origin.ByTrunk by, Destination destination, Runnable granted) {
        Runnable proven = () -> {
            switch (destination) {
                case Destination.ByTrunks out
                when !by.trunk().config().transit() -> forbid(request, "No Transit For This Trunk");
                case Destination.AsRouted out -> forbid(request, "Foreign Target");
                default -> granted.run();
            }
        };
        if (by.needsProof()) {
            trunkLogins.authenticate(request, Authentication.Side.PROXY, gateway.realm(), authenticated -> {
                if (by.trunk().hasLogin(authenticated.user().user())) {
                    proven.run();
                } else {
                    forbid(request, "Not This Trunk");
                }
            });
        } else {
            proven.run();
        }
    }

    private void ofAnyone(IncomingRequest request, Destination destination, Runnable granted) {
        boolean leaves = destination instanceof Destination.AsRouted || destination instanceof Destination.ByTrunks;
        if (leaves && destination instanceof Destination.ByTrunks && gateway.asksTrunksForPasswords()) {
            // It may be a trunk that shows who it is by nothing else
            trunkLogins.authenticate(
                    request,
                    Authentication.Side.PROXY,
                    gateway.realm(),
                    authenticated -> forbid(request, "Foreign Target"));
        } else if (leaves) {
            forbid(request, "Foreign Target");
        } else {
            granted.run();
        }
    }

    private void prove(IncomingRequest request, SipUri from, Consumer<Aor> granted) {
        authentication.authenticate(request, Authentication.Side.PROXY, from.host(), authenticated -> {
            if (from.aor()
                    .filter(own -> identities.mayUse(authenticated.user(), own))
                    .isPresent()) {
                granted.accept(authenticated.user());
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
