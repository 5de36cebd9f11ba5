package org.p2psip.storage.kind;

/** How the values of a kind are named (RFC 6940 section 7.2). */
public enum DataModel {
    SINGLE,
    ARRAY,
    DICTIONARY
}
