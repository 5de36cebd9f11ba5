package org.p2psip.relay.turn.request;

import java.util.ArrayList;
import java.util.List;
import org.p2psip.relay.turn.Command;
import org.p2psip.relay.turn.TurnCommons;
import org.p2psip.relay.turn.TurnCounts.Kind;
import org.p2psip.relay.turn.allocation.Allocation;
import org.p2psip.relay.turn.allocation.AllocationTable;
import org.p2psip.relay.turn.allocation.PeerConnection;
import org.p2psip.relay.turn.attribute.AddressFamily;

/** The end of an allocation, whoever wants it: its ports and its place in the quotas are given back. */
public final class Ending {
    private final TurnCommons commons;
    private final AllocationTable table;

    public Ending(TurnCommons commons, AllocationTable table) {
        this.commons = commons;
        this.table = table;
    }

    /** Of all its families. */
    public List<Command> end(Allocation allocation, Kind why) {
        List<Command> commands = new ArrayList<>();
        for (AddressFamily family : AddressFamily.values()) {
            commands.addAll(end(allocation, family, why));
        }
        return commands;
    }

    /** Of one family; with the last one the allocation is over. */
    List<Command> end(Allocation allocation, AddressFamily family, Kind why) {
        if (allocation.relayed(family).isEmpty()) {
            return List.of();
        }
        int port = allocation.relayed(family).get().port();
        allocation.close(family);
        commons.ports().get(family).release(port);
        List<Command> commands = closeConnections(allocation, family);
        boolean last = allocation.state() == Allocation.State.CLOSED;
        if (last) {
            table.remove(allocation);
            commons.quotas().release(allocation.owner().account());
            commons.counts().count(why);
        }
        commands.add(new Command.CloseRelay(allocation, new Command.RelayPort(family, port), last));
        return commands;
    }

    /** RFC 6062 section 5.5: connections live no longer than their allocation. */
    private List<Command> closeConnections(Allocation allocation, AddressFamily family) {
        List<Command> commands = new ArrayList<>();
        for (PeerConnection connection : List.copyOf(allocation.connections())) {
            if (AddressFamily.of(connection.peer().getAddress()) == family) {
                allocation.remove(connection);
                commons.pendingConnections().take(connection);
                commands.add(new Command.ClosePeer(connection));
            }
        }
        return commands;
    }
}
