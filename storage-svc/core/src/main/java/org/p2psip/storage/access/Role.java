package org.p2psip.storage.access;

/** What the holder of a certificate is in the overlay. */
public enum Role {
    PEER,
    EDGE,
    STORE,
    RELAY,
    OPERATOR,
    USER
}
