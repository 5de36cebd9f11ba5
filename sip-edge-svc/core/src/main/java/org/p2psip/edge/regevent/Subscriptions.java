package org.p2psip.edge.regevent;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.p2psip.edge.Aor;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.Flow;
import org.p2psip.edge.gruu.Gruus;
import org.p2psip.edge.location.RouteSets;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.ResponseBuilder;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.time.Agenda;
import org.p2psip.edge.transaction.IncomingRequest;
import org.p2psip.edge.transaction.TransactionContext;
import org.p2psip.edge.uac.UserAgentClient;

/**
 * The subscriptions to registrations at this edge, at most a given number. They are not shared between edges and do not
 * outlive this one: whoever refreshes a lost one gets 481 and subscribes anew.
 */
public final class Subscriptions {
    private final TransactionContext context;
    private final RegEventConfig config;
    private final RouteSets routeSets;
    private final Agenda agenda;
    private final UserAgentClient client;
    private final SubscribeReader reader;
    private final NotifySender notifier;
    private final Map<Dialog.Id, Subscription> byDialog = new HashMap<>();
    private final Map<Aor, WatchedUser> watched = new HashMap<>();

    /** @param client sends the NOTIFYs */
    public Subscriptions(
            TransactionContext context,
            RegEventConfig config,
            RouteSets routeSets,
            Agenda agenda,
            UserAgentClient client,
            Gruus gruus,
            NotifySender.OwnUri own) {
        this.context = context;
        this.config = config;
        this.routeSets = routeSets;
        this.agenda = agenda;
        this.client = client;
        this.reader = new SubscribeReader(config);
        this.notifier = new NotifySender(context, client, new RegInfo(gruus), own);
    }

    /** Whether a SUBSCRIBE is for this package: one for a user and another package goes to his phones. */
    public static boolean isRegEvent(SipMessage subscribe) {
        return SubscribeReader.packageOf(subscribe).equals(SubscribeReader.PACKAGE);
    }

    /** Answers a SUBSCRIBE outside of any dialog that is allowed. */
    public void subscribe(IncomingRequest request, Aor aor) {
        if (!(reader.read(request.message()) instanceof SubscribeReader.Valid subscribe)) {
            refuse(request);
            return;
        }
        if (isFull(request)) {
            return;
        }
        request.begin();
        WatchedUser known = watched.get(aor);
        WatchedUser user = known == null ? new WatchedUser(aor, routeSets, context.time(), agenda) : known;
        user.look(found -> {
            if (found) {
                begin(request, subscribe, watched.computeIfAbsent(aor, any -> user));
            } else {
                request.unavailable("Overlay Unavailable");
            }
        });
    }

    private void begin(IncomingRequest request, SubscribeReader.Valid subscribe, WatchedUser user) {
        if (isFull(request)) {
            forgetUnwatched(user);
            return;
        }
        Dialog dialog = Dialog.of(request.message(), client.newId());
        Subscription subscription =
                new Subscription(dialog, subscribe.event(), user, context.time(), agenda, notifier, this::ended);
        byDialog.put(dialog.id(), subscription);
        user.add(subscription);
        context.counters().add(EdgeCounter.REG_SUBSCRIPTIONS);
        accept(request, subscription, subscribe);
    }

    private boolean isFull(IncomingRequest request) {
        boolean full = byDialog.size() >= config.limit();
        if (full) {
            context.counters().add(EdgeCounter.LIMIT_SUBSCRIPTIONS);
            request.unavailable("Too Many Subscriptions");
        }
        return full;
    }

    /** Answers a SUBSCRIBE inside a dialog: it refreshes its subscription or ends it. */
    public void refresh(IncomingRequest request) {
        SipMessage message = request.message();
        Subscription subscription = byDialog.get(Dialog.Id.of(message));
        if (subscription == null) {
            request.reply(481, null);
        } else if (!(reader.read(message) instanceof SubscribeReader.Valid subscribe)) {
            refuse(request);
        } else if (!subscription.isNext(message.cseq().number())) {
            request.reply(500, "Older Than What Was Received"); // RFC 3261 12.2.2
        } else {
            request.begin();
            // What no event told, as Kafka was away, is told now; what the overlay does not tell now, later
            subscription.user().look(found -> accept(request, subscription, subscribe));
        }
    }

    private void accept(IncomingRequest request, Subscription subscription, SubscribeReader.Valid subscribe) {
        Flow flow = request.flow();
        subscription.heardFrom(
                flow, subscribe.target(), request.message().cseq().number());
        ResponseBuilder response = request.response(200, null)
                .toTag(subscription.dialog().id().localTag())
                .header(Header.EXPIRES, Integer.toString(subscribe.expiresSeconds()))
                .header(Header.CONTACT, '<' + notifier.ownUri(flow) + '>');
        for (String route : request.message().values(Header.RECORD_ROUTE)) {
            response.header(Header.RECORD_ROUTE, route);
        }
        request.answer(200, response.toBytes());
        subscription.subscribed(subscribe.expiresSeconds());
    }

    private void refuse(IncomingRequest request) {
        if (reader.read(request.message()) instanceof SubscribeReader.Refused refused) {
            ResponseBuilder response = request.response(refused.status(), refused.reason());
            if (refused.header() != null) {
                response.header(refused.header(), refused.value());
            }
            request.answer(refused.status(), response.toBytes());
        }
    }

    /** The bindings of a user changed. */
    public void changed(Aor aor) {
        WatchedUser user = watched.get(aor);
        if (user != null) {
            user.changed();
        }
    }

    /** The edge stops: subscribers are to subscribe anew, at once and elsewhere (RFC 6665 section 4.1.3). */
    public void deactivate() {
        List.copyOf(byDialog.values()).forEach(subscription -> subscription.end("deactivated"));
    }

    /** Number of subscriptions. */
    public int size() {
        return byDialog.size();
    }

    private void ended(Subscription subscription) {
        byDialog.remove(subscription.dialog().id());
        subscription.user().remove(subscription);
        forgetUnwatched(subscription.user());
    }

    private void forgetUnwatched(WatchedUser user) {
        if (user.isUnwatched()) {
            watched.remove(user.aor(), user);
        }
    }
}
