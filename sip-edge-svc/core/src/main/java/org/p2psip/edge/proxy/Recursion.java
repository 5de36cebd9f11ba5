package org.p2psip.edge.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.p2psip.edge.Aor;
import org.p2psip.edge.EdgeConfig;
import org.p2psip.edge.location.RouteSet;
import org.p2psip.edge.location.RouteSets;
import org.p2psip.edge.message.MalformedHeaderException;
import org.p2psip.edge.message.NameAddr;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.route.OwnAddress;
import org.p2psip.edge.transaction.IncomingRequest;

/**
 * Follows 3xx responses (RFC 3261 16.7 step 4), where that is configured. Who redirects decides where the call goes, but
 * not on whose permission: to anything that is not ours only a caller gets who has proved to be a user of ours.
 */
final class Recursion {
    private final boolean on;
    private final boolean everybodyMayLeave;
    private final OwnAddress own;
    private final RouteSets routeSets;

    Recursion(EdgeConfig config, OwnAddress own, RouteSets routeSets) {
        this.on = config.proxy().recurse();
        this.everybodyMayLeave = config.auth() == EdgeConfig.Auth.NONE;
        this.own = own;
        this.routeSets = routeSets;
    }

    /**
     * Finds the targets that a 3xx leads to.
     *
     * @param found gets them, at once or later; may be none
     * @return false when the response is not followed, and {@code found} is not called
     */
    boolean follow(IncomingRequest request, SipMessage response, Consumer<List<Target>> found) {
        if (!on || response.status() / 100 != 3) {
            return false;
        }
        List<Target> targets = new ArrayList<>(2);
        List<NameAddr> users = new ArrayList<>(1);
        for (NameAddr contact : contacts(response)) {
            SipUri uri = contact.uri();
            if (uri != null && own.isDomain(uri) && uri.aor().isPresent()) {
                users.add(contact);
            } else if (uri != null && !own.isOwn(uri) && mayLeave(request)) {
                targets.add(new Target(uri.asRequestUri(), uri, List.of(), q(contact), "", 0, null));
            }
        }
        if (users.isEmpty() && targets.isEmpty()) {
            return false;
        }
        nextUser(users, targets, found);
        return true;
    }

    private boolean mayLeave(IncomingRequest request) {
        return everybodyMayLeave || !request.authenticatedUser().isEmpty();
    }

    private static List<NameAddr> contacts(SipMessage response) {
        try {
            return response.contacts();
        } catch (MalformedHeaderException e) {
            return List.of(); // the caller may make more of it than we can
        }
    }

    private static int q(NameAddr contact) {
        return Math.max(0, contact.q());
    }

    /** The contacts of one user of ours after the other, with the preference that the redirection gave him. */
    private void nextUser(List<NameAddr> users, List<Target> targets, Consumer<List<Target>> found) {
        if (users.isEmpty()) {
            found.accept(targets);
            return;
        }
        NameAddr user = users.removeFirst();
        Aor aor = user.uri().aor().orElseThrow();
        routeSets.find(aor, answer -> {
            addTo(targets, answer, q(user));
            nextUser(users, targets, found);
        });
    }

    private static void addTo(List<Target> targets, Optional<RouteSet> answer, int q) {
        if (answer.isPresent()) {
            answer.get()
                    .bindings()
                    .forEach(binding -> targets.add(Target.of(binding).withPreference(q)));
        }
    }
}
