package org.p2psip.identity;

import java.util.Locale;
import java.util.Optional;

/**
 * What the holder of a certificate is in the overlay. It decides which calls the holder may make. A role stands in the
 * certificate as an extended key usage (RFC 5280 section 4.2.1.12) with an object identifier of this project, below an
 * arc that needs no registration (ITU-T X.667).
 */
public enum Role {
    /** A peer: takes part in the ring. */
    PEER(1),
    /** A SIP edge: writes registrations for users it has authenticated, reads credentials. */
    EDGE(2),
    /** A member of a site's storage. */
    STORE(3),
    /** A relay: reads credentials. */
    RELAY(4),
    /** An operator: enrolls, revokes, administers. */
    OPERATOR(5),
    /** A user: writes records under its own name. */
    USER(6);

    /** All object identifiers of this project are below it. */
    static final String ARC = "2.25.292545444238192021245481123928947984628";

    private static final Role[] ROLES = values();

    private final int number;
    private final String purpose;
    private final String label;

    Role(int number) {
        this.number = number;
        this.purpose = ARC + ".1." + number;
        this.label = name().toLowerCase(Locale.ROOT);
    }

    /** What stands for it in messages, and last in its object identifier. */
    public int number() {
        return number;
    }

    /** The role of a number; empty for numbers that are of none. */
    public static Optional<Role> ofNumber(int number) {
        return number >= 1 && number <= ROLES.length ? Optional.of(ROLES[number - 1]) : Optional.empty();
    }

    /** The object identifier of the extended key usage, in dotted decimals. */
    public String purpose() {
        return purpose;
    }

    /** As people write it: "edge". */
    public String label() {
        return label;
    }

    /** The role of a label, in its exact spelling. */
    public static Optional<Role> ofLabel(String label) {
        for (Role role : ROLES) {
            if (role.label.equals(label)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    /** The role of an extended key usage; empty for usages that are no role. */
    public static Optional<Role> ofPurpose(String purpose) {
        for (Role role : ROLES) {
            if (role.purpose.equals(purpose)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
