package org.p2psip.edge.proxy;

import java.util.List;
import org.p2psip.edge.Aor;
import org.p2psip.edge.Binding;
import org.p2psip.edge.gruu.Gruu;
import org.p2psip.edge.location.RouteSet;
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
            return routeSet.bindings().stream().map(Target::of).toList();
        }
        // RFC 5627 6.1: of one phone's contacts the newest; and inside a dialog Route leads to it in place of its Path
        List<Binding> bindings = phone.bindingsOf(routeSet.bindings());
        boolean byPath = routed.routes().isEmpty();
        return bindings.stream()
                .limit(1)
                .map(binding -> byPath ? Target.of(binding) : Target.withoutPath(binding))
                .toList();
    }

    /** Whether nobody is meant any more once the phone is not registered. */
    boolean endsWithRegistration() {
        return phone != null && phone.endsWithRegistration();
    }
}
