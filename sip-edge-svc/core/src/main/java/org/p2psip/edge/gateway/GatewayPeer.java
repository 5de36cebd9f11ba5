package org.p2psip.edge.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.p2psip.edge.Aor;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.Flow;
import org.p2psip.edge.digest.DigestCredentials;
import org.p2psip.edge.identity.Sender;
import org.p2psip.edge.location.BoundedCache;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.NameAddr;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.message.TelUri;
import org.p2psip.edge.number.E164;
import org.p2psip.edge.proxy.NextHops;
import org.p2psip.edge.proxy.Passage;
import org.p2psip.edge.proxy.Succession;
import org.p2psip.edge.transaction.IncomingRequest;
import org.p2psip.edge.trunk.Callers;
import org.p2psip.edge.trunk.TrunkConfig;
import org.p2psip.edge.trunk.TrunkStatus;
import org.p2psip.edge.trunk.Trunks;

/** The trunks of this edge as they are configured now: who comes by them, and what a called number means. */
public final class GatewayPeer {
    /** Trunks that are no longer configured, but may have calls up. */
    static final int MAX_RETIRED = 100;

    private static final Called NO_NUMBER = new Called.NoNumber();

    private final GatewayContext gateway;
    private final TrunkCalls calls;
    private final GatewayRecords records;
    private final Passages passages;
    private final TrunkHosts hosts;
    private final WaysOut waysOut = new WaysOut(this);
    private final Map<String, LiveTrunk> retired = new BoundedCache<>(MAX_RETIRED);
    private Trunks configured = Trunks.NONE;
    private boolean active;
    private Map<String, LiveTrunk> trunks = Map.of();
    private TrunkSources sources = new TrunkSources(List.of());
    private NumberPlan plan = new NumberPlan(Trunks.NONE);

    /** @param secret key shared by the edges of a site */
    public GatewayPeer(GatewayContext gateway, byte[] secret) {
        this.gateway = gateway;
        this.calls = new TrunkCalls(gateway);
        this.hosts = new TrunkHosts(gateway);
        this.records = new GatewayRecords(gateway);
        this.passages = new Passages(gateway, new DialogSecrets(secret, gateway.own()), calls, this::known);
    }

    /** Takes another configuration. Calls that are up go on; what was counted of a trunk is kept by its name. */
    public void changed(Trunks next) {
        Map<String, LiveTrunk> before = trunks;
        Map<String, LiveTrunk> after = new LinkedHashMap<>();
        for (TrunkConfig config : next.trunks()) {
            LiveTrunk known = before.getOrDefault(config.name(), retired.remove(config.name()));
            after.put(config.name(), new LiveTrunk(gateway, config, known));
        }
        configured = next;
        trunks = after;
        sources = new TrunkSources(after.values());
        plan = new NumberPlan(next);
        before.forEach((name, trunk) -> {
            trunk.stop(after.get(name));
            if (!after.containsKey(name)) {
                retired.put(name, trunk);
            }
        });
        after.forEach((name, trunk) -> trunk.start(before.get(name)));
        hosts.changed(after.values(), next.routedTrunks());
        records.changed(next.published());
        active = !next.isEmpty() || !retired.isEmpty();
    }

    /** The edge stops: its registrations at trunks are taken back. */
    public void stop() {
        trunks.values().forEach(trunk -> trunk.stop(null));
    }

    /** Whether there are trunks or numbers at all. */
    public boolean isActive() {
        return active;
    }

    /** How every host of every trunk is doing, in the order configured. */
    public List<TrunkStatus> status() {
        long now = gateway.context().time().nanos();
        List<TrunkStatus> status = new ArrayList<>();
        trunks.values().forEach(trunk -> status.addAll(trunk.status(now)));
        return status;
    }

    /** Whether messages on that flow come from a trunk. */
    public boolean isTrunk(Flow flow) {
        return active && sources.of(flow) != null;
    }

    /** The trunk that a request comes from, by what it shows at once; or that it names in its credentials. */
    public Optional<LiveTrunk> trunkOf(IncomingRequest request) {
        LiveTrunk bySource = sources.of(request.flow());
        if (bySource != null || !sources.hasLoginsOnly()) {
            return Optional.ofNullable(bySource);
        }
        for (String value : request.message().values(Header.PROXY_AUTHORIZATION)) {
            if (DigestCredentials.parse(value) instanceof DigestCredentials.Valid valid) {
                LiveTrunk named = sources.ofLogin(valid.credentials().username());
                if (named != null) {
                    return Optional.of(named);
                }
            }
        }
        return Optional.empty();
    }

    /** Whether there are trunks that show who they are by a password only: they have to be asked for it. */
    public boolean asksTrunksForPasswords() {
        return sources.hasLoginsOnly();
    }

    /** What the number in a Request-URI means to users, and to those who are neither. */
    public Called dialled(String number) {
        return E164.isDialString(E164.withoutSeparators(number)) ? meaning(plan.dialled(number), false) : NO_NUMBER;
    }

    /** What the number in a tel URI means that a trunk calls (RFC 3966). */
    public Called calledBy(LiveTrunk trunk, String number) {
        return E164.isDialString(number)
                ? meaning(trunk.config().inbound().called().apply(number), true)
                : NO_NUMBER;
    }

