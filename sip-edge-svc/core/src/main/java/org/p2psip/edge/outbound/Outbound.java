package org.p2psip.edge.outbound;

import org.p2psip.edge.EdgeConfig;

/**
 * What serves RFC 5626 at an edge.
 *
 * @param config how it is used
 * @param tokens makes and reads flow tokens
 * @param phones says who needs one
 * @param losses tells who waits on a stream that closes
 */
public record Outbound(OutboundConfig config, FlowTokens tokens, PhoneFlows phones, FlowLosses losses) {
    /**
     * @param edge address of this edge, as URIs with its tokens have it
     * @param run number of this run of the edge, which nobody has seen before
     */
    public static Outbound of(EdgeConfig config, String edge, long run) {
        return new Outbound(
                config.outbound(),
                new FlowTokens(config.secret(), edge, run),
                new PhoneFlows(config.outbound()),
                new FlowLosses());
    }
}
