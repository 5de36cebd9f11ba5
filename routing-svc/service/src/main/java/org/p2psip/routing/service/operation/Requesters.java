package org.p2psip.routing.service.operation;

import com.google.protobuf.ByteString;
import java.util.HexFormat;
import java.util.Optional;
import org.p2psip.identity.Identity;
import org.p2psip.identity.Role;
import org.p2psip.proto.v1.Requester;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.tls.call.Caller;

/** Who wants something of storage, in the contract's terms: what the caller's certificate says, and nothing that it sends. */
public final class Requesters {
    private Requesters() {}

    /** Who makes the call that is being served; empty without TLS. */
    public static Optional<Requester> current() {
        return Caller.current() instanceof Caller.Member member ? Optional.of(of(member.identity())) : Optional.empty();
    }

    private static Requester of(Identity identity) {
        Requester.Builder requester = Requester.newBuilder()
                .setUserName(identity.userName())
                .setNodeId(ByteString.copyFrom(
                        HexFormat.of().parseHex(identity.nodeIds().getFirst())))
                .setSite(identity.site().orElse(""));
        identity.roles().forEach(role -> requester.addRoles(role.number()));
        return requester.build();
    }

    /** The enrollment service of a peer: its calls are for operators, and it writes in their name. */
    public static Requester enrollment(NodeId self) {
        return Requester.newBuilder()
                .setUserName("enrollment")
                .setNodeId(ByteString.copyFrom(self.toBytes()))
                .addRoles(Role.OPERATOR.number())
                .build();
    }
}
