package org.p2psip.edge.service.trunks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.edge.Aor;
import org.p2psip.edge.Gateway;
import org.p2psip.edge.trunk.Callers;
import org.p2psip.edge.trunk.TrunkConfig;
import org.p2psip.edge.trunk.Trunks;

class TrunkFileTest {
    private static final Path DOCUMENTATION = Path.of("../../docs/trunks.md");
    private static final TrunkFile READER = new TrunkFile(
            Set.of("example.org"), "north", "sip:192.0.2.1:5060", Map.of("TRUNK_PASSWORD", "of-environment")::get);

    @TempDir
    Path directory;

    @Test
    void documentedExampleIsReadWhole() throws IOException {
        String text = Files.readString(DOCUMENTATION);
        int start = text.indexOf("```yaml\n") + "```yaml\n".length();
        Trunks trunks = accepted(text.substring(start, text.indexOf("```", start)));

        assertThat(trunks.trunks()).extracting(TrunkConfig::name).containsExactly("carrier", "branch-office");
        TrunkConfig carrier = trunks.trunks().getFirst();
        assertThat(carrier.hosts())
                .extracting(h -> h.uri().text() + " " + h.priority() + " " + h.weight())
                .containsExactly(
                        "sip:sbc1.carrier.example 1 10",
                        "sip:sbc2.carrier.example:5062;transport=tcp 2 1",
                        "sip:sbc3.carrier.example 1 1");
        assertThat(carrier.probe())
                .isEqualTo(new TrunkConfig.Probe(true, Duration.ofSeconds(30), Duration.ofSeconds(5), 2, 2, 499));
        assertThat(carrier.inbound().sources()).hasSize(2);
        assertThat(carrier.inbound().called().apply("030123456")).isEqualTo("+4930123456");
        assertThat(carrier.inbound().called().apply("0033123456")).isEqualTo("+33123456");
        assertThat(carrier.outbound().called().apply("+4930123456")).isEqualTo("030123456");
        assertThat(carrier.outbound().login()).contains(new TrunkConfig.Login("4930123456", "not-a-real-password"));
        assertThat(carrier.outbound().realm()).isEqualTo("carrier.example");
        assertThat(carrier.outbound().hideTopology()).isTrue();
        assertThat(carrier.outbound().registration()).hasValueSatisfying(registration -> {
            assertThat(registration.registrar().text()).isEqualTo("sip:carrier.example");
            assertThat(registration.contactUser()).isEqualTo("4930123456");
            assertThat(registration.expires()).isEqualTo(Duration.ofHours(1));
        });
        assertThat(carrier.limits()).isEqualTo(new TrunkConfig.Limits(20, 200, Duration.ofHours(12)));
        TrunkConfig branch = trunks.trunks().getLast();
        assertThat(branch.inbound().tlsNames()).containsExactly("pbx.branch.example");
        assertThat(branch.trusted()).isTrue();
        assertThat(trunks.dialled().apply("030123456")).isEqualTo("+4930123456");
        assertThat(trunks.routes())
                .containsExactly(
                        new Trunks.Route(
                                "+",
                                List.of(new Trunks.RouteTrunk("carrier", 1, 1)),
                                new Callers(false, Set.of(new Aor("alice", "example.org")), Set.of())),
                        new Trunks.Route(
                                "+49",
                                List.of(
                                        new Trunks.RouteTrunk("carrier", 1, 1),
                                        new Trunks.RouteTrunk("branch-office", 2, 1)),
                                Callers.EVERYONE));
        assertThat(trunks.numbers())
                .containsExactly(
                        new Trunks.InboundNumber("+4930123456", 10, "alice", "example.org"),
                        new Trunks.InboundNumber("+4930555", 10, "{rest}", "example.org"));
        assertThat(trunks.findsGateways()).isTrue();
        assertThat(trunks.published()).containsExactly(new Gateway("+49", "sip:192.0.2.1:5060", 1, 1, "north"));
    }

