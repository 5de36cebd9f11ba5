package org.p2psip.edge.transaction;

import org.p2psip.edge.Aor;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.Flow;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.ResponseBuilder;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.Via;
import org.p2psip.edge.sight.Traffic;

/**
 * A request as it came in, and the one way to answer it. Until {@link #begin} it has no transaction and is answered
 * statelessly (RFC 3261 8.2.7): what is decided at once comes out the same when it comes again.
 */
public final class IncomingRequest {

    /** Hears of the final response to an INVITE, once. */
    public interface CallObserver {
        void answered(IncomingRequest invite, int status);
    }

    private static final int REQUEST_TERMINATED = 487;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final String RETRY_AFTER_SECONDS = "5";

    private final SipMessage message;
    private final Flow flow;
    private final ReturnPath path;
    private final TransactionTable table;
    private final CallObserver calls;
    private final long arrivedNanos;
    private final long tagSeed;
    private ServerTransaction transaction;
    private boolean answeredStatelessly;
    private String source;
    private String authenticatedUser = "";
    private String authenticatedRealm = "";
    private String trunk = "";

    public IncomingRequest(SipMessage message, Flow flow, TransactionTable table, CallObserver calls, long tagSeed) {
        this.message = message;
        this.flow = flow;
        this.path = ReturnPath.of(flow, message.topVia());
        this.table = table;
        this.calls = calls;
        this.arrivedNanos = table.context().time().nanos();
        this.tagSeed = tagSeed;
    }

    public SipMessage message() {
        return message;
    }

    public Flow flow() {
        return flow;
    }

    /** When it came, by the monotonic clock in ns. */
    public long arrivedNanos() {
        return arrivedNanos;
    }

    /** Who was authenticated, as user@domain; empty when nobody was. */
    public String authenticatedUser() {
        return authenticatedUser;
    }

    /** The domain of that user; empty when nobody was authenticated. */
    public String authenticatedRealm() {
        return authenticatedRealm;
    }

    /** Takes down who was authenticated. */
    public void authenticated(Aor user) {
        authenticatedUser = user.resourceName();
        authenticatedRealm = user.host();
    }

    /** Name of the trunk that it came by, or leaves by as far as was tried; empty without. */
    public String trunk() {
        return trunk;
    }

    /** Takes down the trunk that it comes or leaves by. */
    public void byTrunk(String name) {
        trunk = name;
    }

    public boolean isInvite() {
        return message.method().equals("INVITE");
    }

    /** Whether it was sent inside a dialog (RFC 3261 12.2). */
    public boolean hasToTag() {
        return message.to().tag() != null;
    }

    /** Whether its sender made it: no proxy is between (RFC 5626 section 5.1). */
    public boolean isFromFirstHop() {
        return message.count(Header.VIA) == 1 && message.vias().size() == 1;
    }

    /** The server transaction; null before {@link #begin}. */
    public ServerTransaction transaction() {
        return transaction;
    }

    /**
     * Makes the server transaction, as the answer will take time; an INVITE is answered 100 when there is
     * nothing better soon (RFC 3261 16.2, 17.2.1), and 487 when
     * a CANCEL comes before the answer. Without effect when there is one.
     */
    public void begin() {
        if (transaction == null) {
            transaction = table.open(message, path);
            transaction.onCancel(() -> reply(REQUEST_TERMINATED, null));
            if (transaction instanceof InviteServerTransaction invite) {
                invite.tryingBy(() -> answer(100, response(100, null).toBytes()));
            }
        }
    }

    /** A response to build on, with what RFC 3581 and RFC 3261 18.2.1 write into the topmost Via. */
    public ResponseBuilder response(int status, String reason) {
        ResponseBuilder response = ResponseBuilder.of(message, status, reason).topViaReceived(received(), rport());
        return status > 100 ? response.toTag(toTag()) : response;
    }

    /** The same for a retransmission, as a stateless answer needs (RFC 3261 8.2.7). */
    private String toTag() {
        return new Fingerprint(tagSeed)
                .add(message.topVia().branch())
                .add(message.header(Header.CALL_ID))
                .add(message.header(Header.FROM))
                .hex();
    }

    /** Answers with a response that needs nothing but its status. */
    public void reply(int status, String reason) {
        answer(status, response(status, reason).toBytes());
    }

    /** Answers that this cannot be done now, but soon may be. */
    public void unavailable(String reason) {
        answer(SERVICE_UNAVAILABLE, busy(reason));
    }

    /** Answers 503 to what the edge does not even look into: that is no call attempt. */
    public void turnAway() {
        count(SERVICE_UNAVAILABLE);
        answeredStatelessly = true;
        table.context().out().accept(path.send(busy(null)));
    }

    private byte[] busy(String reason) {
        return response(SERVICE_UNAVAILABLE, reason)
                .header(Header.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .toBytes();
    }

    /** Answers with a response made here or one that came from downstream. */
    public void answer(int status, byte[] response) {
        if (status >= 200 && isInvite() && !isAnswered()) {
            calls.answered(this, status);
        }
        count(status);
        if (transaction == null) {
            answeredStatelessly = status >= 200;
            table.context().out().accept(path.send(response));
        } else {
            table.respond(transaction, status, response);
        }
    }

    /** Answers with a response from downstream. */
    public void forward(SipMessage response) {
        answer(response.status(), ReturnPath.forwarded(response));
    }

    /** Where the 2xx responses to an INVITE that come after the first go; null when none may. */
    public ReturnPath lateSuccesses() {
        return transaction instanceof InviteServerTransaction invite ? invite.lateSuccesses() : null;
    }

    /** Whether it has its final response, or can no longer get one. */
    public boolean isAnswered() {
        return transaction == null ? answeredStatelessly : transaction.isAnswered();
    }

    /** Ends it without a final response (RFC 4320 section 4.2: a late non-INVITE response helps nobody). */
    public void abandon() {
        if (transaction != null) {
            transaction.terminate();
        }
    }

    /** The topmost Via as a forwarded request carries it below ours. */
    public String receivedVia() {
        Via via = message.topVia();
        return via.withSource(received(), rport()).toString();
    }

    /** Source address when the Via has to say it; null when the sent-by already does. */
    private String received() {
        String source = source();
        Via via = message.topVia();
        boolean said = via.host().equals(source) && via.rport() < 0;
        return said ? null : source;
    }

    private String source() {
        if (source == null) {
            source = sourceOf(flow);
        }
        return source;
    }

    private static String sourceOf(Flow flow) {
        String text = flow.remote().getAddress().getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    private int rport() {
        return message.topVia().rport() < 0 ? -1 : flow.remote().getPort();
    }

    private void count(int status) {
        table.context().counters().traffic().response(Traffic.Direction.OUT, message.method(), status);
        table.context()
                .counters()
                .add(
                        switch (status / 100) {
                            case 1 -> EdgeCounter.RESPONSES_1XX;
                            case 2 -> EdgeCounter.RESPONSES_2XX;
                            case 3 -> EdgeCounter.RESPONSES_3XX;
                            case 4 -> EdgeCounter.RESPONSES_4XX;
                            case 5 -> EdgeCounter.RESPONSES_5XX;
                            default -> EdgeCounter.RESPONSES_6XX;
                        });
    }
}
