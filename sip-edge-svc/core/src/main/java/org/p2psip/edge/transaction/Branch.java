package org.p2psip.edge.transaction;

/**
 * Names a client transaction.
 *
 * @param id number in this edge's table, not 0; a CANCEL has that of its INVITE plus one
 * @param text the Via branch parameter, which a CANCEL has in common with its INVITE
 */
public record Branch(long id, String text) {
    /** The name of the CANCEL to this INVITE (RFC 3261 9.1). */
    Branch ofCancel() {
        return new Branch(id + 1, text);
    }
}
