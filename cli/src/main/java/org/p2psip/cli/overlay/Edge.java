package org.p2psip.cli.overlay;

import java.util.List;
import org.p2psip.proto.v1.LiftBanRequest;
import org.p2psip.proto.v1.ListBansRequest;
import org.p2psip.proto.v1.SetTraceRequest;

/** What operators ask of a running edge. */
public final class Edge {
    /** A source that the edge does not listen to, and for how many seconds it does and will not. */
    public record Ban(String source, String reason, long sinceSeconds, long leftSeconds) {}

    private final NodeConnection node;

    public Edge(NodeConnection node) {
        this.node = node;
    }

    public List<Ban> bans() {
        return node.call(() -> node.edge().listBans(ListBansRequest.getDefaultInstance())).getBansList().stream()
                .map(ban -> new Ban(ban.getSource(), ban.getReason(), ban.getSinceS(), ban.getLeftS()))
                .toList();
    }

    /** Ends the ban that an address is under. */
    public void lift(String address) {
        node.call(() -> node.edge()
                .liftBan(LiftBanRequest.newBuilder().setAddress(address).build()));
    }

    /** Switches the message trace; of all messages when the user is empty. */
    public void trace(String user, boolean on) {
        node.call(() -> node.edge()
                .setTrace(SetTraceRequest.newBuilder().setUser(user).setOn(on).build()));
    }
}
