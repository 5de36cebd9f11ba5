package org.p2psip.edge.service.admin;

import java.util.Optional;

/** The SIP message trace, as operators switch it. Where a bean of this type is, EdgeAdmin.SetTrace leads to it. */
public interface MessageTrace {
    /**
     * Switches the trace on or off. On the edge's event loop.
     *
     * @param user as user@domain; empty for all messages
     * @return why it cannot be done, with what would be right; empty when it is done
     */
    Optional<String> set(String user, boolean on);
}
