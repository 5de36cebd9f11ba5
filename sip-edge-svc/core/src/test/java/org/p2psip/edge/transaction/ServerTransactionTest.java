package org.p2psip.edge.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.Flow;
import org.p2psip.edge.Transport;
import org.p2psip.edge.message.SipMessage;

/** The server transactions as tables: state, event, next state, actions. */
class ServerTransactionTest {
    private static final SipMessage INVITE = Machine.parsed(Machine.request("INVITE", "z9hG4bKtest"));
    private static final SipMessage OPTIONS = Machine.parsed(Machine.request("OPTIONS", "z9hG4bKtest"));

    private final Machine machine = new Machine();

    @ParameterizedTest(name = "{0} + {1} -> {2}: {3}")
    @CsvSource({
        "PROCEEDING, INVITE,  PROCEEDING, send 100",
        "PROCEEDING, ACK,     PROCEEDING, ''",
        "PROCEEDING, 180,     PROCEEDING, send 180",
        "PROCEEDING, 200,     ACCEPTED,   send 200",
        "PROCEEDING, 486,     COMPLETED,  send 486",
        "PROCEEDING, 99999ms, PROCEEDING, ''",
        "ACCEPTED,   INVITE,  ACCEPTED,   ''",
        "ACCEPTED,   ACK,     ACCEPTED,   to user",
        "ACCEPTED,   200,     ACCEPTED,   send 200",
        "ACCEPTED,   180,     ACCEPTED,   ''",
        "ACCEPTED,   486,     ACCEPTED,   ''",
        "ACCEPTED,   31999ms, ACCEPTED,   ''",
        "ACCEPTED,   32000ms, TERMINATED, ''",
        "COMPLETED,  INVITE,  COMPLETED,  send 486",
        "COMPLETED,  200,     COMPLETED,  ''",
        "COMPLETED,  ACK,     CONFIRMED,  ''",
        "COMPLETED,  499ms,   COMPLETED,  ''",
        "COMPLETED,  500ms,   COMPLETED,  send 486",
        "COMPLETED,  1500ms,  COMPLETED,  'send 486, send 486'",
        "COMPLETED,  7500ms,  COMPLETED,  'send 486, send 486, send 486, send 486'",
        "CONFIRMED,  INVITE,  CONFIRMED,  ''",
        "CONFIRMED,  ACK,     CONFIRMED,  ''",
        "CONFIRMED,  4999ms,  CONFIRMED,  ''",
        "CONFIRMED,  5000ms,  TERMINATED, ''",
    })
    void inviteOverUdp(InviteServerTransaction.State from, String event, String to, String actions) {
        InviteServerTransaction invite = invite(from, Transport.UDP);
        assertThat(state(invite)).isEqualTo(from.name());
        on(invite, INVITE, event);
        assertThat(state(invite)).isEqualTo(to);
        assertThat(machine.taken()).isEqualTo(actions);
    }

    @ParameterizedTest(name = "{0} + {1} -> {2}: {3}")
    @CsvSource({
        "COMPLETED,  31999ms, COMPLETED,  ''",
        "COMPLETED,  32000ms, TERMINATED, ''",
        "COMPLETED,  ACK,     TERMINATED, ''",
        "ACCEPTED,   32000ms, TERMINATED, ''",
    })
    void inviteOverTcp(InviteServerTransaction.State from, String event, String to, String actions) {
        InviteServerTransaction invite = invite(from, Transport.TCP);
        on(invite, INVITE, event);
        assertThat(state(invite)).isEqualTo(to);
        assertThat(machine.taken()).isEqualTo(actions);
    }

    @ParameterizedTest(name = "{0} {1} + {2} -> {3}: {4}")
    @CsvSource({
        "UDP, TRYING,     OPTIONS, TRYING,     ''",
        "UDP, TRYING,     100,     PROCEEDING, send 100",
        "UDP, TRYING,     200,     COMPLETED,  send 200",
        "UDP, TRYING,     99999ms, TRYING,     ''",
        "UDP, PROCEEDING, OPTIONS, PROCEEDING, send 100",
        "UDP, PROCEEDING, 404,     COMPLETED,  send 404",
        "UDP, COMPLETED,  OPTIONS, COMPLETED,  send 200",
        "UDP, COMPLETED,  404,     COMPLETED,  ''",
        "UDP, COMPLETED,  31999ms, COMPLETED,  ''",
        "UDP, COMPLETED,  32000ms, TERMINATED, ''",
        "TCP, TRYING,     200,     TERMINATED, send 200",
    })
    void nonInvite(
            Transport transport,
            NonInviteServerTransaction.State from,
            String event,
            NonInviteServerTransaction.State to,
            String actions) {
        NonInviteServerTransaction options =
                (NonInviteServerTransaction) machine.table.open(OPTIONS, Machine.path(transport));
        switch (from) {
            case PROCEEDING -> on(options, OPTIONS, "100");
            case COMPLETED -> on(options, OPTIONS, "200");
            default -> assertThat(options.state()).isEqualTo(from);
        }
        machine.taken();
        on(options, OPTIONS, event);
        assertThat(state(options)).isEqualTo(to.name());
        assertThat(machine.taken()).isEqualTo(actions);
    }

