package org.p2psip.bench.overlay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.table.NeighborTable;
import org.p2psip.routing.table.PeerInfo;

/** The ring as it should be, from outside: all members in order. */
public final class Census {
    private final List<SimulatedPeer> members;
    private final int width;

    private Census(List<SimulatedPeer> members, int width) {
        this.members = members;
        this.width = width;
    }

    /** All members now, with that many neighbors each way. */
    public static Census of(Simulation simulation, int width) {
        List<SimulatedPeer> members = new ArrayList<>(simulation.running());
        members.removeIf(peer -> !peer.isMember());
        members.sort(Comparator.comparing(SimulatedPeer::position));
        return new Census(members, width);
    }

    /** All members now that are in one part of the network. */
    public static Census of(Simulation simulation, int width, int part) {
        List<SimulatedPeer> members = new ArrayList<>(of(simulation, width).members);
        members.removeIf(peer -> peer.part() != part);
        return new Census(members, width);
    }

    public int size() {
        return members.size();
    }

    /** Members whose predecessor or successor is not what it should be. */
    public int wrongNeighbors() {
        int wrong = 0;
        for (int i = 0; i < members.size(); i++) {
            NeighborTable table = members.get(i).core().table().neighbors();
            boolean right = is(table.predecessor(), i - 1, i) && is(table.successor(), i + 1, i);
            wrong += right ? 0 : 1;
        }
        return wrong;
    }

    /** The first member whose neighbor table is not what it should be, as text for who has to find out why. */
    public Optional<String> firstWrongTable() {
        for (int i = 0; i < members.size(); i++) {
            NeighborTable table = members.get(i).core().table().neighbors();
            List<PeerInfo> behind = expected(i, 1);
            List<PeerInfo> before = expected(i, -1);
            boolean right = table.predecessors().equals(before)
                    && table.successors().size() >= behind.size()
                    && table.successors().subList(0, behind.size()).equals(behind);
            if (!right) {
                return Optional.of("peer " + members.get(i).info().id() + " has before it " + ids(table.predecessors())
                        + " instead of " + ids(before) + " and behind it " + ids(table.successors()) + " instead of "
                        + ids(behind));
            }
        }
        return Optional.empty();
    }

    /** Whether every neighbor table is what it should be. */
    public boolean isConverged() {
        return firstWrongTable().isEmpty();
    }

    /** Members that hold themselves responsible for a position. */
    public long responsible(Position key) {
        return members.stream()
                .filter(peer -> peer.core().table().neighbors().isResponsible(key))
                .count();
    }

    private boolean is(PeerInfo neighbor, int index, int self) {
        int there = Math.floorMod(index, members.size());
        return there == self
                ? neighbor == null
                : neighbor != null
                        && neighbor.id().equals(members.get(there).info().id());
    }

    private List<PeerInfo> expected(int index, int direction) {
        List<PeerInfo> neighbors = new ArrayList<>(width);
        for (int i = 1; i <= Math.min(width, members.size() - 1); i++) {
            neighbors.add(members.get(Math.floorMod(index + direction * i, members.size()))
                    .info());
        }
        return neighbors;
    }

    private static List<String> ids(List<PeerInfo> peers) {
        return peers.stream().map(peer -> peer.id().toHex().substring(0, 8)).toList();
    }
}
