package org.p2psip.edge;

import java.net.InetSocketAddress;
import java.util.List;
import org.p2psip.edge.locate.DnsQuestion;
import org.p2psip.edge.protect.Offence;

/**
 * What the edge wants done. Commands that ask carry a token, which the answer brings back
 * ({@code SipEdge.answered}); every one of them is answered exactly once, with {@link OverlayResult.Unavailable} when
 * its time is up.
 */
public sealed interface EdgeCommand {

    /**
     * Send a message over a flow: a response on the stream that its request came on, the answer to a keepalive, or a
     * request to a phone that is reached no other way (RFC 5626). Responses over UDP are {@link SendTo}.
     *
     * @param elseTo where to connect to when the stream is gone (RFC 3261 18.2.2); null when the message then helps
     *     nobody
     * @param failureToken as of {@link SendTo}
     */
    record SendOnFlow(Flow flow, byte[] message, InetSocketAddress elseTo, long failureToken) implements EdgeCommand {}

    /**
     * Send a message to an address; for a stream over the connection to it that is open, or over a new one.
     *
     * @param serverName whom the other side's certificate has to name (RFC 5922 section 4): domain or address literal;
     *     null for a transport without certificates
     * @param failureToken told to {@code SipEdge.sendFailed} when the message could not be sent (connection refused,
     *     ICMP error, queue full); 0 when nobody wants to know
     */
    record SendTo(Transport transport, InetSocketAddress to, String serverName, byte[] message, long failureToken)
            implements EdgeCommand {
        /** To where nobody's certificate is looked at. */
        public SendTo(Transport transport, InetSocketAddress to, byte[] message, long failureToken) {
            this(transport, to, null, message, failureToken);
        }
    }

    /** Fetch the bindings of an AOR; answered by Bindings (empty when there are none) or Unavailable. */
    record Lookup(long token, Aor aor) implements EdgeCommand {}

    /** Fetch the digest hashes of a user; answered by Credentials, NotFound or Unavailable. */
    record FetchCredentials(long token, Aor user) implements EdgeCommand {}

    /**
     * Write bindings in one atomic step, and answer with all bindings that the AOR has then: Bindings, OutOfOrder,
     * TooMany or Unavailable.
     *
     * @param bindings what to write; those with {@code expiresSeconds} 0 are removed
     * @param removeAll the wildcard: every binding not written by the same Call-ID with a higher CSeq goes
     * @param callId Call-ID of the REGISTER
     * @param cseq CSeq number of the REGISTER
     * @param authenticatedUser who was authenticated, as user@domain; empty with {@code --auth none}
     * @param algorithm how, as the digest algorithm's name; empty with {@code --auth none}
     */
    record StoreBindings(
            long token,
            Aor aor,
            List<Binding> bindings,
            boolean removeAll,
            String callId,
            long cseq,
            String authenticatedUser,
            String algorithm)
            implements EdgeCommand {
        public StoreBindings {
            bindings = List.copyOf(bindings);
        }
    }

    /** Ask DNS; answered by {@code SipEdge.dnsAnswered}. */
    record AskDns(long token, DnsQuestion question) implements EdgeCommand {}

    /**
     * Fetch the GATEWAY records whose prefix a number starts with; answered by Gateways (empty when there are none) or
     * Unavailable.
     *
     * @param number E.164 with {@code +}
     */
    record FindGateways(long token, String number) implements EdgeCommand {}

    /**
     * Write the GATEWAY records of this site; answered by Gateways, which are those that were written, or Unavailable.
     *
     * @param gateways the records
     * @param lifetimeSeconds how long they hold without being written again
     */
    record PublishGateways(long token, List<Gateway> gateways, int lifetimeSeconds) implements EdgeCommand {
        public PublishGateways {
            gateways = List.copyOf(gateways);
        }
    }

    /** A source was banned: close its connections, and accept none of it. */
    record Banned(AddressRange source, Offence why) implements EdgeCommand {}

    /** A call ended or failed: publish its record. */
    record PublishCall(CallRecord call) implements EdgeCommand {}
}
