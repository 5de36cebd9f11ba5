package org.p2psip.suite.flows;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.p2psip.suite.process.Finished;
import org.p2psip.suite.process.ProcessTable;
import org.p2psip.suite.process.Program;
import org.p2psip.suite.program.Host;

/**
 * A router with NAT between this machine and a phone, each of the two in a network namespace of its own. Nothing outside
 * has a route to the phone. Made by root; gone when it closes.
 */
final class NatNetwork implements AutoCloseable {
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(10);
    /** Networks for measurements (RFC 2544 appendix C.2.2): nobody's on a machine that runs tests. */
    private static final String OUTSIDE = "198.18.";

    private static final String INSIDE = "10.198.";
    private static final int NETWORKS = 250;
    private static final String PREFIX = "p2pnat";

    private final String router;
    private final String phone;
    private final String link;
    private final int network;

    /** How the router chooses the outer port. */
    enum Mapping {
        /** That of the phone as long as it is free: the same towards everybody. */
        PRESERVING("-j MASQUERADE"),
        /** Another one for each destination, which is what phones call a symmetric NAT. */
        SYMMETRIC("-j MASQUERADE --random-fully");

        private final String target;

        Mapping(String target) {
            this.target = target;
        }
    }

    private NatNetwork(int network) {
        String name = PREFIX + ProcessHandle.current().pid();
        this.router = name + "r";
        this.phone = name + "p";
        this.link = name + "l"; // an interface's name has 15 characters at most
        this.network = network;
    }

    /**
     * Makes it, and removes what a run that was killed has left behind.
     *
     * @throws AssertionError when this process may not; a test of NAT cannot do without
     */
    static NatNetwork make() {
        removeLeftovers();
        NatNetwork made = new NatNetwork(freeNetwork());
        try {
            made.build();
        } catch (AssertionError | RuntimeException e) {
            made.remove();
            throw new AssertionError("no network with a NAT; it needs root, CAP_NET_ADMIN and CAP_SYS_ADMIN", e);
        }
        return made;
    }

    private void build() {
        run("ip netns add " + router);
        run("ip netns add " + phone);
        run("ip link add " + link + " type veth peer name out netns " + router);
        run("ip addr add " + server() + "/24 dev " + link);
        run("ip link set " + link + " up");
        inside(router, "ip addr add " + outside() + "/24 dev out");
        inside(router, "ip link set out up");
        inside(router, "ip link add in type veth peer name eth0 netns " + phone);
        inside(router, "ip addr add " + INSIDE + network + ".1/24 dev in");
        inside(router, "ip link set in up");
        inside(router, "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
        inside(phone, "ip addr add " + phoneAddress() + "/24 dev eth0");
        inside(phone, "ip link set eth0 up");
        inside(phone, "ip link set lo up");
        inside(phone, "ip route add default via " + INSIDE + network + ".1");
    }

    /** Makes the router choose outer ports in that way from now on. */
    void translate(Mapping mapping) {
        inside(router, "iptables -t nat -F POSTROUTING");
        inside(router, "iptables -t nat -A POSTROUTING -o out " + mapping.target);
    }

    /** How many connections (over UDP: pairs of addresses) it has translated since the last {@link #translate}. */
    long translated() {
        Finished listed = inside(router, "iptables -t nat -L POSTROUTING -v -x -n");
        return listed.output()
                .lines()
                .filter(line -> line.contains("MASQUERADE"))
                .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[0]))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no rule in " + listed));
    }

    /** The address of this machine that the phone reaches. */
    String server() {
        return OUTSIDE + network + ".1";
    }

    /** The address that the phone has for everybody else. */
    String outside() {
        return OUTSIDE + network + ".2";
    }

    /** Where a phone runs. */
    Host phone() {
        return Host.namespace(phone, phoneAddress());
    }

    private String phoneAddress() {
        return INSIDE + network + ".2";
    }

    @Override
    public void close() {
        List<Finished> failed =
                remove().stream().filter(removal -> removal.exitCode() != 0).toList();
        if (!failed.isEmpty()) {
            throw new AssertionError("cannot remove a network: " + failed);
        }
    }

    /** Whatever there is of it. */
    private List<Finished> remove() {
        return List.of(
                tryRun("ip link del " + link), tryRun("ip netns del " + phone), tryRun("ip netns del " + router));
    }

    /** Their names tell the process that made them. */
    private static void removeLeftovers() {
        for (String line : tryRun("ip netns list").output().lines().toList()) {
            String name = line.split(" ")[0];
            if (name.matches(PREFIX + "\\d+[rp]")
                    && !ProcessTable.isAlive(Long.parseLong(name.substring(PREFIX.length(), name.length() - 1)))) {
                run("ip netns del " + name);
            }
        }
    }

    private static int freeNetwork() {
        int first = (int) (ProcessHandle.current().pid() % NETWORKS);
        return IntStream.range(0, NETWORKS)
                .map(step -> 1 + (first + step) % NETWORKS)
                .filter(number -> !isOwn(OUTSIDE + number + ".1"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("this machine has an address in each of " + OUTSIDE + "0/24"));
    }

    private static boolean isOwn(String address) {
        try {
            return NetworkInterface.getByInetAddress(InetAddress.getByName(address)) != null;
        } catch (SocketException | UnknownHostException e) {
            throw new AssertionError("cannot look at this machine's addresses", e);
        }
    }

    private static Finished inside(String namespace, String command) {
        return inside(namespace, command.split(" "));
    }

    private static Finished inside(String namespace, String... words) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(List.of(words));
        return program(all).succeeded();
    }

    private static Finished run(String command) {
        return tryRun(command).succeeded();
    }

    private static Finished tryRun(String command) {
        return program(List.of(command.split(" ")));
    }

    private static Finished program(List<String> words) {
        return new Program(words, Path.of("").toAbsolutePath()).run("", COMMAND_LIMIT);
    }
}
