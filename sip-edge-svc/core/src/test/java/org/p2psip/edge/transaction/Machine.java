package org.p2psip.edge.transaction;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.p2psip.edge.Counters;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.Flow;
import org.p2psip.edge.Transport;
import org.p2psip.edge.message.Decoded;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipParser;
import org.p2psip.edge.time.CurrentTime;
import org.p2psip.edge.time.TimerQueue;

/** What a transaction under test talks to: writes down, in order, what it sends and what it tells its user. */
final class Machine implements ClientTransaction.User {
    static final InetSocketAddress PEER = new InetSocketAddress("198.51.100.7", 5070);

    final CurrentTime time = new CurrentTime();
    final TimerQueue timers = new TimerQueue(time);
    final List<String> actions = new ArrayList<>();
    EdgeCommand lastCommand;
    ClientTransaction client;
    ReturnPath lateSuccesses = path(Transport.UDP);
    UnaryOperator<SipMessage> lateEdit;
    final TransactionContext context = new TransactionContext(this::command, time, timers, new Counters());
    final TransactionTable table = new TransactionTable(context, 100, 7, 11);

    Machine() {
        time.set(1_000, 1_000);
    }

    private void command(EdgeCommand command) {
        lastCommand = command;
        byte[] message =
                switch (command) {
                    case EdgeCommand.SendTo send -> send.message();
                    case EdgeCommand.SendOnFlow send -> send.message();
                    default -> throw new IllegalArgumentException("unexpected " + command);
                };
        SipMessage sent = parsed(new String(message, StandardCharsets.US_ASCII));
        actions.add(sent.isRequest() ? "send " + sent.method() : "send " + sent.status());
    }

    @Override
    public void responded(SipMessage response) {
        if (client instanceof InviteClientTransaction invite && response.status() / 100 == 2) {
            invite.forwardLateSuccesses(lateSuccesses, lateEdit);
        }
        actions.add("user " + response.status());
    }

    @Override
    public void timedOut() {
        actions.add("user timeout");
    }

    @Override
    public void notSent() {
        actions.add("user not sent");
    }

    void pass(long millis) {
        long end = time.nanos() + millis * 1_000_000;
        while (timers.nextDeadline() <= end) {
            time.advanceTo(timers.nextDeadline());
            timers.fireDue();
        }
        time.advanceTo(end);
    }

    /** The actions since the last call, separated by commas. */
    String taken() {
        String all = String.join(", ", actions);
        actions.clear();
        return all;
    }

    static ReturnPath path(Transport transport) {
        return new ReturnPath(new Flow(transport, PEER, transport == Transport.UDP ? 0 : 1), PEER);
    }

    static Hop hop(Transport transport) {
        return new Hop(transport, PEER);
    }

    /** The last state of the server transaction of a request that is no longer an object; null when it is over. */
    Remains.State remainsOf(SipMessage request) {
        Remains remains = table.remainsOf(TransactionKey.of(request, 11));
        return remains == null ? null : remains.state();
    }

    static String request(String method, String branch) {
        return method + " sip:bob@198.51.100.7:5070 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=" + branch
                + "\r\nMax-Forwards: 69\r\nRoute: <sip:198.51.100.8;lr>\r\nFrom: <sip:a@example.org>;tag=f\r\n"
                + "To: <sip:bob@example.org>\r\nCall-ID: c1\r\nCSeq: 9 " + method + "\r\nContent-Length: 0\r\n\r\n";
    }

    static byte[] bytes(int status, String method, String branch) {
        return ("SIP/2.0 " + status + " Reason\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=" + branch
                        + "\r\nVia: SIP/2.0/UDP 198.51.100.7:5070;branch=z9hG4bKup\r\nFrom: <sip:a@example.org>;tag=f\r\nTo: <sip:bob@example.org>;tag=t\r\nCall-ID: c1\r\nCSeq: 9 "
                        + method + "\r\nContent-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    static SipMessage response(int status, String method, String branch) {
        return parsed(new String(bytes(status, method, branch), StandardCharsets.US_ASCII));
    }

    static SipMessage parsed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        Decoded decoded = SipParser.datagram(bytes, 0, bytes.length);
        if (decoded instanceof Decoded.Complete complete) {
            return complete.message();
        }
        throw new IllegalArgumentException(decoded + " of " + text);
    }
}
