package org.p2psip.relay.turn.request;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.p2psip.relay.turn.Command.RelayPort;
import org.p2psip.relay.turn.TurnCommons;
import org.p2psip.relay.turn.attribute.AddressFamily;
import org.p2psip.relay.turn.policy.RelayPorts;
import org.p2psip.relay.turn.policy.Reservations;
import org.p2psip.relay.turn.policy.Reservations.Reserved;

/**
 * An Allocate whose relayed addresses are being opened: for each family a port is taken and tried, another one when
 * somebody else on this machine has it, and given up after {@link #ATTEMPTS}.
 */
final class Opening {
    /** Ports that are tried for a family before it counts as not to be had. */
    static final int ATTEMPTS = 8;

    private final Request request;
    private final AllocateWish wish;
    private final TurnCommons commons;
    private final Map<AddressFamily, RelayPort> trying = new EnumMap<>(AddressFamily.class);
    private final Map<AddressFamily, Integer> attempts = new HashMap<>();
    private final List<AddressFamily> failed = new ArrayList<>();
    private Optional<Reserved> kept = Optional.empty();

    Opening(Request request, AllocateWish wish, TurnCommons commons) {
        this.request = request;
        this.wish = wish;
        this.commons = commons;
    }

    Request request() {
        return request;
    }

    AllocateWish wish() {
        return wish;
    }

    /** Families of the wish that were not to be had. */
    List<AddressFamily> failed() {
        return failed;
    }

    boolean isDone() {
        return trying.isEmpty();
    }

    /** Tries a port that was kept before; there is no other. */
    RelayPort tryReserved(Reserved reserved) {
        attempts.put(reserved.family(), ATTEMPTS);
        RelayPort port = new RelayPort(reserved.family(), reserved.port());
        trying.put(reserved.family(), port);
        return port;
    }

    /** A port to try for that family; empty when there is none left, and the family has failed. */
    Optional<RelayPort> tryNext(AddressFamily family) {
        RelayPorts ports = commons.ports().get(family);
        boolean more = ports != null && attempts.merge(family, 1, Integer::sum) <= ATTEMPTS;
        OptionalInt taken = more ? take(ports) : OptionalInt.empty();
        if (taken.isEmpty()) {
            failed.add(family);
            return Optional.empty();
        }
        if (reservesNext()) {
            kept = Optional.of(new Reserved(
                    family,
                    taken.getAsInt() + 1,
                    request.sender().account(),
                    request.now().in(Reservations.LIFETIME_SECONDS)));
        }
        RelayPort port = new RelayPort(family, taken.getAsInt());
        trying.put(family, port);
        return Optional.of(port);
    }

    private OptionalInt take(RelayPorts ports) {
        return wish.even().isPresent() ? ports.takeEven(reservesNext()) : ports.take();
    }

    private boolean reservesNext() {
        return wish.even().isPresent() && wish.even().get().reserveNext();
    }

    /** The port of that family is open, and not tried any more. */
    RelayPort opened(AddressFamily family) {
        return trying.remove(family);
    }

    /** Somebody else has the port: it and the one kept with it are given back. */
    void notOpened(AddressFamily family) {
        RelayPorts ports = commons.ports().get(family);
        ports.release(trying.remove(family).port());
        kept.ifPresent(reserved -> ports.release(reserved.port()));
        kept = Optional.empty();
    }

    /** Keeps the second port of the pair for whoever has the token. */
    OptionalLong reserve() {
        return kept.map(reserved -> OptionalLong.of(commons.reservations().keep(reserved)))
                .orElseGet(OptionalLong::empty);
    }
}
