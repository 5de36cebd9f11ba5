package org.p2psip.storage.service.message;

import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.p2psip.identity.Identity;
import org.p2psip.identity.Role;
import org.p2psip.proto.v1.Requester;
import org.p2psip.storage.NodeId;
import org.p2psip.storage.Octets;
import org.p2psip.storage.access.Writer;

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
}
