package org.p2psip.cli.node;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.p2psip.identity.Role;

/** The services of a node, in the order in which they are listed and, backwards, stopped. */
public enum NodeService {
    KAFKA,
    STORAGE,
    ROUTING,
    RELAY,
    EDGE;

    /** Those that a node lists, by their use: what others need first. */
    public static final List<NodeService> LISTED = List.of(KAFKA, STORAGE, ROUTING, EDGE, RELAY);

    /** Name on the command line, of its log and of its data directory. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it serves contracts over gRPC. */
    public boolean servesGrpc() {
        return this != KAFKA;
    }

    /** What its certificate says that it is. */
    public Role role() {
        return switch (this) {
            case STORAGE -> Role.STORE;
            case ROUTING -> Role.PEER;
            case EDGE -> Role.EDGE;
            case RELAY -> Role.RELAY;
            case KAFKA -> throw new IllegalArgumentException("a broker is no member of the overlay");
        };
    }

    /** The service of that name. */
    public static Optional<NodeService> of(String label) {
        return Arrays.stream(values())
                .filter(service -> service.label().equals(label))
                .findFirst();
    }
}
