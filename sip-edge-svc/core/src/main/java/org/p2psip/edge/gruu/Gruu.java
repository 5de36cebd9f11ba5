package org.p2psip.edge.gruu;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.p2psip.edge.Aor;
import org.p2psip.edge.Binding;

/** A URI that means one phone of a user. */
public sealed interface Gruu {
    /** Newest first: the phone that was started again has forgotten its older contacts (RFC 5627 6.1). */
    Comparator<Binding> NEWEST_FIRST = Comparator.comparingLong(Binding::storedMillis)
            .thenComparingLong(Binding::cseq)
            .reversed();

    /** Whose phone. */
    Aor aor();

    /** Which of the user's bindings are of that phone, the newest first; none when it is not registered. */
    List<Binding> bindingsOf(List<Binding> ofAor);

    /** Whether it means nobody any more once that phone is not registered (RFC 5627 5.3). */
    boolean endsWithRegistration();

    /**
     * A public one.
     *
     * @param instance the phone's instance ID, compared without regard to case as URNs of UUIDs are
     */
    record Public(Aor aor, String instance) implements Gruu {
        @Override
        public List<Binding> bindingsOf(List<Binding> ofAor) {
            return newestFirst(ofAor, binding -> binding.instance().equalsIgnoreCase(instance));
        }

        @Override
        public boolean endsWithRegistration() {
            return false;
        }
    }

    /** A temporary one: good until the phone registers with another Call-ID (RFC 5627 5.1). */
    record Temporary(Aor aor, InstanceMark mark) implements Gruu {
        @Override
        public List<Binding> bindingsOf(List<Binding> ofAor) {
            List<Binding> phone = newestFirst(ofAor, mark::isOf);
            return mark.isCurrent(phone) ? phone : List.of();
        }

        @Override
        public boolean endsWithRegistration() {
            return true;
        }
    }

    private static List<Binding> newestFirst(List<Binding> bindings, Predicate<Binding> wanted) {
        List<Binding> found = new ArrayList<>(2);
        for (Binding binding : bindings) {
            if (wanted.test(binding)) {
                found.add(binding);
            }
        }
        found.sort(NEWEST_FIRST);
        return found;
    }
}
