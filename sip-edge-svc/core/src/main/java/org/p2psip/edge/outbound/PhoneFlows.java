package org.p2psip.edge.outbound;

import java.net.InetAddress;
import org.p2psip.edge.Flow;
import org.p2psip.edge.Transport;
import org.p2psip.edge.locate.HostLiteral;
import org.p2psip.edge.message.NameAddr;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.message.Via;
import org.p2psip.edge.transaction.IncomingRequest;

/**
 * Which senders are only reached over the flow that their request came by: phones that ask for it (RFC 5626), phones on
 * a stream, and phones behind a NAT, whose Via or Contact is not where their packets come from.
 */
public final class PhoneFlows {
    /** URI parameter of RFC 5626 section 4.3. */
    public static final String OB = "ob";

    private final boolean all;

    public PhoneFlows(OutboundConfig config) {
        this.all = config.flows() == OutboundConfig.Flows.ALL;
    }

    /**
     * What {@link #needOf(IncomingRequest, SipUri)} says of the one Contact of a request that sets up a dialog, as it was
     * written. A phone that is where its Via and its Contact say is recognised without reading it.
     */
    public FlowNeed needOf(IncomingRequest request, String contact) {
        boolean nearby = !all && request.flow().transport() == Transport.UDP && !contact.contains(";ob");
        if (nearby && contact.contains(request.message().topVia().host()) && !isBehindNat(request)) {
            return FlowNeed.NONE;
        }
        return needOf(request, NameAddr.parse(contact).map(NameAddr::uri).orElse(null));
    }

    /**
     * Whether requests to that contact have to go back the way this request came.
     *
     * @param contact a contact of the request; null when it is no SIP URI
     */
    public FlowNeed needOf(IncomingRequest request, SipUri contact) {
        if (contact == null || !request.isFromFirstHop()) {
            return FlowNeed.NONE;
        }
        Flow flow = request.flow();
        if (contact.params().containsKey(OB)
                || isBehindNat(request)
                || flow.transport().isOpenedByClientOnly()) {
            return FlowNeed.ONLY;
        }
        InetAddress source = flow.remote().getAddress();
        InetAddress host = HostLiteral.of(contact.host());
        if (flow.transport() != Transport.UDP) {
            // A phone without a NAT that names another host speaks for somebody else.
            return host == null || (PrivateAddress.is(host) && !PrivateAddress.is(source))
                    ? FlowNeed.ONLY
                    : host.equals(source) ? FlowNeed.PREFERRED : FlowNeed.NONE;
        }
        if (host != null && PrivateAddress.is(host) && !PrivateAddress.is(source)) {
            return FlowNeed.ONLY;
        }
        return all && (host == null || host.equals(source)) ? FlowNeed.ONLY : FlowNeed.NONE;
    }

    /** Whether somebody between has changed address or port. A port alone says so only of a phone that asks for rport. */
    private static boolean isBehindNat(IncomingRequest request) {
        Via via = request.message().topVia();
        Flow flow = request.flow();
        InetAddress sentBy = HostLiteral.of(via.host());
        if (sentBy != null && !sentBy.equals(flow.remote().getAddress())) {
            return true;
        }
        int port = via.port() < 0 ? flow.transport().defaultPort() : via.port();
        return flow.transport() == Transport.UDP
                && via.rport() >= 0
                && port != flow.remote().getPort();
    }
}
