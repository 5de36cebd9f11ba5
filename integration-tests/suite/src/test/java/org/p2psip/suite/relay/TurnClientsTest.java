package org.p2psip.suite.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.suite.process.Finished;
import org.p2psip.suite.process.NeedsPrograms;
import org.p2psip.suite.process.Ports;
import org.p2psip.suite.process.Program;

/** coturn's clients against the relay, in the modes that it serves: every message comes back from the peer. */
@NeedsPrograms({"turnutils_uclient", "turnutils_peer", "turnutils_stunclient", "openssl"})
class TurnClientsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern TOTAL = Pattern.compile("tot_send_msgs=(\\d+), tot_recv_msgs=(\\d+)");

    @TempDir
    private static Path directory;

    private static RelayProgram relay;
    private static RelayProgram ipv6;
    private static Process peer;
    private static int peerPort;

    @BeforeAll
    static void start() throws IOException {
        relay = RelayProgram.start(directory, "127.0.0.1");
        Path of6 = Files.createDirectory(directory.resolve("ipv6"));
        ipv6 = RelayProgram.start(of6, "::1");
        peerPort = Ports.freeRange(2);
        peer = new Program(
                        List.of("turnutils_peer", "-p", Integer.toString(peerPort), "-L", "127.0.0.1", "-L", "::1"),
                        directory)
                .start(directory.resolve("peer.log"));
    }

    @AfterAll
    static void stop() {
        Program.stop(peer);
        relay.close();
        ipv6.close();
    }

    private static Finished client(RelayProgram of, int port, List<String> credentials, String... options) {
        List<String> command = new ArrayList<>(List.of("turnutils_uclient"));
        command.addAll(List.of(options));
        command.addAll(List.of("-p", Integer.toString(port)));
        command.addAll(credentials);
        command.addAll(List.of("-r", Integer.toString(peerPort), "-n", "20", "-m", "3", "-l", "171", "-z", "5"));
        command.add(of.host());
        return new Program(command, directory).run("", LIMIT);
    }

    private static List<String> listed() {
        return List.of("-u", RelayProgram.USER, "-w", RelayProgram.PASSWORD);
    }

    /** All came back, and there were some. */
    private static void assertNothingIsLost(Finished client) {
        Matcher totals = TOTAL.matcher(client.succeeded().said());
        int sent = 0;
        int received = -1;
        while (totals.find()) {
            sent = Integer.parseInt(totals.group(1));
            received = Integer.parseInt(totals.group(2));
        }
        assertThat(sent).as(client.toString()).isPositive();
        assertThat(received).as(client.toString()).isEqualTo(sent);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "channels over UDP, -c",
        "channels over UDP with a pair of ports, -g",
        "Send and Data over UDP, -c -s",
        "channels over UDP with padding, -c -D",
        "more requests than needed, -c -G",
        "IPv4 asked for, -c -X",
        "channels over TCP, -c -t",
        "Send and Data over TCP, -c -t -s",
    })
    void messagesComeBackFromThePeer(String mode, String options) {
        List<String> all = new ArrayList<>(List.of(options.split(" ")));
        all.addAll(List.of("-e", "127.0.0.1", "-L", "127.0.0.1"));
        assertNothingIsLost(client(relay, relay.port(), listed(), all.toArray(String[]::new)));
    }

    @ParameterizedTest
    @CsvSource({"-c -t -S", "-c -t -S -s"})
    void messagesComeBackOverTls(String options) {
        List<String> all = new ArrayList<>(List.of(options.split(" ")));
        all.addAll(List.of("-e", "127.0.0.1", "-L", "127.0.0.1"));
        assertNothingIsLost(client(relay, relay.tlsPort(), listed(), all.toArray(String[]::new)));
    }

    @ParameterizedTest
    @CsvSource({"-c -x", "-c -x -s", "-c -x -t"})
    void messagesComeBackOverIpv6(String options) {
        List<String> all = new ArrayList<>(List.of(options.split(" ")));
        all.addAll(List.of("-e", "::1", "-L", "::1"));
        assertNothingIsLost(client(ipv6, ipv6.port(), listed(), all.toArray(String[]::new)));
    }

    @Test
    void clientOfIpv4ReachesAPeerOfIpv6AndTheOtherWayRound() {
        assertNothingIsLost(client(relay, relay.port(), listed(), "-c", "-x", "-e", "::1", "-L", "127.0.0.1"));
        assertNothingIsLost(client(ipv6, ipv6.port(), listed(), "-c", "-X", "-e", "127.0.0.1", "-L", "::1"));
    }

    @Test
    void oneAllocationHasTwoFamilies() {
        assertNothingIsLost(client(relay, relay.port(), listed(), "-Z", "-e", "127.0.0.1", "-L", "127.0.0.1"));
    }

    @Test
    void clientsReachEachOtherThroughTheRelay() {
        assertNothingIsLost(client(relay, relay.port(), listed(), "-c", "-y", "-L", "127.0.0.1"));
    }

    @Test
    void userOfTheSharedSecretIsTaken() {
        List<String> shared = List.of("-u", "carol", "-W", RelayProgram.SECRET);
        assertNothingIsLost(client(relay, relay.port(), shared, "-c", "-e", "127.0.0.1", "-L", "127.0.0.1"));
    }

    @Test
    void wrongPasswordIsRefused() {
        List<String> wrong = List.of("-u", RelayProgram.USER, "-w", "wrong");
        Finished refused = client(relay, relay.port(), wrong, "-c", "-e", "127.0.0.1", "-L", "127.0.0.1");
        assertThat(refused.exitCode()).as(refused.toString()).isNotZero();
    }

    @Test
    void addressOfAStunClientIsTold() {
        Finished told = new Program(
                        List.of("turnutils_stunclient", "-p", Integer.toString(relay.port()), relay.host()), directory)
                .run("", LIMIT);
        assertThat(told.succeeded().said()).contains("reflexive addr: 127.0.0.1:");
    }

    @Test
    void clientsThatBehaveBadlyDoNoHarm() {
        client(relay, relay.port(), listed(), "-c", "-R", "-e", "127.0.0.1", "-L", "127.0.0.1");
        client(relay, relay.port(), listed(), "-c", "-N", "-e", "127.0.0.1", "-L", "127.0.0.1");
        assertThat(relay.isAlive()).isTrue();
        assertThat(relay.metrics().sumOfCounters(name -> name.startsWith("p2psip_stun_defects")))
                .isZero();
        assertNothingIsLost(client(relay, relay.port(), listed(), "-c", "-e", "127.0.0.1", "-L", "127.0.0.1"));
    }
}
