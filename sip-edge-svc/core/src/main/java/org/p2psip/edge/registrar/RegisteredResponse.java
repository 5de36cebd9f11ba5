package org.p2psip.edge.registrar;

import java.util.List;
import org.p2psip.edge.Aor;
import org.p2psip.edge.Binding;
import org.p2psip.edge.gruu.Gruus;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.ResponseBuilder;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.route.OwnAddress;
import org.p2psip.edge.time.CurrentTime;
import org.p2psip.edge.transaction.IncomingRequest;

/** The 200 to a REGISTER (RFC 3261 10.3 step 8), with what RFC 3327, 3608 and 5627 add to it. */
final class RegisteredResponse {
    private final RegistrarConfig config;
    private final OwnAddress own;
    private final OutboundRegistration outbound;
    private final Gruus gruus;
    private final DateHeader date;

    RegisteredResponse(
            RegistrarConfig config, OwnAddress own, OutboundRegistration outbound, Gruus gruus, CurrentTime time) {
        this.config = config;
        this.own = own;
        this.outbound = outbound;
        this.gruus = gruus;
        this.date = new DateHeader(time);
    }

    /** Answers with the bindings that the user has now. */
    void answer(IncomingRequest request, Aor aor, List<Binding> bindings) {
        SipMessage register = request.message();
        ResponseBuilder response = request.response(200, null);
        boolean gruu = false;
        for (Binding binding : bindings) {
            if (binding.instance().isEmpty()) {
                response.header(Header.CONTACT, ContactHeader.registered(binding));
            } else {
                gruu = gruu || RegistrationReader.supports(register, "gruu");
                response.header(Header.CONTACT, ofPhone(binding, aor, bindings, gruu));
            }
        }
        // RFC 3327 5.3: the phone sees by which proxies it is reached
        List<String> path = pathOf(register, bindings);
        if (!path.isEmpty() && RegistrationReader.supports(register, "path")) {
            path.forEach(value -> response.header(Header.PATH, value));
        }
        outbound.confirm(request, response);
        if (config.serviceRoute()) {
            response.header(Header.SERVICE_ROUTE, own.serviceRoute(request.flow()));
        }
        request.answer(200, response.header(Header.DATE, date.now()).toBytes());
    }

    /** That of a binding which this REGISTER wrote, with what this edge added; else what it brought. */
    private static List<String> pathOf(SipMessage register, List<Binding> bindings) {
        for (Binding binding : bindings) {
            if (!binding.path().isEmpty()
                    && binding.cseq() == register.cseq().number()
                    && binding.callId().equals(register.callId())) {
                return binding.path();
            }
        }
        return register.count(Header.PATH) > 0 ? register.values(Header.PATH) : List.of();
    }

    /** RFC 5627 5.2. */
    private String ofPhone(Binding binding, Aor aor, List<Binding> all, boolean gruu) {
        StringBuilder contact = new StringBuilder(ContactHeader.registered(binding));
        contact.append(";+sip.instance=\"<").append(binding.instance()).append(">\"");
        if (binding.regId() > 0) {
            contact.append(";reg-id=").append(binding.regId());
        }
        if (gruu) {
            quoted(contact, "pub-gruu", gruus.publicOf(aor, binding.instance()));
            gruus.temporaryOf(aor, binding.instance(), all)
                    .ifPresent(temporary -> quoted(contact, "temp-gruu", temporary));
        }
        return contact.toString();
    }

    /** A URI has no character that would need an escape between quotes. */
    private static void quoted(StringBuilder contact, String param, String uri) {
        contact.append(';').append(param).append("=\"").append(uri).append('"');
    }
}
