package org.p2psip.edge.route;

import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.Via;
import org.p2psip.edge.transaction.Fingerprint;

/**
 * Finds requests that came back unchanged in what they are routed by (RFC 5393 section 4.2). Our branches end with a
 * fingerprint of that; one that came back changed is a spiral and goes on.
 */
public final class LoopDetection {
    private final OwnAddress own;

    public LoopDetection(OwnAddress own) {
        this.own = own;
    }

    /** The end of the branches of that request. */
    public String branchSuffix(SipMessage request) {
        Fingerprint fingerprint = new Fingerprint(0).add(request.requestUri());
        if (request.count(Header.ROUTE) > 0) {
            request.values(Header.ROUTE).forEach(fingerprint::add);
        }
        return fingerprint.hex();
    }

    /**
     * Whether this edge has forwarded the request already.
     *
     * @throws org.p2psip.edge.message.MalformedHeaderException when a Via does not follow the grammar
     */
    public boolean isLooped(SipMessage request) {
        String suffix = null;
        for (Via via : request.vias()) {
            if (own.isEdge(via) && via.branch() != null) {
                suffix = suffix == null ? '.' + branchSuffix(request) : suffix;
                if (via.branch().endsWith(suffix)) {
                    return true;
                }
            }
        }
        return false;
    }
}