    @Test
    void finishedTransactionTakesNothingOfOthers() {
        invite(InviteServerTransaction.State.ACCEPTED, Transport.UDP);
        for (String other : new String[] {
            Machine.request("INVITE", "z9hG4bKtest2"),
            Machine.request("INVITE", "z9hG4bKtest").replace("192.0.2.1:5060", "192.0.2.1:5061"),
            Machine.request("INVITE", "z9hG4bKtest").replace("192.0.2.1:5060", "192.0.2.2:5060"),
            Machine.request("OPTIONS", "z9hG4bKtest")
        }) {
            assertThat(machine.table.took(Machine.parsed(other))).as(other).isFalse();
        }
        assertThat(machine.table.took(INVITE)).isTrue();
    }

    @Test
    void answerIsRepeatedToWhereTheFirstOneWent() throws UnknownHostException {
        InetAddress linkLocal =
                Inet6Address.getByAddress(null, InetAddress.getByName("fe80::7").getAddress(), 3);
        ReturnPath path = new ReturnPath(
                Flow.udp(new InetSocketAddress(linkLocal, 50_700)), new InetSocketAddress(linkLocal, 5060));
        NonInviteServerTransaction options = (NonInviteServerTransaction) machine.table.open(OPTIONS, path);
        byte[] response = Machine.bytes(200, "OPTIONS", "z9hG4bKtest");
        machine.table.respond(options, 200, response);
        EdgeCommand.SendTo first = (EdgeCommand.SendTo) machine.lastCommand;
        assertThat(machine.table.took(OPTIONS)).isTrue();
        EdgeCommand.SendTo again = (EdgeCommand.SendTo) machine.lastCommand;
        assertThat(again).isNotSameAs(first);
        assertThat(again.to()).isEqualTo(first.to());
        assertThat(((Inet6Address) again.to().getAddress()).getScopeId()).isEqualTo(3);
        assertThat(again.message()).isEqualTo(response);
    }

    private InviteServerTransaction invite(InviteServerTransaction.State state, Transport transport) {
        InviteServerTransaction invite = (InviteServerTransaction) machine.table.open(INVITE, Machine.path(transport));
        on(invite, INVITE, "100");
        switch (state) {
            case ACCEPTED -> on(invite, INVITE, "200");
            case COMPLETED -> on(invite, INVITE, "486");
            case CONFIRMED -> {
                on(invite, INVITE, "486");
                on(invite, INVITE, "ACK");
            }
            default -> assertThat(invite.state()).isEqualTo(state);
        }
        machine.taken();
        return invite;
    }

    /** What the table knows of it, be it the object or what is left of it. */
    private String state(ServerTransaction transaction) {
        SipMessage request = transaction instanceof InviteServerTransaction ? INVITE : OPTIONS;
        Remains.State finished = machine.remainsOf(request);
        if (finished != null) {
            return finished.name().replace("SERVER_", "");
        }
        if (machine.table.size() == 0) {
            return "TERMINATED";
        }
        return transaction instanceof InviteServerTransaction invite
                ? invite.state().name()
                : ((NonInviteServerTransaction) transaction).state().name();
    }

    private void on(ServerTransaction transaction, SipMessage request, String event) {
        if (event.endsWith("ms")) {
            machine.pass(Long.parseLong(event.substring(0, event.length() - 2)));
        } else if (event.equals("ACK")) {
            if (!machine.table.took(Machine.parsed(Machine.request("ACK", "z9hG4bKtest")))) {
                machine.actions.add("to user");
            }
        } else if (Character.isDigit(event.charAt(0))) {
            int status = Integer.parseInt(event);
            machine.table.respond(transaction, status, Machine.bytes(status, "INVITE", "z9hG4bKtest"));
        } else {
            assertThat(machine.table.took(request)).isTrue();
        }
    }
}
