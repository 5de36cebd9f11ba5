package org.p2psip.routing.admission;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.p2psip.identity.Identity;
import org.p2psip.identity.Role;
import org.p2psip.routing.record.Aor;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Position;

/**
 * Makes identities for an overlay. Node-IDs are random and chosen here, so that nobody can choose where on the ring he
 * sits (RFC 6940 section 11.3).
 *
 * @param overlay name of the overlay
 * @param random a cryptographic one
 */
public record NewIdentities(String overlay, SecureRandom random) {
    /** Of a service or an operator. Its user name is its first Node-ID, which no address of record is. */
    public Identity member(Admission admission) {
        List<String> nodeIds = nodeIds(admission.nodeIds());
        String userName = nodeIds.getFirst() + "@" + overlay;
        return new Identity(overlay, nodeIds, userName, admission.roles(), Optional.of(admission.site()));
    }

    /** Of a user, by its address of record. */
    public Identity user(Aor aor) {
        return new Identity(overlay, nodeIds(1), aor.resourceName(), Set.of(Role.USER), Optional.empty());
    }

    private List<String> nodeIds(int count) {
        return Stream.generate(this::nodeId)
                .flatMap(Optional::stream)
                .limit(count)
                .map(NodeId::toHex)
                .toList();
    }

    /** Empty for the reserved numbers. */
    private Optional<NodeId> nodeId() {
        byte[] bytes = new byte[Position.BYTES];
        random.nextBytes(bytes);
        return NodeId.ofBytes(bytes);
    }
}
