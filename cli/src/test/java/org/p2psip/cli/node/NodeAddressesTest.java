package org.p2psip.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2psip.cli.process.PortUse;

class NodeAddressesTest {
    private static NodeAddresses listeningOn(String address) {
        TestSettings asked = new TestSettings();
        asked.listen = address;
        return new NodeAddresses(asked.settings());
    }

    @Test
    void portsFollowTheBase() {
        List<String> ports = Arrays.stream(NodeService.values())
                .flatMap(service -> listeningOn("127.0.0.1").ports(service).stream())
                .map(port -> port.protocol() + " " + port.number() + " " + port.purpose())
                .toList();

        assertThat(ports)
                .containsExactlyInAnyOrder(
                        "TCP 7464 Kafka",
                        "TCP 7465 Kafka controller",
                        "TCP 7460 routing gRPC",
                        "TCP 7470 routing HTTP",
                        "TCP 7461 storage gRPC",
                        "TCP 7471 storage HTTP",
                        "TCP 7462 edge gRPC",
                        "TCP 7472 edge HTTP",
                        "TCP 7463 relay gRPC",
                        "TCP 7473 relay HTTP",
                        "UDP 5060 SIP",
                        "TCP 5060 SIP",
                        "UDP 3478 STUN and TURN",
                        "TCP 3478 TURN");
    }

    @Test
    void onlyWhatPhonesTalkToLeavesLoopback() {
        NodeAddresses addresses = listeningOn("192.0.2.1");

        assertThat(addresses.bindHost(NodeService.EDGE)).isEqualTo("192.0.2.1");
        assertThat(addresses.bindHost(NodeService.RELAY)).isEqualTo("192.0.2.1");
        assertThat(addresses.bindHost(NodeService.STORAGE)).isEqualTo("127.0.0.1");
        assertThat(addresses.bindHost(NodeService.ROUTING)).isEqualTo("127.0.0.1");
        assertThat(addresses.grpc(NodeService.EDGE)).hasToString("127.0.0.1:7462");
        assertThat(addresses.kafka()).hasToString("127.0.0.1:7464");
    }

    @Test
    void nodesOnTwoLoopbackAddressesDoNotMeet() {
        assertThat(listeningOn("127.0.0.2").grpc(NodeService.STORAGE)).hasToString("127.0.0.2:7461");
        assertThat(listeningOn("127.0.0.2").kafka()).hasToString("127.0.0.2:7464");
        assertThat(listeningOn("::1").kafka()).hasToString("[::1]:7464");
    }

    @Test
    void nodeOnEveryAddressIsAskedOnLoopbackAndTellsPhonesARealOne() {
        NodeAddresses addresses = listeningOn("0.0.0.0");

        assertThat(addresses.http(NodeService.EDGE)).hasToString("127.0.0.1:7472");
        assertThat(addresses.sipHost()).isNotEqualTo("0.0.0.0");
        assertThat(listeningOn("::").sipHost()).isNotEqualTo("::");
        assertThat(listeningOn("192.0.2.7").sipHost()).isEqualTo("192.0.2.7");
        assertThat(addresses.ports(NodeService.EDGE))
                .filteredOn(port -> !port.purpose().equals("edge gRPC"))
                .extracting(PortUse::address)
                .allSatisfy(address -> assertThat(address.isAnyLocalAddress()).isTrue());
    }

    @Test
    void brokerThatRunsElsewhereIsFoundThere() {
        TestSettings asked = new TestSettings();
        asked.kafka = "kafka.example.org:9092";

        assertThat(new NodeAddresses(asked.settings()).kafka()).isEqualTo(new HostPort("kafka.example.org", 9092));
    }
}
