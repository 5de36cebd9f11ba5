package org.p2psip.storage.service.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jgroups.JChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.p2psip.storage.service.config.Settings;
import org.p2psip.storage.service.config.Settings.Discovery;

@Timeout(60)
class MemberTransportTest {
    @Test
    void membersFindEachOtherByTheAddressesOfAName() throws Exception {
        int port = Members.freeAddress().getPort();
        AtomicInteger lookups = new AtomicInteger();
        MemberTransport.Resolver resolver = name -> {
            if (lookups.getAndIncrement() == 0) {
                // As a headless service without members
                throw new UnknownHostException(name);
            }
            assertThat(name).isEqualTo("members.example");
            return new InetAddress[] {InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.3")};
        };
        Discovery dns = new Discovery.Dns("members.example");
        MemberTransport first = MemberTransport.create(cluster("127.0.0.2", port, dns), Optional.empty(), resolver);
        MemberTransport second = MemberTransport.create(cluster("127.0.0.3", port, dns), Optional.empty(), resolver);
        try (JChannel one = first.createChannel("one").connect("records");
                JChannel other = second.createChannel("other").connect("records")) {
            first.refresh();
            Members.await(
                    "members to find each other",
                    () -> one.getView().size() == 2 && other.getView().size() == 2);
        }
        assertThat(lookups).hasValue(3);
    }

    /** In a network namespace of its own: nothing is sent to a network of this machine. */
    @Test
    void membersFindEachOtherByMulticast() throws Exception {
        Process process = new ProcessBuilder(
                        "unshare",
                        "--net",
                        "sh",
                        "-c",
                        "ip link set lo up && ip link add cluster0 type veth peer name cluster1 && ip link set cluster1 up"
                                + " && ip link set cluster0 multicast on up && ip address add 10.77.0.1/24 dev cluster0"
                                + " && ip address add 10.77.0.2/24 dev cluster0 && exec \"$@\"",
                        "sh",
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx64m",
                        "-Djava.net.preferIPv4Stack=true",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        MulticastMain.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(output).contains("Members: 2");
    }

    /** Two members in one process, that know nothing of each other but a multicast group. */
    static final class MulticastMain {
        private MulticastMain() {}

        public static void main(String[] args) throws Exception {
            Discovery multicast = new Discovery.Multicast(new InetSocketAddress("239.255.74.60", 7466));
            try (JChannel one = connected("10.77.0.1", multicast);
                    JChannel other = connected("10.77.0.2", multicast)) {
                Members.await("members to find each other", () -> one.getView().size() == 2);
                System.out.println("Members: " + other.getView().size());
            }
        }

        private static JChannel connected(String host, Discovery discovery) throws Exception {
            return MemberTransport.create(cluster(host, 7466, discovery), Optional.empty(), InetAddress::getAllByName)
                    .createChannel(host)
                    .connect("records");
        }
    }

    private static Settings.Cluster cluster(String host, int port, Discovery discovery) throws IOException {
        return new Settings.Cluster(new InetSocketAddress(InetAddress.getByName(host), port), discovery, 2, 2);
    }
}
