package org.p2psip.suite.trunk;

import java.nio.file.Path;
import org.p2psip.suite.process.Ports;
import org.p2psip.suite.program.Kamailio;

/**
 * Trunks, routes and numbers that the tests of calls share, and where their Kamailios listen. A trunk is known by its
 * address, so each listens at one of its own.
 */
final class Carrier {
    static final int PORT = Ports.free();
    static final int DIGEST_PORT = Ports.free();
    static final int FIRST_OF_PAIR_PORT = Ports.free();
    static final int REGISTRAR_PORT = Ports.free();
    static final String ADDRESS = "127.0.0.2";
    static final String DIGEST_ADDRESS = "127.0.0.3";
    static final String REGISTRAR_ADDRESS = "127.0.0.5";
    /** The number of Alice. */
    static final String ALICE_NUMBER = "+4930100";
    /** The number of Dave, which the registration is for. */
    static final String DAVE_NUMBER = "+4930200";

    private Carrier() {}

    /** The carrier that most trunks lead to. */
    static Kamailio.Setup at(Path directory) {
        return new Kamailio.Setup(directory).address(ADDRESS).port(PORT);
    }

    static void writeTo(TrunksFile file) {
        file.write(
                """
                trunks:
                - name: carrier
                  hosts: ["sip:%1$s:%2$d"]
                  probe: off
                  inbound:
                    sources: [%1$s]
                    called: [{match: "0ZX.", strip: 1, prepend: "+49"}]
                  outbound:
                    called: [{match: "+X.", strip: 1, prepend: "00"}]
                - name: asks
                  hosts: ["sip:%3$s:%4$d"]
                  probe: off
                  outbound: {login: {user: %5$s, password: %6$s}, realm: %7$s}
                - name: pair
                  hosts:
                  - {uri: "sip:%1$s:%8$d", priority: 1}
                  - {uri: "sip:%1$s:%2$d", priority: 2}
                  probe: off
                  outbound: {answer-within: 700ms}
                - name: probed
                  hosts:
                  - {uri: "sip:%1$s:%8$d", priority: 1}
                  - {uri: "sip:%1$s:%2$d", priority: 2}
                  probe: {interval: 1s, timeout: 500ms, down-after: 1, up-after: 1}
                - name: friend
                  hosts: ["sip:%1$s:%2$d"]
                  probe: off
                  trusted: true
                - name: slow
                  hosts: ["sip:%1$s:%2$d"]
                  probe: off
                  limits: {calls-per-second: 1}
                - name: narrow
                  hosts: ["sip:%1$s:%2$d"]
                  probe: off
                  limits: {calls: 1}
                - name: registrar
                  hosts: ["sip:%9$s:%10$d"]
                  inbound: {sources: [%9$s]}
                  outbound:
                    login: {user: %5$s, password: %6$s}
                    registration:
                      registrar: sip:%9$s:%10$d
                      aor: sip:%5$s@%7$s
                      contact-user: "%12$s"
                dialled:
                - {match: "00Z.", strip: 2, prepend: "+"}
                - {match: "0ZX.", strip: 1, prepend: "+49"}
                routes:
                - {prefix: "+49", trunks: [carrier], callers: everyone}
                - {prefix: "+33", trunks: [asks], callers: everyone}
                - {prefix: "+44", trunks: [pair], callers: everyone}
                - {prefix: "+45", trunks: [probed], callers: everyone}
                - {prefix: "+1", trunks: [friend], callers: everyone}
                - {prefix: "+7", trunks: [slow], callers: everyone}
                - {prefix: "+81", trunks: [narrow], callers: everyone}
                - {prefix: "+39", trunks: [carrier], callers: {users: [sip:trunk-alice@example.org]}}
                numbers:
                - {number: "%11$s", aor: sip:trunk-alice@example.org}
                - {number: "%12$s", aor: sip:trunk-dave@example.org}
                """
                        .formatted(
                                ADDRESS,
                                PORT,
                                DIGEST_ADDRESS,
                                DIGEST_PORT,
                                Kamailio.USER,
                                Kamailio.PASSWORD,
                                Kamailio.REALM,
                                FIRST_OF_PAIR_PORT,
                                REGISTRAR_ADDRESS,
                                REGISTRAR_PORT,
                                ALICE_NUMBER,
                                DAVE_NUMBER));
    }
}
