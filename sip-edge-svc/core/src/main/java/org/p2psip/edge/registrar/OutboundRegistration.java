package org.p2psip.edge.registrar;

import java.util.ArrayList;
import java.util.List;
import org.p2psip.edge.Transport;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.NameAddr;
import org.p2psip.edge.message.ResponseBuilder;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.outbound.FlowNeed;
import org.p2psip.edge.outbound.Outbound;
import org.p2psip.edge.outbound.OutboundConfig;
import org.p2psip.edge.outbound.PhoneFlows;
import org.p2psip.edge.route.OwnAddress;
import org.p2psip.edge.transaction.IncomingRequest;

/**
 * The flows of registrations: which contacts get a Path by the flow that the REGISTER came on, and what a phone that
 * does RFC 5626 is told. The Path is this edge's own, as it is proxy and registrar in one: the phone need not know of it
 * (RFC 3327 section 5.1 asks that of a proxy between phone and registrar).
 */
final class OutboundRegistration {
    private static final String OPTION = "outbound";

    private final OwnAddress own;
    private final Outbound outbound;
    private final String streamTimer;
    private final String udpTimer;

    OutboundRegistration(OwnAddress own, Outbound outbound) {
        this.own = own;
        this.outbound = outbound;
        int seconds = outbound.config().flowTimerSeconds();
        this.streamTimer = Integer.toString(seconds);
        this.udpTimer = Integer.toString(Math.min(seconds, OutboundConfig.UDP_FLOW_TIMER_SECONDS));
    }

    /** Whether the contact names one flow of one phone (RFC 5626 section 4.2). */
    static boolean isOfFlow(NameAddr contact) {
        return contact.param("reg-id") != null && contact.param("+sip.instance") != null;
    }

    /** Whether one of the contacts does. */
    static boolean isAnyOfFlow(List<NameAddr> contacts) {
        for (NameAddr contact : contacts) {
            if (isOfFlow(contact)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the phone knows RFC 5626. */
    static boolean isSupported(SipMessage register) {
        return RegistrationReader.supports(register, OPTION);
    }

    /** Whether the first hop keeps flows: this edge, or one whose Path says so (RFC 5626 section 6). */
    static boolean isSupportedByFirstHop(IncomingRequest request) {
        return request.isFromFirstHop()
                || request.message().paths().stream()
                        .anyMatch(path ->
                                path.uri() != null && path.uri().params().containsKey(PhoneFlows.OB));
    }

    /** The Path of a contact: what the REGISTER brought, and this edge where the phone hangs on its flow. */
    List<String> path(IncomingRequest request, NameAddr contact, List<String> brought) {
        boolean ofFlow = isOfFlow(contact) && request.isFromFirstHop();
        FlowNeed need = ofFlow ? FlowNeed.ONLY : outbound.phones().needOf(request, contact.uri());
        if (need == FlowNeed.NONE) {
            return brought;
        }
        List<String> path = new ArrayList<>(brought);
        path.add(own.path(request.flow(), outbound.tokens().ofPath(request.flow(), need)));
        return path;
    }

    /** Tells a phone that asked for it that its flow is kept, and how often it has to show that it lives. */
    void confirm(IncomingRequest request, ResponseBuilder ok) {
        SipMessage register = request.message();
        if (!isSupported(register)
                || register.isWildcardContact()
                || !isAnyOfFlow(register.contacts())
                || !isSupportedByFirstHop(request)) {
            return;
        }
        ok.header(Header.REQUIRE, OPTION);
        if (request.isFromFirstHop()) {
            ok.header("Flow-Timer", request.flow().transport() == Transport.UDP ? udpTimer : streamTimer);
        }
    }
}
