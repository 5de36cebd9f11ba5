package org.p2psip.edge.uac;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.NameAddr;
import org.p2psip.edge.message.RequestBuilder;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.route.OwnAddress;
import org.p2psip.edge.time.Agenda;
import org.p2psip.edge.transaction.Branch;
import org.p2psip.edge.transaction.ClientTransaction;
import org.p2psip.edge.transaction.Hop;
import org.p2psip.edge.transaction.TransactionContext;
import org.p2psip.edge.transaction.TransactionTable;

/** Sends requests of this edge's own, and says once what became of each (RFC 3261 section 8.1). */
public final class UserAgentClient {
    private static final String BRANCH_SUFFIX = "uac";
    private static final int ID_BYTES = 12;

    /** Finds where a request goes. */
    public interface Hops {
        /** Hands over the hops in the order to try; none when there is no way. */
        void resolve(SipUri uri, Consumer<List<Hop>> answer);
    }

    private final TransactionContext context;
    private final TransactionTable table;
    private final Hops hops;
    private final OwnAddress own;
    private final Agenda agenda;
    private final RandomGenerator random;

    public UserAgentClient(
            TransactionContext context,
            TransactionTable table,
            Hops hops,
            OwnAddress own,
            Agenda agenda,
            RandomGenerator random) {
        this.context = context;
        this.table = table;
        this.hops = hops;
        this.own = own;
        this.agenda = agenda;
        this.random = random;
    }

    /** Whether the response belongs to a request that was sent here: it has no Via but ours. */
    public static boolean isOwn(SipMessage response) {
        String branch = response.topVia().branch();
        return branch != null && branch.endsWith('.' + BRANCH_SUFFIX);
    }

    /** A tag or Call-ID that nobody guesses. */
    public String newId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    /** The random numbers of this edge, for {@link DigestClient}. */
    public RandomGenerator random() {
        return random;
    }

    /** Hands over where a request to a URI would be sent, in the order to try. */
    public void locate(SipUri uri, Consumer<List<Hop>> answer) {
        hops.resolve(uri, answer);
    }

    /**
     * Sends a request.
     *
     * @param login signs it, and answers one challenge to it; null when challenges are final
     * @param timeoutNanos without a final response for that long it has failed; at most the 32 s of its transaction
     * @param done is told what became of it, once
     */
    public void send(ClientRequest request, DigestClient login, long timeoutNanos, Consumer<Outcome> done) {
        new Exchange(request, login, timeoutNanos, done).start();
    }

    /** Sends a request to a given hop, whatever its URI and routes say; challenges are final. */
    public void sendTo(Hop to, ClientRequest request, long timeoutNanos, Consumer<Outcome> done) {
        new Exchange(request, null, timeoutNanos, done).resolved(List.of(to));
    }

    private final class Exchange implements ClientTransaction.User {
        private final ClientRequest request;
        private final DigestClient login;
        private final Consumer<Outcome> done;
        private final Agenda.Entry timeout;
        private final List<Hop> untried = new ArrayList<>(1);
        private ClientTransaction transaction;
        private Hop hop;
        private long cseq;
        private boolean wasChallenged;
        private boolean over;

        Exchange(ClientRequest request, DigestClient login, long timeoutNanos, Consumer<Outcome> done) {
            this.request = request;
            this.login = login;
            this.done = done;
            this.cseq = request.cseq();
            this.timeout = agenda.after(timeoutNanos, this::timeOver);
        }

        void start() {
            SipUri nextHop = request.routes().isEmpty()
                    ? request.uri()
                    : NameAddr.parse(request.routes().getFirst())
                            .map(NameAddr::uri)
                            .orElse(null);
            if (nextHop == null) {
                finish(new Outcome.NotSent(cseq));
            } else {
                hops.resolve(nextHop, this::resolved);
            }
        }

        private void resolved(List<Hop> found) {
            untried.addAll(found);
            sendToNext();
        }

        private void sendToNext() {
            if (over) {
                return;
            }
            if (untried.isEmpty()) {
                finish(new Outcome.NotSent(cseq));
            } else {
                send(untried.removeFirst());
            }
        }

        private void send(Hop to) {
            if (!table.hasRoom(true)) {
                context.counters().add(EdgeCounter.LIMIT_TRANSACTIONS);
                finish(new Outcome.NotSent(cseq));
                return;
            }
            hop = to;
            Branch branch = table.newBranch(BRANCH_SUFFIX);
            context.counters().add(EdgeCounter.OWN_REQUESTS);
            transaction = table.send(branch, to, message(branch, to), false, this);
        }

        private byte[] message(Branch branch, Hop to) {
            String uri = request.uri().asRequestUri();
            String sentBy = own.sentBy(to.transport(), to.address());
            RequestBuilder message = RequestBuilder.of(request.method(), uri)
                    .header(Header.VIA, "SIP/2.0/" + to.transport() + ' ' + sentBy + ";rport;branch=" + branch.text())
                    .header(Header.MAX_FORWARDS, "70")
                    .header(Header.FROM, request.from())
                    .header(Header.TO, request.to())
                    .header(Header.CALL_ID, request.callId())
                    .header(Header.CSEQ, cseq + " " + request.method());
            request.routes().forEach(route -> message.header(Header.ROUTE, route));
            if (request.contactUser() != null) {
                String contact = "<sip:" + request.contactUser() + '@' + sentBy + ";transport="
                        + to.transport().parameter() + '>';
                message.header(Header.CONTACT, contact);
            }
            request.headers().forEach(line -> message.header(line.name(), line.value()));
            if (login != null) {
                sign(message, Header.AUTHORIZATION, uri);
                sign(message, Header.PROXY_AUTHORIZATION, uri);
            }
            if (request.contentType() != null) {
                message.body(request.contentType(), request.body());
            }
            return message.toBytes();
        }

        private void sign(RequestBuilder message, Header header, String uri) {
            login.credentials(header, request.method(), uri).ifPresent(value -> message.header(header, value));
        }

        @Override
        public void responded(SipMessage response) {
            if (over || response.status() < 200) {
                return;
            }
            boolean again = login != null
                    && DigestClient.isChallenge(response.status())
                    && login.challenged(response)
                    && !wasChallenged;
            if (again) {
                wasChallenged = true;
                cseq++; // RFC 3261 22.2
                send(hop);
            } else {
                finish(new Outcome.Answered(response, hop, cseq));
            }
        }

        @Override
        public void timedOut() {
            finish(new Outcome.TimedOut(cseq));
        }

        @Override
        public void notSent() {
            sendToNext();
        }

        private void timeOver() {
            if (transaction != null && !over) {
                transaction.terminate();
            }
            finish(new Outcome.TimedOut(cseq));
        }

        private void finish(Outcome outcome) {
            if (!over) {
                over = true;
                timeout.cancel();
                done.accept(outcome);
            }
        }
    }
}
