package org.p2psip.relay.turn;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.p2psip.relay.turn.attribute.AddressFamily;
import org.p2psip.relay.turn.policy.PeerPolicy;
import org.p2psip.relay.turn.policy.Quotas;
import org.p2psip.relay.turn.policy.RelayPorts;
import org.p2psip.relay.turn.policy.Reservations;

/**
 * What the servers of all event loops share. Each of the parts may be used by any thread.
 *
 * @param draining whether no new allocations are made: the relay is about to end
 */
public record TurnCommons(
        TurnConfig config,
        PeerPolicy policy,
        Quotas quotas,
        Map<AddressFamily, RelayPorts> ports,
        Reservations reservations,
        TurnCounts counts,
        AtomicBoolean draining) {}
