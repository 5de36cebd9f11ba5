package org.p2psip.edge.proxy;

import java.util.List;
import org.p2psip.edge.Aor;
import org.p2psip.edge.Binding;
import org.p2psip.edge.gruu.Gruu;
import org.p2psip.edge.location.RouteSet;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.route.RoutedRequest;

/**
 * Who is sought: a user, or one of his phones.
 *
 * @param aor the user
 * @param phone null for all phones
 */
record Callee(Aor aor, Gruu phone) {
    /** Where that is. */
    List<Target> targets(RoutedRequest routed, RouteSet routeSet) {
        if (phone == null) {
            return routeSet.bindings().stream()
                    .map(Target::of)
                    .filter(target -> isSecureEnough(routed, target))
                    .toList();
        }
        List<Binding> bindings = phone.bindingsOf(routeSet.bindings());
        if (bindings.isEmpty()) {
            return List.of();
        }
        // RFC 5627 6.1: of one phone's contacts the newest; and inside a dialog Route leads to it in place of its Path
        Binding newest = bindings.getFirst();
        if (!routed.routes().isEmpty()) {
            return secureEnough(routed, Target.withoutPath(newest));
        }
        if (newest.regId() == 0) {
            return secureEnough(routed, Target.of(newest));
        }
        // All its flows lead to it: the others are for when that one fails (RFC 5626 section 7)
        return bindings.stream()
                .filter(binding -> binding.regId() != 0)
                .map(Target::of)
                .filter(target -> isSecureEnough(routed, target))
                .toList();
    }

    private static List<Target> secureEnough(RoutedRequest routed, Target target) {
        return isSecureEnough(routed, target) ? List.of(target) : List.of();
    }

    /** Who calls a sips URI reaches only phones that registered one (RFC 5630 section 4). */
    private static boolean isSecureEnough(RoutedRequest routed, Target target) {
        return !isSips(routed.uri()) || isSips(target.uri());
    }

    private static boolean isSips(SipUri uri) {
        return uri != null && uri.scheme().equals("sips");
    }

    /** Whether nobody is meant any more once the phone is not registered. */
    boolean endsWithRegistration() {
        return phone != null && phone.endsWithRegistration();
    }
}
