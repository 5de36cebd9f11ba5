package org.p2psip.edge.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.Transport;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;

/** The client transactions as tables: state, event, next state, actions. */
class ClientTransactionTest {
    private final Machine machine = new Machine();
    private final Branch branch = machine.table.newBranch("test");

    @ParameterizedTest(name = "{0} {1} + {2} -> {3}: {4}")
    @CsvSource({
        "UDP, CALLING,    499ms,   CALLING,    ''",
        "UDP, CALLING,    500ms,   CALLING,    send INVITE",
        "UDP, CALLING,    1500ms,  CALLING,    'send INVITE, send INVITE'",
        "UDP, CALLING,    100,     PROCEEDING, user 100",
        "UDP, CALLING,    200,     ACCEPTED,   user 200",
        "UDP, CALLING,    486,     COMPLETED,  'send ACK, user 486'",
        "UDP, CALLING,    failed,  TERMINATED, user not sent",
        "TCP, CALLING,    31999ms, CALLING,    ''",
        "TCP, CALLING,    32000ms, TERMINATED, user timeout",
        "TCP, CALLING,    486,     TERMINATED, 'send ACK, user 486'",
        "UDP, PROCEEDING, 180,     PROCEEDING, user 180",
        "UDP, PROCEEDING, 99999ms, PROCEEDING, ''",
        "UDP, PROCEEDING, failed,  PROCEEDING, ''",
        "UDP, PROCEEDING, 200,     ACCEPTED,   user 200",
        "UDP, PROCEEDING, 603,     COMPLETED,  'send ACK, user 603'",
        "UDP, PROCEEDING, cancel,  PROCEEDING, send CANCEL",
        "UDP, CALLING,    cancel,  CALLING,    ''",
        "UDP, ACCEPTED,   200,     ACCEPTED,   send 200",
        "UDP, ACCEPTED,   180,     ACCEPTED,   ''",
        "UDP, ACCEPTED,   486,     ACCEPTED,   ''",
        "UDP, ACCEPTED,   cancel,  ACCEPTED,   ''",
        "UDP, ACCEPTED,   31999ms, ACCEPTED,   ''",
        "UDP, ACCEPTED,   32000ms, TERMINATED, ''",
        "UDP, COMPLETED,  486,     COMPLETED,  send ACK",
        "UDP, COMPLETED,  180,     COMPLETED,  ''",
        "UDP, COMPLETED,  failed,  COMPLETED,  ''",
        "TCP, ACCEPTED,   200,     ACCEPTED,   send 200",
        "TCP, ACCEPTED,   32000ms, TERMINATED, ''",
        "UDP, COMPLETED,  31999ms, COMPLETED,  ''",
        "UDP, COMPLETED,  32000ms, TERMINATED, ''",
    })
    void invite(
            Transport transport,
            InviteClientTransaction.State from,
            String event,
            InviteClientTransaction.State to,
            String actions) {
        InviteClientTransaction invite = (InviteClientTransaction) send("INVITE", transport);
        switch (from) {
            case PROCEEDING -> on(invite, "INVITE", "100");
            case ACCEPTED -> on(invite, "INVITE", "200");
            case COMPLETED -> on(invite, "INVITE", "486");
            default -> assertThat(invite.state()).isEqualTo(from);
        }
        machine.taken();
        on(invite, "INVITE", event);
        assertThat(machine.taken()).isEqualTo(actions);
        assertThat(state(invite.state())).isEqualTo(to.name());
    }

    @Test
    void inviteIsSentSevenTimesBeforeItTimesOut() {
        send("INVITE", Transport.UDP);
        machine.pass(32_000);
        assertThat(machine.actions).containsOnly("send INVITE", "user timeout").hasSize(8);
        assertThat(machine.table.size()).isZero();
        assertThat(machine.timers.running()).isZero();
    }

    @ParameterizedTest(name = "{0} {1} + {2} -> {3}: {4}")
    @CsvSource({
        "UDP, TRYING,     500ms,   TRYING,     send OPTIONS",
        "UDP, TRYING,     3500ms,  TRYING,     'send OPTIONS, send OPTIONS, send OPTIONS'",
        "UDP, TRYING,     100,     PROCEEDING, user 100",
        "UDP, TRYING,     200,     COMPLETED,  user 200",
        "UDP, TRYING,     failed,  TERMINATED, user not sent",
        "TCP, TRYING,     31999ms, TRYING,     ''",
        "TCP, TRYING,     32000ms, TERMINATED, user timeout",
        "TCP, TRYING,     200,     TERMINATED, user 200",
        "UDP, PROCEEDING, 4500ms,  PROCEEDING, 'send OPTIONS, send OPTIONS'",
        "UDP, PROCEEDING, 404,     COMPLETED,  user 404",
        "TCP, PROCEEDING, 32000ms, TERMINATED, user timeout",
        "UDP, COMPLETED,  200,     COMPLETED,  ''",
        "UDP, COMPLETED,  failed,  COMPLETED,  ''",
        "UDP, COMPLETED,  4999ms,  COMPLETED,  ''",
        "UDP, COMPLETED,  5000ms,  TERMINATED, ''",
    })
    void nonInvite(
            Transport transport,
            NonInviteClientTransaction.State from,
            String event,
            NonInviteClientTransaction.State to,
            String actions) {
        NonInviteClientTransaction options = (NonInviteClientTransaction) send("OPTIONS", transport);
        switch (from) {
            case PROCEEDING -> on(options, "OPTIONS", "100");
            case COMPLETED -> on(options, "OPTIONS", "200");
            default -> assertThat(options.state()).isEqualTo(from);
        }
        machine.taken();
        on(options, "OPTIONS", event);
        assertThat(machine.taken()).isEqualTo(actions);
        assertThat(state(options.state())).isEqualTo(to.name());
    }

