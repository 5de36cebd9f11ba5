package org.p2psip.edge.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.edge.Transport;

/** The server transactions as tables: state, event, next state, actions. */
class ServerTransactionTest {
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
        "ACCEPTED,   32000ms, TERMINATED, end",
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
        "CONFIRMED,  5000ms,  TERMINATED, end",
    })
    void inviteOverUdp(InviteServerTransaction.State from, String event, String to, String actions) {
        InviteServerTransaction invite = invite(from, Transport.UDP);
        assertThat(invite.state()).isEqualTo(from);
        on(invite, event);
        assertThat(invite.state()).hasToString(to);
        assertThat(machine.taken()).isEqualTo(actions);
    }

    @ParameterizedTest(name = "{0} + {1} -> {2}: {3}")
    @CsvSource({
        "COMPLETED,  31999ms, COMPLETED,  ''",
        "COMPLETED,  32000ms, TERMINATED, end",
        "COMPLETED,  ACK,     TERMINATED, end",
        "ACCEPTED,   32000ms, TERMINATED, end",
    })
    void inviteOverTcp(InviteServerTransaction.State from, String event, String to, String actions) {
        InviteServerTransaction invite = invite(from, Transport.TCP);
        on(invite, event);
        assertThat(invite.state()).hasToString(to);
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
        "UDP, COMPLETED,  32000ms, TERMINATED, end",
        "TCP, TRYING,     200,     TERMINATED, 'send 200, end'",
    })
    void nonInvite(
            Transport transport,
            NonInviteServerTransaction.State from,
            String event,
            NonInviteServerTransaction.State to,
            String actions) {
        NonInviteServerTransaction options = new NonInviteServerTransaction(
                Machine.key("OPTIONS"), Machine.path(transport), machine.context, machine::ended);
        switch (from) {
            case PROCEEDING -> on(options, "100");
            case COMPLETED -> on(options, "200");
            default -> assertThat(options.state()).isEqualTo(from);
        }
        machine.taken();
        on(options, event);
        assertThat(options.state()).isEqualTo(to);
        assertThat(machine.taken()).isEqualTo(actions);
    }

    private InviteServerTransaction invite(InviteServerTransaction.State state, Transport transport) {
        InviteServerTransaction invite = new InviteServerTransaction(
                Machine.key("INVITE"), Machine.path(transport), machine.context, machine::ended);
        on(invite, "100");
        switch (state) {
            case ACCEPTED -> on(invite, "200");
            case COMPLETED -> on(invite, "486");
            case CONFIRMED -> {
                on(invite, "486");
                on(invite, "ACK");
            }
            default -> assertThat(invite.state()).isEqualTo(state);
        }
        machine.taken();
        return invite;
    }

    private void on(ServerTransaction transaction, String event) {
        if (event.endsWith("ms")) {
            machine.pass(Long.parseLong(event.substring(0, event.length() - 2)));
        } else if (event.equals("ACK")) {
            if (((InviteServerTransaction) transaction).acknowledged()) {
                machine.actions.add("to user");
            }
        } else if (Character.isDigit(event.charAt(0))) {
            int status = Integer.parseInt(event);
            transaction.respond(status, Machine.bytes(status, "INVITE", "z9hG4bKtest"));
        } else {
            transaction.retransmitted();
        }
    }
}
