package org.p2psip.suite.program;

import java.net.InetSocketAddress;
import java.util.List;
import org.p2psip.suite.process.Ports;

/**
 * Where a program runs.
 *
 * @param address the IPv4 address that it has there
 * @param command what its command line begins with to run there
 */
public record Host(String address, List<String> command) {
    /** This machine, where everybody else runs. */
    public static final Host LOOPBACK = new Host("127.0.0.1", List.of());

    public Host {
        command = List.copyOf(command);
    }

    /** A network namespace, as {@code ip netns} knows it. */
    public static Host namespace(String name, String address) {
        return new Host(address, List.of("ip", "netns", "exec", name));
    }

    /** Whether a program there has bound a port; at all addresses of this machine together. */
    boolean isBound(String transport, int port) {
        return command.isEmpty()
                ? Ports.isBound(transport, port)
                : Ports.isServed(transport, new InetSocketAddress(address, port));
    }
}
