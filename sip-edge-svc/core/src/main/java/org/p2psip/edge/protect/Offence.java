package org.p2psip.edge.protect;

/** What is held against a source. */
public enum Offence {
    /** Credentials that are wrong. */
    AUTHENTICATION("wrong credentials"),
    /** A request for a user that does not exist. */
    UNKNOWN_USER("requests for users that do not exist"),
    /** A message that is no SIP, or breaks its grammar. */
    MALFORMED("malformed messages"),
    /** A program that calls itself by the name of a scanner. */
    SCANNER("a scanner by its User-Agent");

    private final String description;

    Offence(String description) {
        this.description = description;
    }

    /** For people. */
    public String description() {
        return description;
    }
}