    /** What a request of a trunk calls. */
    public Called calledBy(LiveTrunk trunk, IncomingRequest request, SipUri uri) {
        String registered = trunk.config()
                .outbound()
                .registration()
                .map(TrunkConfig.Registration::contactUser)
                .orElse("");
        SipUri to = request.message().to().uri();
        // Some trunks call the contact that was registered, and say in To which number was dialled; others say the AOR
        boolean byContact = !registered.isEmpty() && uri.user().equals(registered) && to != null;
        String dialled = byContact ? E164.withoutSeparators(to.user()) : "";
        boolean inTo = !dialled.isEmpty() && E164.isDialString(dialled);
        String user = inTo ? dialled : E164.withoutSeparators(uri.user());
        return calledBy(trunk, user);
    }

    private Called meaning(String number, boolean fromTrunk) {
        if (!E164.isNumber(number)) {
            return NO_NUMBER;
        }
        Optional<Aor> owner = plan.ownerOf(number);
        if (owner.isPresent()) {
            return new Called.OwnUser(owner.get());
        }
        Trunks.Route route = plan.routeOf(number);
        if (route != null) {
            return new Called.Outside(number, route, route.callers());
        }
        // A call that came by a trunk is not sent on to other sites: it could come back for ever
        boolean elsewhere = configured.findsGateways() && !fromTrunk;
        return elsewhere ? new Called.Outside(number, null, configured.foreign()) : new Called.Unknown();
    }

    /** Who may call foreign domains. */
    public Callers foreignCallers() {
        return configured.foreign();
    }

    /** The realm of challenges to trunks. */
    public String realm() {
        return gateway.domain();
    }

    /** Takes a call of a trunk in, and counts it; where that is too many, the request is answered. */
    public boolean admits(LiveTrunk trunk, IncomingRequest invite) {
        boolean admitted = calls.begin(invite.message(), trunk) == CallLoad.Verdict.ADMITTED;
        if (!admitted) {
            gateway.context().counters().add(EdgeCounter.LIMIT_TRUNK_CALLS);
            TrunkCall.refuse(invite, "Trunk " + trunk.name() + " Is Full");
        }
        return admitted;
    }

    /** A BYE is forwarded. */
    public void ended(SipMessage bye) {
        calls.ended(bye);
    }

    /** The final response to an INVITE is sent. */
    public void answered(IncomingRequest invite, int status) {
        if (active && status >= 300 && !invite.hasToTag()) {
            calls.failed(invite.message());
        }
    }

    /**
     * Finds the way out to a number; when there is none, the request is answered here.
     *
     * @param inbound what is changed as the request came by a trunk itself; null when it did not
     */
    public void leave(
            IncomingRequest request,
            Called.Outside called,
            Sender sender,
            Passage inbound,
            Consumer<Succession> found) {
        waysOut.find(request, called, sender, inbound, found);
    }

    /** Who a request is from, whose user was authenticated; or nobody known. */
    public Sender senderOf(IncomingRequest request) {
        String user = request.authenticatedUser();
        String domain = request.authenticatedRealm();
        if (user.isEmpty()) {
            return Sender.UNKNOWN;
        }
        Aor aor = new Aor(user.substring(0, user.length() - domain.length() - 1), domain);
        String preferred = preferredNumber(request.message(), aor);
        return new Sender(aor, preferred.isEmpty() ? plan.numberOf(aor).orElse("") : preferred, false);
    }

    /** The number that a user wants to call with, in whatever form, where it is his own; empty when he names none. */
    private String preferredNumber(SipMessage request, Aor user) {
        if (request.count(Header.P_PREFERRED_IDENTITY) > 0) {
            for (String value : request.values(Header.P_PREFERRED_IDENTITY)) {
                NameAddr preferred = NameAddr.parse(value).orElse(null);
                String number = preferred == null ? "" : plan.dialled(dialString(preferred));
                if (E164.isNumber(number)
                        && plan.ownerOf(number).filter(user::equals).isPresent()) {
                    return number;
                }
            }
        }
        return "";
    }

    /** The number in an address of ours, or in a tel URI (RFC 3966). */
    private String dialString(NameAddr address) {
        if (address.uri() != null) {
            return gateway.own().isOwn(address.uri()) ? address.uri().user() : "";
        }
        return TelUri.parse(address.uriText()).map(TelUri::globalNumber).orElse("");
    }

    /** The trunk of that name, even one that is configured no more. */
    private LiveTrunk known(String name) {
        LiveTrunk trunk = trunks.get(name);
        return trunk == null ? retired.get(name) : trunk;
    }

    /** What is changed of messages that trunks get and send. */
    public Passages passages() {
        return passages;
    }

    /** Who may be sent to the hosts of trunks. */
    public NextHops hosts() {
        return hosts;
    }

    GatewayContext context() {
        return gateway;
    }

    TrunkCalls calls() {
        return calls;
    }

    Map<String, LiveTrunk> trunks() {
        return trunks;
    }

    Trunks configured() {
        return configured;
    }
}