    @Test
    void ackToARefusalIsMadeOfTheInviteAndTheResponse() {
        SipMessage invite = Machine.parsed(Machine.request("INVITE", "z9hG4bKx"));
        byte[] ack = OwnRequests.ack(invite.bytes(), Machine.response(486, "INVITE", "z9hG4bKx"));
        SipMessage made = Machine.parsed(new String(ack, StandardCharsets.US_ASCII));
        assertThat(made.method()).isEqualTo("ACK");
        assertThat(made.requestUri()).isEqualTo(invite.requestUri());
        assertThat(made.vias()).containsExactly(invite.topVia());
        assertThat(made.to().tag()).isEqualTo("t");
        assertThat(made.cseq()).hasToString("9 ACK");
        assertThat(made.values(Header.ROUTE)).containsExactly("<sip:198.51.100.8;lr>");
    }

    @Test
    void responseToTheCancelIsNotTakenForOneToTheInvite() {
        InviteClientTransaction invite = (InviteClientTransaction) send("INVITE", Transport.UDP);
        on(invite, "INVITE", "180");
        invite.cancel();
        invite.cancel();
        machine.taken();
        assertThat(machine.table.received(Machine.response(200, "CANCEL", branch.text())))
                .isTrue();
        assertThat(machine.taken()).isEmpty();
        assertThat(invite.state()).isEqualTo(InviteClientTransaction.State.PROCEEDING);
        machine.pass(5_000);
        assertThat(machine.table.size()).isEqualTo(1);
    }

    @Test
    void responsesOfOthersAreNotTaken() {
        send("INVITE", Transport.UDP);
        String own = branch.text();
        for (String other :
                new String[] {"z9hG4bK", "z9hG4bKabc", own + "x", own.replace('.', '-'), own.toUpperCase()}) {
            assertThat(machine.table.received(Machine.response(200, "INVITE", other)))
                    .as(other)
                    .isFalse();
        }
        assertThat(machine.table.received(Machine.response(200, "OPTIONS", own)))
                .isFalse();
        assertThat(machine.table.received(Machine.response(200, "INVITE", own))).isTrue();
    }

    /** The state of the object, unless the table has forgotten it. */
    private String state(Enum<?> state) {
        return machine.table.size() == 0 ? "TERMINATED" : state.name();
    }

    @Test
    void laterSuccessesAreAbsorbedWhenNobodySaysWhereTheyGo() {
        InviteClientTransaction invite = (InviteClientTransaction) send("INVITE", Transport.UDP);
        machine.lateSuccesses = null;
        on(invite, "INVITE", "200");
        machine.taken();
        on(invite, "INVITE", "200");
        assertThat(machine.taken()).isEmpty();
    }

    @Test
    void laterSuccessesAreChangedAsTheFirstOneWas() {
        InviteClientTransaction invite = (InviteClientTransaction) send("INVITE", Transport.UDP);
        machine.lateEdit = response -> Machine.response(299, "INVITE", branch.text());
        on(invite, "INVITE", "200");
        machine.taken();
        on(invite, "INVITE", "200");
        assertThat(machine.taken()).isEqualTo("send 299");
        assertThat(((EdgeCommand.SendTo) machine.lastCommand).to()).isEqualTo(Machine.PEER);
    }

    private ClientTransaction send(String method, Transport transport) {
        byte[] request = Machine.request(method, branch.text()).getBytes(StandardCharsets.US_ASCII);
        machine.client = machine.table.send(branch, Machine.hop(transport), request, method.equals("INVITE"), machine);
        return machine.client;
    }

    private void on(ClientTransaction transaction, String method, String event) {
        if (event.endsWith("ms")) {
            machine.pass(Long.parseLong(event.substring(0, event.length() - 2)));
        } else if (event.equals("failed")) {
            machine.table.sendFailed(branch.id());
        } else if (event.equals("cancel")) {
            ((InviteClientTransaction) transaction).cancel();
        } else {
            machine.table.received(Machine.response(Integer.parseInt(event), method, branch.text()));
        }
    }
}
