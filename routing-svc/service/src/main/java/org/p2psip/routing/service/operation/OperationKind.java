package org.p2psip.routing.service.operation;

/** The operations of the client protocol. */
public enum OperationKind {
    PUT,
    GET,
    SEND,
    ANNOUNCE,
    /** An operation that names none of them. */
    NONE
}
