package org.p2psip.edge.service;

import java.net.InetAddress;
import org.p2psip.edge.Flow;
import org.p2psip.edge.OverlayResult;
import org.p2psip.edge.locate.DnsAnswer;
import org.p2psip.edge.message.Decoded;

/**
 * What the shells tell the core. On the event loop only, and never from within a command: the core does not expect to
 * be called while it calls.
 */
public interface EdgeInput {
    /** Whether nothing from there is to be read. */
    boolean isBanned(InetAddress source);

    /** A message, or what should have been one, came in. */
    void received(Flow from, Decoded decoded);

    /** A command to the overlay is answered. */
    void answered(long token, OverlayResult result);

    /** A question to DNS is answered. */
    void dnsAnswered(long token, DnsAnswer answer);

    /** A stream is closed. */
    void flowClosed(Flow flow);

    /** The message of that token could not be sent. */
    void sendFailed(long failureToken);
}
