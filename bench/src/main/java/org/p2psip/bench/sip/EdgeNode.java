package org.p2psip.bench.sip;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node of its own for the time of the bench: {@code p2psip up} and {@code down} with a directory that is removed. */
final class EdgeNode implements AutoCloseable {
    private static final int UP_MINUTES = 15;
    private static final int ENROLL_MINUTES = 5;
    private static final List<String> CHAIN = List.of("routing", "storage", "kafka");

    private final Path command;
    private final Path directory;
    private final Server server;

    private EdgeNode(Path command, Path directory, Server server) {
        this.command = command;
        this.directory = directory;
        this.server = server;
    }

    /**
     * Starts a node; builds it first when sources are newer.
     *
     * @param command the project's p2psip
     * @param firstPort of 16 that it takes
     * @param digest whether it asks for passwords; it knows those of {@link Logins} then
     */
    static EdgeNode start(Path command, Path directory, int firstPort, boolean digest)
            throws IOException, InterruptedException {
        List<String> up = List.of(
                command.toString(),
                "up",
                "--data=" + directory,
                "--auth=" + (digest ? "digest" : "none"),
                "--domain=" + Domains.PROXIED,
                "--redirect=" + Domains.REDIRECTED,
                "--sip-port=" + firstPort,
                "--turn-port=" + (firstPort + 1),
                "--port-base=" + (firstPort + 2));
        Process process = new ProcessBuilder(up)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(UP_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroy();
            throw new IOException("the node does not start: " + String.join(" ", up));
        }
        String state = Files.readString(directory.resolve("node.json"));
        List<Long> chain = new ArrayList<>();
        for (String service : CHAIN) {
            chain.add(pid(state, service));
        }
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", firstPort);
        EdgeNode node = new EdgeNode(command, directory, new Server("edge", address, pid(state, "edge"), chain));
        if (digest) {
            try {
                node.enroll();
            } catch (IOException | InterruptedException e) {
                node.close();
                throw e;
            }
        }
        return node;
    }

    private void enroll() throws IOException, InterruptedException {
        Path lines = Files.writeString(directory.resolve("logins"), Logins.lines());
        Process enrolling = new ProcessBuilder(command.toString(), "enroll", "users", "--stdin", "--data=" + directory)
                .redirectInput(lines.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!enrolling.waitFor(ENROLL_MINUTES, TimeUnit.MINUTES) || enrolling.exitValue() != 0) {
            enrolling.destroy();
            throw new IOException("the node does not enroll the " + Logins.COUNT + " users of " + lines);
        }
    }

    /** The process of a service as node.json has it. */
    static long pid(String state, String service) throws IOException {
        Matcher pid = Pattern.compile('"' + service + "\"\\s*:\\s*\\{\\s*\"pid\"\\s*:\\s*(\\d+)")
                .matcher(state);
        if (!pid.find()) {
            throw new IOException("node.json names no process of " + service);
        }
        return Long.parseLong(pid.group(1));
    }

    Server server() {
        return server;
    }

    @Override
    public void close() throws IOException {
        Process down = new ProcessBuilder(command.toString(), "down", "--data=" + directory)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            down.waitFor(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
