package org.p2psip.edge.transaction;

import java.util.function.UnaryOperator;
import org.p2psip.edge.message.SipMessage;

/**
 * What is left of a transaction whose work is done: what it needs to absorb what comes again.
 *
 * @param state the state that it is in
 * @param path where what it sends goes; null when it sends nothing
 * @param message what it sends again, empty when it sends nothing again
 * @param edit what is changed in the 2xx responses that are forwarded; null for nothing
 */
record Remains(State state, ReturnPath path, byte[] message, UnaryOperator<SipMessage> edit) {
    static final byte[] NOTHING = {};

    /** The last states of the machines, by RFC 3261 figures 5 to 8 and RFC 6026. */
    enum State {
        /** INVITE server, a 2xx was sent: the INVITE is absorbed, its ACK is the user's. */
        SERVER_ACCEPTED,
        /** INVITE server, refused and acknowledged: both are absorbed. */
        SERVER_CONFIRMED,
        /** Non-INVITE server: the request is answered again. */
        SERVER_COMPLETED,
        /** INVITE client, a 2xx came: every 2xx is forwarded. */
        CLIENT_ACCEPTED,
        /** INVITE client, refused: the refusal is acknowledged again. */
        CLIENT_REFUSED,
        /** Non-INVITE client: the response is absorbed. */
        CLIENT_COMPLETED;

        boolean isOfServer() {
            return this == SERVER_ACCEPTED || this == SERVER_CONFIRMED || this == SERVER_COMPLETED;
        }

        /** Whether it lasts for T4, not for 64 times T1. */
        boolean isShort() {
            return this == SERVER_CONFIRMED || this == CLIENT_COMPLETED;
        }

        boolean isOfInvite() {
            return this != SERVER_COMPLETED && this != CLIENT_COMPLETED;
        }
    }

    /** One that sends nothing. */
    static Remains silent(State state) {
        return new Remains(state, null, NOTHING, null);
    }

    /** One that sends the same again. */
    static Remains repeating(State state, ReturnPath path, byte[] message) {
        return new Remains(state, path, message, null);
    }
}
