package org.p2psip.edge.message;

/** What bytes turned out to be. */
public sealed interface Decoded {

    /**
     * A message that follows the grammar and has once what every message must have.
     *
     * @param consumed bytes used up, in a datagram all
     */
    record Complete(SipMessage message, int consumed) implements Decoded {}

    /**
     * A message that follows the grammar but lacks or repeats a header that every message has once (RFC 3261 8.1.1): it
     * goes to no transaction and to nobody else.
     *
     * @param status what to answer a request with; a response is dropped
     * @param reason what is wrong, for the log and the reason phrase
     * @param consumed bytes used up, in a datagram all
     * @param answerable the request, as far as a response needs it; null when it cannot be answered
     */
    record Refused(int status, String reason, int consumed, SipMessage answerable) implements Decoded {}

    /**
     * Not a SIP message, or one that breaks the grammar.
     *
     * @param status what to answer a request with: 400, 414, 501, 505 or 513; a response is dropped
     * @param reason what is wrong, for the log and the reason phrase
     * @param consumed bytes used up, in a datagram all; 0 in a stream when nobody can say where the message ends
     * @param answerable the request, as far as a response needs it: only {@link SipMessage#topVia()}, raw values and
     *     {@link ResponseBuilder} are safe to use; null when it cannot be answered (a response, an ACK, no usable Via)
     */
    record Malformed(int status, String reason, int consumed, SipMessage answerable) implements Decoded {
        /** Whether the stream is of no more use: nobody knows where the next message starts. */
        public boolean framingLost() {
            return consumed == 0;
        }
    }

    /**
     * Nothing but line ends: a keepalive (RFC 5626 3.5.1), or what RFC 3261 7.5 lets stand before a message.
     *
     * @param consumed 4 for the double CRLF of a ping, 2 for a single one; in a datagram all
     */
    record KeepAlive(int consumed) implements Decoded {
        /** Whether the sender of this on a stream waits for a CRLF in return. */
        public boolean isPing() {
            return consumed == 4;
        }
    }

    /**
     * No SIP but a STUN message, as keepalives are (RFC 5626 section 3.5.2).
     *
     * @param message all of it, by its own header; in a datagram all there is
     * @param consumed bytes used up
     */
    record Stun(byte[] message, int consumed) implements Decoded {}

    /**
     * The start of a message; only in streams.
     *
     * @param needed bytes, from the start, that there must be before it makes sense to look again
     */
    record Incomplete(int needed) implements Decoded {}
}
