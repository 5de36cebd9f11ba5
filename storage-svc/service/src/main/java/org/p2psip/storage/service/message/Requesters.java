package org.p2psip.storage.service.message;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.p2psip.identity.Identity;
import org.p2psip.identity.Role;
import org.p2psip.proto.v1.EdgeRegistration;
import org.p2psip.proto.v1.Requester;
import org.p2psip.storage.NodeId;
import org.p2psip.storage.Octets;
import org.p2psip.storage.access.Authentication;
import org.p2psip.storage.access.Writer;
import org.p2psip.storage.write.ValueWrite;

/** Who asks, as types of the core. */
public final class Requesters {
    private Requesters() {}

    /** Whom a peer names; empty when that is nobody with a Node-ID and a role. */
    public static Optional<Writer> named(Requester requester) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (int number : requester.getRolesList()) {
            Role.ofNumber(number).ifPresent(roles::add);
        }
        return roles.isEmpty() || requester.getNodeId().size() != NodeId.LENGTH
                ? Optional.empty()
                : Optional.of(new Writer(
                        requester.getUserName(),
                        new NodeId(RequestMapping.octets(requester.getNodeId())),
                        roles,
                        requester.getSite()));
    }

    /** A peer that asks in its own name. */
    public static Writer peer(Identity identity) {
        return new Writer(
                identity.userName(),
                new NodeId(
                        Octets.wrap(HexFormat.of().parseHex(identity.nodeIds().getFirst()))),
                identity.roles(),
                identity.site().orElse(""));
    }

    /** What an EDGE-REGISTRATION says of whom the edge authenticated; empty for a value that is none. */
    public static Optional<Authentication> authentication(ValueWrite registration) {
        try {
            EdgeRegistration read =
                    EdgeRegistration.parseFrom(registration.value().unsafeArray());
            return Optional.of(new Authentication(read.getAuthenticatedUser(), read.getAuthentication()));
        } catch (InvalidProtocolBufferException notOne) {
            return Optional.empty(); // refused then, as nothing says who was authenticated
        }
    }
}
