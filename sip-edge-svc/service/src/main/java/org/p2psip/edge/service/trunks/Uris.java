package org.p2psip.edge.service.trunks;

import java.util.Optional;
import java.util.Set;
import org.p2psip.edge.message.SipUri;

/** SIP URIs as they may stand in a trunks file. */
final class Uris {
    private static final Set<String> TRANSPORTS = Set.of("", "udp", "tcp", "tls");

    private Uris() {}

    /** Where to send to: host, port and transport. */
    static Optional<SipUri> ofHost(YamlValue value) {
        return value.as(
                "must be a SIP URI of a host, such as sip:sbc.example.com;transport=tls, with udp, tcp or tls",
                text -> SipUri.parse(text)
                        .filter(uri -> uri.user().isEmpty() && uri.headers().isEmpty())
                        .filter(uri -> TRANSPORTS.contains(uri.transportParam())));
    }

    /** An address of record; its user may have {number} and {rest} in it, which a URI has only in escaped form. */
    static Optional<SipUri> ofUser(YamlValue value) {
        return value.as("must be a SIP URI with a user, such as sip:alice@example.org", text -> SipUri.parse(
                        text.replace("{", "%7B").replace("}", "%7D"))
                .filter(uri -> !uri.user().isEmpty()));
    }
}
