package org.p2psip.cli.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How others reach a node, and how it came into an overlay that others began.
 *
 * @param advertise name or address that others are told; empty for the one that it listens at
 * @param dialOnly whether nobody can dial it, as behind a NAT
 * @param discoverable whether it answers those who search by multicast and broadcast
 * @param joined the overlay that it joined; empty for one that begins its own
 */
public record Membership(String advertise, boolean dialOnly, boolean discoverable, Optional<Joined> joined) {
    /** A node that begins an overlay of its own. */
    public static final Membership OWN = new Membership("", false, false, Optional.empty());

    /**
     * An overlay that was found.
     *
     * @param overlay its name
     * @param site that the node is in
     * @param way how it was found: host:port, dns:..., multicast or broadcast
     * @param peers of the overlay that were named then, "host:port", at least one
     */
    public record Joined(String overlay, String site, String way, List<String> peers) {
        public Joined {
            peers = List.copyOf(peers);
        }

        /** Where the node's peer looks for others at each start: as it was found at first, and at who was named then. */
        String ways() {
            List<String> ways = new ArrayList<>(List.of(way));
            peers.stream().filter(peer -> !peer.equals(way)).forEach(ways::add);
            return String.join(",", ways);
        }
    }

    /** The same in an overlay that was found. */
    public Membership in(Joined found) {
        return new Membership(advertise, dialOnly, discoverable, Optional.of(found));
    }

    /** What is wrong with it, with the value and what would be right. */
    List<String> problems(NodeSettings node) {
        List<String> problems = new ArrayList<>();
        boolean reached = !NodeAddresses.isLoopback(node.listen());
        if (!advertise.isEmpty() && !advertise.matches("[A-Za-z0-9._:-]{1,253}")) {
            problems.add("--advertise \"" + advertise + "\" is no name or address of this machine, such as 192.0.2.1");
        }
        if (discoverable && !reached) {
            problems.add("--discoverable is for nodes that others reach: --listen " + node.listen()
                    + " is a loopback address, another address of this machine is needed");
        }
        if (joined.isPresent() && !node.place().isAlone()) {
            problems.add("--join is for one node: --nodes " + node.place().nodes() + " and --sites "
                    + node.place().sites() + " have to be 1. Start the others with --join as well");
        }
        return problems;
    }
}
