package org.p2psip.edge;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** An overlay in memory: keeps bindings and users, and answers at once, later or never, as the test says. */
final class FakeOverlay {
    private final Map<Aor, Map<String, Binding>> bindings = new HashMap<>();
    private final Map<Aor, OverlayResult> users = new HashMap<>();
    private final Queue<EdgeCommand> held = new ArrayDeque<>();
    private final List<EdgeCommand> asked = new ArrayList<>();
    private final List<Gateway> gateways = new ArrayList<>();
    /** Grows with every change of any bindings. */
    private long generation = 1;

    private boolean holds;
    private boolean down;

    /** Questions are kept until {@link #release}. */
    void hold() {
        holds = true;
    }

    Queue<EdgeCommand> release() {
        holds = false;
        return held;
    }

    /** Every question is answered Unavailable. */
    void setDown(boolean isDown) {
        down = isDown;
    }

    void enroll(Aor user, Map<String, String> ha1ByAlgorithm) {
        users.put(user, new OverlayResult.Credentials(ha1ByAlgorithm));
    }

    void disable(Aor user) {
        users.computeIfPresent(
                user,
                (any, known) ->
                        new OverlayResult.Credentials(((OverlayResult.Credentials) known).ha1ByAlgorithm(), true));
    }

    /** Another site reaches these numbers. */
    void reach(Gateway gateway) {
        gateways.add(gateway);
    }

    void put(Aor aor, Binding binding) {
        generation++;
        bindings.computeIfAbsent(aor, any -> new LinkedHashMap<>()).put(binding.key(), binding);
    }

    long generation() {
        return generation;
    }

    void clear(Aor aor) {
        generation++;
        bindings.remove(aor);
    }

    List<Binding> bindingsOf(Aor aor) {
        return List.copyOf(bindings.getOrDefault(aor, Map.of()).values());
    }

    /** All questions so far. */
    List<EdgeCommand> asked() {
        return asked;
    }

    <T extends EdgeCommand> List<T> asked(Class<T> kind) {
        return asked.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Whether the question waits. */
    boolean keeps(EdgeCommand question) {
        asked.add(question);
        if (holds) {
            held.add(question);
        }
        return holds;
    }

    OverlayResult answer(EdgeCommand question) {
        if (down) {
            return new OverlayResult.Unavailable("down");
        }
        return switch (question) {
            case EdgeCommand.Lookup lookup -> new OverlayResult.Bindings(bindingsOf(lookup.aor()), generation);
            case EdgeCommand.FetchCredentials fetch -> users.getOrDefault(fetch.user(), new OverlayResult.NotFound());
            case EdgeCommand.StoreBindings store -> store(store);
            case EdgeCommand.FindGateways find ->
                new OverlayResult.Gateways(gateways.stream()
                        .filter(one -> find.number().startsWith(one.prefix()))
                        .toList());
            case EdgeCommand.PublishGateways publish -> new OverlayResult.Gateways(publish.gateways());
            default -> throw new IllegalArgumentException("no question: " + question);
        };
    }

    private OverlayResult store(EdgeCommand.StoreBindings store) {
        Map<String, Binding> present = bindings.computeIfAbsent(store.aor(), any -> new LinkedHashMap<>());
        boolean older = present.values().stream()
                .anyMatch(one -> one.callId().equals(store.callId()) && one.cseq() >= store.cseq());
        if (older) {
            return new OverlayResult.OutOfOrder();
        }
        generation++;
        if (store.removeAll()) {
            present.clear();
        }
        for (Binding binding : store.bindings()) {
            if (binding.expiresSeconds() == 0) {
                present.remove(binding.key());
            } else {
                present.put(binding.key(), binding);
            }
        }
        return new OverlayResult.Bindings(List.copyOf(present.values()), generation);
    }
}
