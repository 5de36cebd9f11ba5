package org.p2psip.relay.turn;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.p2psip.relay.turn.attribute.AddressFamily;
import org.p2psip.relay.turn.policy.PeerPolicy;
import org.p2psip.relay.turn.policy.PendingConnections;
import org.p2psip.relay.turn.policy.Quotas;
import org.p2psip.relay.turn.policy.RelayPorts;
import org.p2psip.relay.turn.policy.Reservations;

/**
 * What the servers of all event loops share. Each of the parts may be used by any thread.
 *
 * @param random that nobody can guess
 * @param draining whether no new allocations are made: the relay is about to end
 */
public record TurnCommons(
        TurnConfig config,
        PeerPolicy policy,
        Quotas quotas,
        Map<AddressFamily, RelayPorts> ports,
        Reservations reservations,
        PendingConnections pendingConnections,
        RandomGenerator random,
        TurnCounts counts,
        AtomicBoolean draining) {}
