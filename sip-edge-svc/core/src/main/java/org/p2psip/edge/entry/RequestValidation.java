package org.p2psip.edge.entry;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.p2psip.edge.EdgeConfig;
import org.p2psip.edge.Transport;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.message.TelUri;
import org.p2psip.edge.policy.EmergencyService;
import org.p2psip.edge.proxy.MaxBreadth;
import org.p2psip.edge.route.LoopDetection;
import org.p2psip.edge.route.RoutedRequest;

/** Whether a request is one that this edge can work on (RFC 3261 16.3, 8.2.2). */
final class RequestValidation {
    /** Option tags that the registrar understands (RFC 3327, RFC 5626, RFC 5627). */
    private static final Set<String> REGISTRAR_EXTENSIONS = Set.of("path", "outbound", "gruu");

    private final LoopDetection loops;
    private final boolean encrypts;
    private final boolean emergencies;

    RequestValidation(EdgeConfig config, LoopDetection loops) {
        this.loops = loops;
        this.encrypts = config.locate().transports().contains(Transport.TLS);
        this.emergencies = config.proxy().emergencyRoute().isPresent();
    }

    /** What holds wherever the request goes. */
    Optional<Refusal> ofAny(RoutedRequest routed) {
        Optional<Refusal> ofUri = routed.uri() == null ? ofOtherScheme(routed.requestUri()) : ofSipUri(routed.uri());
        return ofUri.isPresent() ? ofUri : unsupported(routed.request().message(), Header.PROXY_REQUIRE, Set.of());
    }

    private Optional<Refusal> ofSipUri(SipUri uri) {
        boolean plain = uri.scheme().equals("sip");
        return plain || encrypts ? Optional.empty() : Optional.of(Refusal.of(416, "No TLS Here"));
    }

    private Optional<Refusal> ofOtherScheme(String uri) {
        if (TelUri.isTel(uri)) {
            if (TelUri.lacksContext(uri)) {
                return Optional.of(Refusal.of(484, "No phone-context"));
            }
            return TelUri.parse(uri).isPresent() ? Optional.empty() : Optional.of(Refusal.of(400, "Malformed tel URI"));
        }
        return emergencies && EmergencyService.isNamedBy(uri) ? Optional.empty() : Optional.of(Refusal.of(416, null));
    }

    /** What a request must keep to that is forwarded. */
    Optional<Refusal> ofForwarded(SipMessage request) {
        if (request.maxForwards() == 0) {
            return Optional.of(Refusal.of(483, null));
        }
        int breadth = MaxBreadth.of(request);
        if (breadth <= 0) {
            return Optional.of(
                    breadth == MaxBreadth.MALFORMED ? Refusal.of(400, "Malformed Max-Breadth") : Refusal.of(440, null));
        }
        return loops.isLooped(request) ? Optional.of(Refusal.of(482, null)) : Optional.empty();
    }

    /** What a request must keep to that is answered here. */
    Optional<Refusal> ofAnswered(SipMessage request) {
        boolean register = request.method().equals("REGISTER");
        return unsupported(request, Header.REQUIRE, register ? REGISTRAR_EXTENSIONS : Set.of());
    }

    private static Optional<Refusal> unsupported(SipMessage request, Header header, Set<String> supported) {
        if (request.count(header) == 0) {
            return Optional.empty();
        }
        List<String> unsupported = request.values(header).stream()
                .filter(tag -> !supported.contains(tag.toLowerCase(Locale.ROOT)))
                .toList();
        return unsupported.isEmpty()
                ? Optional.empty()
                : Optional.of(new Refusal(420, null, Header.UNSUPPORTED, String.join(", ", unsupported)));
    }
}
