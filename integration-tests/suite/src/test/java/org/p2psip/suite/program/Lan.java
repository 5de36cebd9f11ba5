package org.p2psip.suite.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.p2psip.suite.process.Finished;
import org.p2psip.suite.process.ProcessTable;
import org.p2psip.suite.process.Program;

/**
 * A network of hosts, each a network namespace, and of this machine, which reaches all of them. The hosts can be cut off
 * from each other. Made by root; gone when it closes.
 */
public final class Lan implements AutoCloseable {
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(10);
    private static final String PREFIX = "p2pl";

    /** The network behind a NAT. */
    private static final String INSIDE = "10.197.77";

    private final String name = PREFIX + ProcessHandle.current().pid();
    private final String network;
    private final int hosts;

    /** @param network the first three octets of its addresses */
    private Lan(String network, int hosts) {
        this.network = network;
        this.hosts = hosts;
    }

    /**
     * Makes it, and removes what a run that was killed has left behind.
     *
     * @throws AssertionError when this process may not; tests of several machines cannot do without
     */
    public static Lan make(String network, int hosts) {
        removeLeftovers();
        Lan made = new Lan(network, hosts);
        try {
            made.build();
        } catch (AssertionError | RuntimeException e) {
            made.remove();
            throw new AssertionError("no network of namespaces; it needs root, CAP_NET_ADMIN and CAP_SYS_ADMIN", e);
        }
        return made;
    }

    private void build() {
        // Without snooping multicast goes to all ports, as on a plain switch
        run("ip link add " + name + " type bridge mcast_snooping 0");
        run("ip addr add " + address() + "/24 dev " + name);
        run("ip link set " + name + " up");
        // Where Docker runs, what a bridge passes on goes by the rules of routers, which refuse what they do not know
        run("iptables -I FORWARD " + bridged(name));
        for (int i = 1; i <= hosts; i++) {
            run("ip netns add " + namespace(i));
            run("ip link add " + port(i) + " type veth peer name eth0 netns " + namespace(i));
            run("ip link set " + port(i) + " master " + name + " up");
            inside(i, "ip addr add " + address(i) + "/24 brd + dev eth0");
            inside(i, "ip link set lo up");
            inside(i, "ip link set eth0 up");
        }
    }

    /**
     * Makes a host a router with NAT, and returns one behind it. Nobody outside has a route to that one, and the router
     * passes nothing on to it but what it asked for.
     */
    public Host behindNat(int router) {
        String inner = namespace(router) + "n";
        run("ip netns add " + inner);
        inside(router, "ip link add in type veth peer name eth0 netns " + inner);
        inside(router, "ip addr add " + INSIDE + ".1/24 dev in");
        inside(router, "ip link set in up");
        program(List.of("ip", "netns", "exec", namespace(router), "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward"))
                .succeeded();
        inside(router, "iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE");
        inside(router, "iptables -A FORWARD -i eth0 -m conntrack --ctstate NEW -j DROP");
        run("ip netns exec " + inner + " ip addr add " + INSIDE + ".2/24 dev eth0");
        run("ip netns exec " + inner + " ip link set lo up");
        run("ip netns exec " + inner + " ip link set eth0 up");
        run("ip netns exec " + inner + " ip route add default via " + INSIDE + ".1");
        return Host.namespace(inner, INSIDE + ".2");
    }

    /** Nothing goes from host to host any more; this machine reaches them as before. */
    public void cut() {
        IntStream.rangeClosed(1, hosts).forEach(i -> run("ip link set " + port(i) + " type bridge_slave isolated on"));
    }

    /** Undoes {@link #cut}. */
    public void heal() {
        IntStream.rangeClosed(1, hosts).forEach(i -> run("ip link set " + port(i) + " type bridge_slave isolated off"));
    }

    /** Programs on a host that start from now on ask this machine for names. */
    public void resolveHere(int host) {
        try {
            Files.createDirectories(resolver(host).getParent());
            // "ip netns exec" puts it in the place of /etc/resolv.conf
            Files.writeString(resolver(host), "nameserver " + address() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot say who resolves names", e);
        }
    }

    private Path resolver(int host) {
        return Path.of("/etc/netns", namespace(host), "resolv.conf");
    }

    /** This machine's address in it. */
    public String address() {
        return network + ".1";
    }

    private String address(int host) {
        return network + "." + (1 + host);
    }

    /** One of the hosts, from 1. */
    public Host host(int number) {
        return Host.namespace(namespace(number), address(number));
    }

    /** This machine, as the hosts see it. */
    public Host here() {
        return new Host(address(), List.of());
    }

    private String namespace(int host) {
        return name + "h" + host;
    }

    private String port(int host) {
        return name + "p" + host;
    }

    private Finished inside(int host, String command) {
        return run("ip netns exec " + namespace(host) + " " + command);
    }

    @Override
    public void close() {
        List<Finished> failed =
                remove().stream().filter(removal -> removal.exitCode() != 0).toList();
        if (!failed.isEmpty()) {
            throw new AssertionError("cannot remove a network: " + failed);
        }
    }

    /** Whatever there is of it; interfaces go with their namespace. */
    private List<Finished> remove() {
        IntStream.rangeClosed(1, hosts).forEach(i -> Program.delete(resolver(i).getParent()));
        tryRun("ip netns list")
                .output()
                .lines()
                .map(line -> line.split(" ")[0])
                .filter(namespace -> namespace.matches(name + "h\\dn"))
                .forEach(namespace -> run("ip netns del " + namespace));
        Stream<String> own = Stream.of("iptables -D FORWARD " + bridged(name), "ip link del " + name);
        Stream<String> ofHosts = IntStream.rangeClosed(1, hosts).mapToObj(i -> "ip netns del " + namespace(i));
        return Stream.concat(own, ofHosts).map(Lan::tryRun).toList();
    }

    /** The rule that lets through what goes from port to port of a bridge. */
    private static String bridged(String bridge) {
        return "-i " + bridge + " -o " + bridge + " -j ACCEPT";
    }

    /** Their names tell the process that made them. */
    private static void removeLeftovers() {
        for (String line : tryRun("ip netns list").output().lines().toList()) {
            String namespace = line.split(" ")[0];
            if (namespace.matches(PREFIX + "\\d+h\\dn?")) {
                long pid = Long.parseLong(namespace.substring(PREFIX.length(), namespace.indexOf('h')));
                if (!ProcessTable.isAlive(pid)) {
                    run("ip netns del " + namespace);
                    tryRun("iptables -D FORWARD " + bridged(PREFIX + pid));
                    tryRun("ip link del " + PREFIX + pid);
                }
            }
        }
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
