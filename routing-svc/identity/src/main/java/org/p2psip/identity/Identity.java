package org.p2psip.identity;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a certificate of the overlay says (RFC 6940 section 11.3). That it is genuine, valid and not revoked has to be
 * checked apart from it.
 *
 * @param overlay name of the overlay
 * @param nodeIds at least one, 32 lower-case hexadecimal digits each
 * @param userName "user@domain", the one name that its holder may use
 * @param roles at least one
 * @param site the site that a service belongs to; absent for users
 */
public record Identity(String overlay, List<String> nodeIds, String userName, Set<Role> roles, Optional<String> site) {
    /** The types of GeneralName (RFC 5280 section 4.2.1.6) that RFC 6940 allows. */
    private static final int RFC822_NAME = 1;

    private static final int URI = 6;

    /** What {@link #of} found. */
    public sealed interface Reading {
        /** The certificate is one of an overlay. */
        record Known(Identity identity) implements Reading {}

        /** It is none; the message says why. */
        record Unknown(String message) implements Reading {}
    }

    public Identity {
        nodeIds = List.copyOf(nodeIds);
        roles = Set.copyOf(roles);
    }

    /** The URIs that stand for the Node-IDs in a certificate. */
    public List<NodeUri> nodeUris() {
        return nodeIds.stream().map(nodeId -> new NodeUri(nodeId, overlay)).toList();
    }

    /** Reads a certificate. */
    public static Reading of(X509Certificate certificate) {
        List<NodeUri> nodes = new ArrayList<>();
        List<String> userNames = new ArrayList<>();
        Set<Role> roles = EnumSet.noneOf(Role.class);
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            for (List<?> name : names == null ? List.<List<?>>of() : names) {
                Optional<String> problem = read(name, nodes, userNames);
                if (problem.isPresent()) {
                    return new Reading.Unknown(problem.get());
                }
            }
            List<String> purposes = certificate.getExtendedKeyUsage();
            for (String purpose : purposes == null ? List.<String>of() : purposes) {
                Role.ofPurpose(purpose).ifPresent(roles::add);
            }
        } catch (CertificateParsingException e) {
            return new Reading.Unknown("the certificate cannot be read: " + e.getMessage());
        }
        if (!SiteExtension.isSound(certificate)) {
            return new Reading.Unknown("the site in the certificate cannot be read");
        }
        return identity(nodes, userNames, roles, SiteExtension.read(certificate));
    }

    private static Optional<String> read(List<?> name, List<NodeUri> nodes, List<String> userNames) {
        int type = (Integer) name.get(0);
        if (type == RFC822_NAME) {
            userNames.add((String) name.get(1));
            return Optional.empty();
        }
        Optional<NodeUri> node = type == URI ? NodeUri.parse((String) name.get(1)) : Optional.empty();
        node.ifPresent(nodes::add);
        return node.isPresent()
                ? Optional.empty()
                : Optional.of("the certificate names " + (type == URI ? name.get(1) : "type " + type)
                        + ", which is neither a node nor a user of an overlay");
    }

    private static Reading identity(
            List<NodeUri> nodes, List<String> userNames, Set<Role> roles, Optional<String> site) {
        if (nodes.isEmpty()) {
            return new Reading.Unknown("the certificate has no Node-ID");
        }
        String overlay = nodes.getFirst().overlay();
        if (nodes.stream().anyMatch(node -> !node.overlay().equals(overlay))) {
            return new Reading.Unknown("the certificate has Node-IDs of two overlays");
        }
        if (userNames.size() != 1) {
            return new Reading.Unknown("the certificate has " + userNames.size() + " user names, expected one");
        }
        if (roles.isEmpty()) {
            return new Reading.Unknown("the certificate has no role");
        }
        List<String> nodeIds = nodes.stream().map(NodeUri::nodeId).toList();
        return new Reading.Known(new Identity(overlay, nodeIds, userNames.getFirst(), roles, site));
    }
}