    @Test
    void trunkThatNamesOnlyAHostIsProbedAndCannotCall() {
        Trunks trunks = accepted("trunks: [{name: a, hosts: ['sip:h']}]");
        assertThat(trunks.trunks().getFirst().probe().on()).isTrue();
        assertThat(trunks.trunks().getFirst().inbound().isPossible()).isFalse();
        assertThat(trunks.foreign()).isEqualTo(Callers.EVERYONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            name: "a b"                    | 3 | trunks[0].name: "a b": must be 1 to 64 of
            hosts: [tel:123]               | 3 | trunks[0].hosts[0]: "tel:123": must be a SIP URI of a host
            hosts: []                      | 3 | trunks[0].hosts: a list: must name at least one host
            hosts: ["sip:h;transport=ws"]  | 3 | trunks[0].hosts[0]: "sip:h;transport=ws": must be a SIP URI
            prob: off                      | 3 | trunks[0].prob: is no key here; there are name, hosts, probe
            probe: on                      | 3 | trunks[0].probe: "on": must be off, or a mapping
            probe: {interval: 30}          | 3 | trunks[0].probe.interval: "30": must be 1s to 24h, as a number with
            probe: {timeout: 40s}          | 3 | trunks[0].probe.timeout: "40s": must be 100ms to 30s
            inbound: {}                    | 3 | trunks[0].inbound: a mapping: must say who the trunk is
            inbound: {sources: [10.0.0.1/8]} | 3 | trunks[0].inbound.sources[0]: "10.0.0.1/8": must be an IP address or
            inbound: {sources: ["::/0"], called: [{match: "0Q"}]} | 3 | called[0].match: "0Q": must be a pattern such as
            outbound: {login: {user: u}}   | 3 | outbound.login: a mapping: must have one of password, password-file
            outbound: {login: {user: u, password-file: none}} | 3 | password-file: "none": must be a file that can be
            outbound: {login: {user: u, password-env: UNSET}} | 3 | password-env: "UNSET": must be the name of an
            outbound: {registration: {aor: sip:a@b}} | 3 | registration.registrar: is missing: it must be a SIP URI
            limits: {calls: -1}            | 3 | trunks[0].limits.calls: "-1": must be a number of 0 to 1000000
            transit: maybe                 | 3 | trunks[0].transit: "maybe": must be true or false
            """)
    void wrongValueOfATrunkIsToldWithItsLine(String line, int number, String problem) {
        String hosts = line.startsWith("hosts") ? "" : ", hosts: ['sip:h']";
        String name = line.startsWith("name") ? "" : ", name: a";
        String text = "trunks:\n- {\n  " + line + name + hosts + " }\n";
        assertThat(refused(text)).anySatisfy(told -> assertThat(told)
                .startsWith(directory.resolve("trunks.yaml") + ":" + number + ": ")
                .contains(problem));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            routes: [{prefix: "+49", trunks: [b], callers: everyone}] | trunks[0]: "b": must be a trunk of this file: a
            routes: [{prefix: "49", trunks: [a], callers: everyone}]  | prefix: "49": must be + and up to 15 digits
            routes: [{prefix: "+49", trunks: [a]}]                    | callers: is missing: it must be everyone
            routes: [{prefix: "+49", trunks: [], callers: nobody}]    | trunks: a list: must name at least one trunk
            routes: [{prefix: "+1", trunks: [a], callers: nobody}, {prefix: "+1", trunks: [a], callers: nobody}] | stands twice
            routes: [{prefix: "+1", trunks: [a], callers: {users: [sip:a@else.org]}}] | must be of an own domain
            routes: [{prefix: "+1", trunks: [a], callers: all}]       | callers: "all": must be everyone, nobody, or
            numbers: [{number: "+49301", aor: sip:a@else.org}]        | aor: "sip:a@else.org": must be of an own domain
            numbers: [{aor: sip:a@example.org}]                       | must have either number or prefix
            numbers: [{number: 0301, aor: sip:a@example.org}]         | number: "0301": must be + and up to 15 digits
            numbers: [{prefix: "+4930", digits: 3, aor: sip:a@example.org}] | digits: "3": must be a number of 4 to 15
            dialled: [{strip: 1}]                                     | dialled[0].match: is missing
            gateways: {publish: [{prefix: x}]}                        | gateways.publish[0].prefix: "x": must be +
            gateways: {site: a}                                       | gateways.site: is no key here
            """)
    void wrongValueBesideTheTrunksIsToldWithItsLine(String line, String problem) {
        assertThat(refused("trunks: [{name: a, hosts: ['sip:h']}]\n" + line + "\n"))
                .anySatisfy(told -> assertThat(told).contains("trunks.yaml:2: ").contains(problem));
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertThat(refused(
                        "trunks:\n- name: a\n  hosts: [x]\n- name: a\n  hosts: ['sip:h']\n  limits: {calls: many}\n"))
                .hasSize(3)
                .satisfiesExactly(
                        first -> assertThat(first).contains(":3: trunks[0].hosts[0]: \"x\""),
                        second -> assertThat(second).contains(":4: trunks[1].name: \"a\": stands twice"),
                        third -> assertThat(third).contains(":6: trunks[1].limits.calls: \"many\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "trunks: [ | is no YAML",
                "'' | is empty",
                "- a | : a list: must be a mapping with the keys trunks",
                "trunks: !!java.io.File [x] | tag is not allowed",
                "routes: [] | trunks: is missing"
            })
    void whatIsNoTrunksFileIsRefused(String text, String problem) {
        assertThat(refused(text)).anySatisfy(told -> assertThat(told).contains(problem));
    }

    @Test
    void passwordComesFromAFileOrTheEnvironmentAndIsNeverShown() throws IOException {
        Files.writeString(directory.resolve("secret"), "of-file\n");
        Trunks trunks = accepted(
                """
                trunks:
                - {name: a, hosts: ['sip:h'], outbound: {login: {user: u, password-file: secret}}}
                - {name: b, hosts: ['sip:h'], outbound: {login: {user: u, password-env: TRUNK_PASSWORD}}}
                """);
        assertThat(trunks.trunks())
                .extracting(t -> t.outbound().login().orElseThrow().password())
                .containsExactly("of-file", "of-environment");
        assertThat(trunks.toString()).doesNotContain("of-file", "of-environment");
        assertThat(refused("trunks: [{name: a, hosts: ['sip:h'], outbound: {login: {user: u, password: [s3cret]}}}]"))
                .singleElement()
                .asString()
                .contains("password: (not shown): must be a text")
                .doesNotContain("s3cret");
    }

    private Trunks accepted(String text) {
        TrunkFile.Result result = read(text);
        assertThat(result).isInstanceOf(TrunkFile.Result.Accepted.class);
        return ((TrunkFile.Result.Accepted) result).trunks();
    }

    private List<String> refused(String text) {
        TrunkFile.Result result = read(text);
        assertThat(result).isInstanceOf(TrunkFile.Result.Refused.class);
        return ((TrunkFile.Result.Refused) result).problems();
    }

    private TrunkFile.Result read(String text) {
        try {
            return READER.read(Files.writeString(directory.resolve("trunks.yaml"), text));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
