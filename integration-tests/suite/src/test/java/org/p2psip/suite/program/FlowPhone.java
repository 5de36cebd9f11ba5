package org.p2psip.suite.program;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.process.Ports;

/**
 * How a SIPp registers a user, keeps its flow, and answers one call over it.
 *
 * @param user registers with digest
 * @param contact host, or host:port, of its Contact; empty for its own address and port
 * @param callId of its REGISTER and of the call as well: SIPp knows what belongs together by nothing else
 * @param hangsUp whether it ends the call; else it waits for BYE
 */
public record FlowPhone(User user, String contact, String callId, boolean hangsUp) {
    private static final String SCENARIO = "flow-phone";
    private static final Duration REGISTRATION_LIMIT = Duration.ofSeconds(15);

    /** Starts it; returns once it is registered. It keeps what it receives and sends. */
    public CalledPhone start(Sipp sipp, InetSocketAddress server) {
        int port = Ports.free();
        List<String> commandLine = sipp.commandLine(SCENARIO, port, 1);
        String line = user.name() + ";" + user.domain() + ";" + Sipp.authentication(user) + ";"
                + (hangsUp ? "phone" : "caller");
        sipp.inject(commandLine, SCENARIO, server, line);
        String ownContact = sipp.host().address() + ":" + port;
        commandLine.addAll(List.of("-cid_str", callId, "-key", "contact", contact.isEmpty() ? ownContact : contact));
        Process process = sipp.startTraced(commandLine, SCENARIO);
        CalledPhone phone = new CalledPhone(process, port, sipp, SCENARIO);
        try {
            Await.until("registration of " + user.aor(), REGISTRATION_LIMIT, () -> isRegistered(phone));
        } catch (AssertionError e) {
            phone.close();
            throw new AssertionError(e.getMessage() + "\n" + phone.messages() + phone.finish(), e);
        }
        return phone;
    }

    private static boolean isRegistered(CalledPhone phone) {
        return phone.messages().contains("\nSIP/2.0 200 ");
    }
}
