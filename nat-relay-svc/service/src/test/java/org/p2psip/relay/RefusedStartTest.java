package org.p2psip.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainLauncher;
import io.quarkus.test.junit.main.QuarkusMainTest;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusMainTest
class RefusedStartTest {
    private static final Map<String, String> ALWAYS =
            Map.of("quarkus.http.test-port", "0", "p2psip.grpc.port", "0", "p2psip.tls.enabled", "false");

    private static LaunchResult launch(QuarkusMainLauncher launcher, String key, String value) {
        Map<String, String> properties = new HashMap<>(ALWAYS);
        properties.put(key, value);
        properties.forEach(System::setProperty);
        try {
            return launcher.launch();
        } finally {
            properties.keySet().forEach(System::clearProperty);
        }
    }

    @Test
    void takenPortIsNamedAndTheProcessEndsWith1(QuarkusMainLauncher launcher)
            throws SocketException, UnknownHostException {
        try (DatagramSocket other = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            LaunchResult result = launch(launcher, "p2psip.stun.port", Integer.toString(other.getLocalPort()));
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.getErrorOutput())
                    .contains("udp 127.0.0.1:" + other.getLocalPort(), "p2psip.stun.port", "Address already in use");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "p2psip.stun.port, 65536, a whole number from 0 to 65535",
        "p2psip.stun.port, -1, a whole number from 0 to 65535",
        "p2psip.stun.port, stun, a whole number from 0 to 65535",
        "p2psip.http.port, 99999999999, a whole number from 0 to 65535",
        "p2psip.stun.rate-limit.burst, 0, a whole number from 1 to 1000000",
        "p2psip.turn.event-loops, -1, a whole number from 0",
        "p2psip.turn.event-loops, 257, 1 to 256",
        "p2psip.turn.realm, ' ', 1 to 128 characters",
        "p2psip.turn.ports.first, 80, within 1024 to 65535",
        "p2psip.turn.lifetime.max-seconds, 599, a longest that is not shorter",
        "p2psip.turn.relay-addresses, 0.0.0.0, address of one host",
        "p2psip.turn.peers.denied, 10.0.0.0/33, 0 to 32 bits",
        "p2psip.turn.alternate-servers, turn.example.org, address and port",
        "p2psip.turn.nonce-seconds, 0, 1 or more",
        "p2psip.turn.users-file, /nowhere/users, file of UTF-8 that can be read",
        "p2psip.grpc.port, 65536, a whole number from 0 to 65535",
        "p2psip.grpc.listen, 0.0.0.0, without TLS only loopback",
        "p2psip.listen, localhost, an IPv4 or IPv6 address",
        "p2psip.listen, 127.0.0.256, an IPv4 or IPv6 address"
    })
    void valueThatIsNotAllowedIsNamedWithWhatIs(
            String key, String value, String allowed, QuarkusMainLauncher launcher) {
        LaunchResult result = launch(launcher, key, value);
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.getErrorOutput())
                .contains(
                        key.replace(".first", "")
                                .replace("grpc.listen", "tls.enabled")
                                .replace(".max-seconds", ""),
                        "allowed: ",
                        allowed);
    }

    @Test
    void addressOfAnotherMachineIsRefused(QuarkusMainLauncher launcher) {
        LaunchResult result = launch(launcher, "p2psip.listen", "192.0.2.1");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.getErrorOutput()).contains("192.0.2.1", "p2psip.listen", "an address of this machine");
    }

    @Test
    void keyThatDoesNotExistIsNamed(QuarkusMainLauncher launcher) {
        LaunchResult result = launch(launcher, "p2psip.stun.prot", "3478");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.getErrorOutput()).contains("p2psip.stun.prot");
    }
}
