package org.p2psip.edge.regevent;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.Flow;
import org.p2psip.edge.transaction.Hop;
import org.p2psip.edge.transaction.TransactionContext;
import org.p2psip.edge.uac.ClientRequest;
import org.p2psip.edge.uac.ClientRequest.HeaderLine;
import org.p2psip.edge.uac.Outcome;
import org.p2psip.edge.uac.UserAgentClient;

/**
 * Makes NOTIFYs and sends them: by the route set, else back where the last SUBSCRIBE came from, which reaches a
 * subscriber behind a NAT too.
 */
public final class NotifySender implements Subscription.Notifier {
    private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(32);

    /** The URI that who is at the other end of a flow reaches this edge at. */
    public interface OwnUri {
        String of(Flow flow);
    }

    private final TransactionContext context;
    private final UserAgentClient client;
    private final RegInfo documents;
    private final OwnUri own;

    NotifySender(TransactionContext context, UserAgentClient client, RegInfo documents, OwnUri own) {
        this.context = context;
        this.client = client;
        this.documents = documents;
        this.own = own;
    }

    String ownUri(Flow flow) {
        return own.of(flow);
    }

    @Override
    public void send(Subscription subscription, String state, Subscription.Notice notice, Consumer<Outcome> done) {
        context.counters().add(EdgeCounter.REG_NOTIFIES);
        Dialog dialog = subscription.dialog();
        Flow flow = subscription.flow();
        byte[] body = documents.document(
                subscription.user().aor(),
                notice.version(),
                notice.full(),
                notice.registrationState(),
                notice.contacts());
        ClientRequest notify = new ClientRequest(
                "NOTIFY",
                subscription.target(),
                dialog.routes(),
                dialog.local(),
                dialog.remote(),
                dialog.id().callId(),
                notice.version() + 1,
                null,
                List.of(
                        new HeaderLine("Contact", '<' + own.of(flow) + '>'),
                        new HeaderLine("Event", subscription.event()),
                        new HeaderLine("Subscription-State", state)),
                SubscribeReader.DOCUMENT,
                body);
        if (!dialog.routes().isEmpty()) {
            client.send(notify, null, TIMEOUT, done);
        } else if (flow.transport().isReliable()) {
            // A stream that is gone leaves the address that the subscriber gave
            client.sendTo(Hop.over(flow), notify, TIMEOUT, outcome -> {
                if (outcome instanceof Outcome.NotSent) {
                    client.send(notify, null, TIMEOUT, done);
                } else {
                    done.accept(outcome);
                }
            });
        } else {
            client.sendTo(new Hop(flow.transport(), flow.remote()), notify, TIMEOUT, done);
        }
    }
}
