package org.p2psip.storage.access;

/** A rule of who may write the values of a kind (RFC 6940 section 7.3). Pure. */
public interface AccessPolicy {
    /** As in the registry of RFC 6940 section 14.4, or the project's own: "USER-MATCH". */
    String name();

    /** Whether the signer may write this value. */
    Decision check(WriteAttempt attempt, Domains domains);

    /** Whether it decides by dictionary keys, so that only a dictionary can have it. */
    default boolean needsDictionary() {
        return false;
    }
}
