package org.p2psip.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.p2psip.cli.process.PortUse.Protocol;

class PortUseTest {
    private final InetAddress loopback = InetAddress.getLoopbackAddress();

    @Test
    void takenTcpPortIsNamedWithItsProtocolPurposeAndProcess() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, loopback)) {
            assertThat(new PortUse("SIP", Protocol.TCP, loopback, taken.getLocalPort()).problem())
                    .hasValueSatisfying(problem -> assertThat(problem)
                            .startsWith("TCP port " + taken.getLocalPort() + " on 127.0.0.1 (SIP) is taken by process "
                                    + ProcessHandle.current().pid()));
        }
    }

    @Test
    void takenUdpPortIsNamedWithItsProtocolPurposeAndProcess() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0, loopback)) {
            assertThat(new PortUse("STUN", Protocol.UDP, loopback, taken.getLocalPort()).problem())
                    .hasValueSatisfying(problem -> assertThat(problem)
                            .startsWith("UDP port " + taken.getLocalPort() + " on 127.0.0.1 (STUN) is taken by process "
                                    + ProcessHandle.current().pid()));
        }
    }

    @Test
    void portOfOneProtocolIsFreeForTheOther() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, loopback)) {
            assertThat(new PortUse("SIP", Protocol.UDP, loopback, taken.getLocalPort()).problem())
                    .isEmpty();
        }
    }

    @Test
    void connectionThatLingersAfterItsServerIsNoObstacle() throws Exception {
        int port;
        try (ServerSocket earlier = new ServerSocket()) {
            earlier.bind(new InetSocketAddress(loopback, 0));
            port = earlier.getLocalPort();
            try (Socket client = new Socket(loopback, port)) {
                // The side that closes first keeps the port in TIME_WAIT
                earlier.accept().close();
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
        }
        assertThat(new PortUse("SIP", Protocol.TCP, loopback, port).problem()).isEmpty();
    }

    @Test
    void addressOfAnotherMachineIsAProblem() throws Exception {
        InetAddress documentation = InetAddress.getByName("192.0.2.1");

        assertThat(new PortUse("SIP", Protocol.TCP, documentation, 5060).problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("192.0.2.1", "not available"));
    }

    @Test
    void whoListensOnEveryAddressIsInTheWayOfEachAndNobodyElseIs() throws Exception {
        InetAddress second = InetAddress.getByName("127.0.0.2");
        try (ServerSocket everywhere = new ServerSocket(0)) {
            assertThat(PortOwner.of(new PortUse("SIP", Protocol.TCP, second, everywhere.getLocalPort())))
                    .isPresent();
        }
        try (ServerSocket elsewhere = new ServerSocket(0, 1, second)) {
            assertThat(PortOwner.of(new PortUse("SIP", Protocol.TCP, loopback, elsewhere.getLocalPort())))
                    .isEmpty();
        }
    }
}
