package org.p2psip.edge.regevent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.p2psip.edge.Binding;

/**
 * What became of one contact (RFC 3680 section 5.2).
 *
 * @param binding the contact, as it is or last was
 * @param event what happened to it
 */
record ContactChange(Binding binding, Event event) {

    /** Why a contact is in its state. */
    enum Event {
        REGISTERED("registered", true),
        REFRESHED("refreshed", true),
        EXPIRED("expired", false),
        UNREGISTERED("unregistered", false);

        private final String text;
        private final boolean active;

        Event(String text, boolean active) {
            this.text = text;
            this.active = active;
        }

        String text() {
            return text;
        }

        boolean isActive() {
            return active;
        }
    }

    /** All contacts, as a subscriber hears of them first. */
    static List<ContactChange> all(List<Binding> bindings) {
        return bindings.stream()
                .map(binding -> new ContactChange(binding, Event.REGISTERED))
                .toList();
    }

    /**
     * What happened between two looks.
     *
     * @param before the contacts then
     * @param elapsedSeconds since then
     * @param now the contacts now
     */
    static List<ContactChange> between(List<Binding> before, long elapsedSeconds, List<Binding> now) {
        Map<String, Binding> gone = new HashMap<>();
        before.forEach(binding -> gone.put(binding.key(), binding));
        List<ContactChange> changes = new ArrayList<>();
        for (Binding binding : now) {
            Binding known = gone.remove(binding.key());
            if (known == null) {
                changes.add(new ContactChange(binding, Event.REGISTERED));
            } else if (!isSame(known, binding)) {
                changes.add(new ContactChange(binding, Event.REFRESHED));
            }
        }
        for (Binding binding : before) {
            if (gone.containsKey(binding.key())) {
                boolean expired = binding.expiresSeconds() <= elapsedSeconds;
                changes.add(new ContactChange(binding.expiringIn(0), expired ? Event.EXPIRED : Event.UNREGISTERED));
            }
        }
        return changes;
    }

    private static boolean isSame(Binding known, Binding binding) {
        return known.cseq() == binding.cseq()
                && known.callId().equals(binding.callId())
                && known.contact().equals(binding.contact())
                && known.storedMillis() == binding.storedMillis();
    }
}
