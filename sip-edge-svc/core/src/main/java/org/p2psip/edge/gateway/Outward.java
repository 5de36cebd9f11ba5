package org.p2psip.edge.gateway;

import java.net.InetSocketAddress;

/** What a request has that the gateway let out: it may go where others may not. */
interface Outward {
    /** Whether it was let out to there. */
    boolean leadsTo(InetSocketAddress server);
}
