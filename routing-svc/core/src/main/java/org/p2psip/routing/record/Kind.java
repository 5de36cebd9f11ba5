package org.p2psip.routing.record;

import java.util.Optional;

/** Kinds of records that the overlay keeps (RFC 6940 section 14.6, RFC 7904 section 6; private ones from 0xF0000001). */
public enum Kind {
    SIP_REGISTRATION(0x1, true),
    TURN_SERVICE(0x2, false),
    CERTIFICATE_BY_NODE(0x3, false),
    CERTIFICATE_BY_USER(0x10, true),
    EDGE_REGISTRATION(0xF0000001, true),
    GATEWAY(0xF0000002, false),
    CREDENTIALS(0xF0000003, true);

    private final int id;
    private final boolean namedByAor;

    Kind(int id, boolean namedByAor) {
        this.id = id;
        this.namedByAor = namedByAor;
    }

    /** The Kind-ID, an unsigned number of 32 bits. */
    public int id() {
        return id;
    }

    /** Whether the resource name of such a record is an address of record. */
    public boolean isNamedByAor() {
        return namedByAor;
    }

    /** The kind of a Kind-ID; empty for kinds that only the store may know. */
    public static Optional<Kind> ofId(int id) {
        for (Kind kind : KINDS) {
            if (kind.id == id) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    private static final Kind[] KINDS = values();
}
