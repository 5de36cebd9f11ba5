package org.p2psip.suite.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2psip.suite.process.Finished;
import org.p2psip.suite.process.NeedsPrograms;
import org.p2psip.suite.process.Ports;
import org.p2psip.suite.process.Program;

/** coturn's clients against the relay, in the modes that it serves: every message comes back from the peer. */
@NeedsPrograms({"turnutils_uclient", "turnutils_peer", "turnutils_stunclient", "openssl"})
class TurnClientsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern TOTAL = Pattern.compile("tot_send_msgs=(\\d+), tot_recv_msgs=(\\d+)");

    private static final Map<Mode, CompletableFuture<Finished>> RUNS = new EnumMap<>(Mode.class);

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
        for (Mode mode : Mode.values()) {
            RUNS.put(mode, CompletableFuture.supplyAsync(mode::run, task -> Thread.ofVirtual()
                    .start(task)));
        }
    }

    @AfterAll
    static void stop() {
        CompletableFuture.allOf(RUNS.values().toArray(CompletableFuture[]::new))
                .handle((ended, failed) -> null)
                .join();
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
        assertCameBack(client, 0);
    }

    /** @param together percent of the messages that the client may have read together with the one before */
    private static void assertCameBack(Finished client, int together) {
        Matcher totals = TOTAL.matcher(client.succeeded().said());
        int sent = 0;
        int received = -1;
        while (totals.find()) {
            sent = Integer.parseInt(totals.group(1));
            received = Integer.parseInt(totals.group(2));
        }
        assertThat(sent).as(client.toString()).isPositive();
        assertThat(received).as(client.toString()).isBetween(sent - sent * together / 100, sent);
    }

    /**
     * A way to use the relay; the clients of all of them run at once, as each waits most of its time. Not uclient's dual
     * allocation: it gives up a family by chance, and may be left with one that does not reach the peer; and not its "passive TCP", which
     * counts half of its messages as lost with any server.
     */
    private enum Mode {
        CHANNELS_OVER_UDP(false, "-c"),
        CHANNELS_WITH_RTCP_AND_DONT_FRAGMENT(false, "-g"),
        SEND_AND_DATA_OVER_UDP(false, "-c -s"),
        CHANNELS_WITH_PADDING(false, "-c -D"),
        MORE_REQUESTS_THAN_NEEDED(false, "-c -G"),
        IPV4_ASKED_FOR(false, "-c -X"),
        CHANNELS_OVER_TCP(false, "-c -t"),
        SEND_AND_DATA_OVER_TCP(false, "-c -t -s"),
        CHANNELS_OVER_TLS(false, "-c -t -S"),
        SEND_AND_DATA_OVER_TLS(false, "-c -t -S -s"),
        TCP_RELAY(false, "-T"),
        TCP_RELAY_OVER_TLS(false, "-T -S"),
        CHANNELS_OVER_IPV6(true, "-c -x"),
        SEND_AND_DATA_OVER_IPV6(true, "-c -x -s"),
        CHANNELS_OVER_TCP_AND_IPV6(true, "-c -x -t");

        private final boolean ipv6;
        private final String options;

        Mode(boolean ipv6, String options) {
            this.ipv6 = ipv6;
            this.options = options;
        }

        private Finished run() {
            RelayProgram of = ipv6 ? TurnClientsTest.ipv6 : relay;
            String loopback = ipv6 ? "::1" : "127.0.0.1";
            List<String> all = new ArrayList<>(List.of(options.split(" ")));
            all.addAll(List.of("-e", loopback, "-L", loopback));
            int port = options.contains("-S") ? of.tlsPort() : of.port();
            return client(of, port, listed(), all.toArray(String[]::new));
        }
    }

    @ParameterizedTest
    @EnumSource
    void messagesComeBackFromThePeer(Mode mode) {
        // On a stream of data uclient takes what it reads at once for one message, be it two of them; TcpRelayTest
        // counts octets
        assertCameBack(RUNS.get(mode).join(), mode.options.startsWith("-T") ? 10 : 0);
    }

    @Test
    void clientOfIpv4ReachesAPeerOfIpv6AndTheOtherWayRound() {
        assertNothingIsLost(client(relay, relay.port(), listed(), "-c", "-x", "-e", "::1", "-L", "127.0.0.1"));
        assertNothingIsLost(client(ipv6, ipv6.port(), listed(), "-c", "-X", "-e", "127.0.0.1", "-L", "::1"));
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
}
