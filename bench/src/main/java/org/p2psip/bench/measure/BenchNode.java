package org.p2psip.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A node, or several of one site, for the time of a bench: {@code p2psip up} and {@code down} with a directory of its own. */
public final class BenchNode implements AutoCloseable {
    private static final int UP_MINUTES = 15;

    private final Path command;
    private final Path directory;
    private final int nodes;

    private BenchNode(Path command, Path directory, int nodes) {
        this.command = command;
        this.directory = directory;
        this.nodes = nodes;
    }

    /**
     * Starts it; builds it first when sources are newer.
     *
     * @param directory that it is kept in
     * @param nodes of the site, from 1
     * @param options of {@code p2psip up}: ports, domains
     * @throws IOException when it does not start; what it said went to the error output
     */
    public static BenchNode start(Path directory, int nodes, List<String> options)
            throws IOException, InterruptedException {
        BenchNode node = new BenchNode(
                Path.of(System.getProperty("p2psip.root", "."), "p2psip").toAbsolutePath(), directory, nodes);
        List<String> up = new ArrayList<>(List.of("up", "--nodes=" + nodes));
        up.addAll(options);
        if (node.run(UP_MINUTES, up.toArray(String[]::new)) != 0) {
            throw new IOException("the node does not start: " + String.join(" ", up));
        }
        return node;
    }

    /**
     * Runs {@code p2psip} on this node; what it prints is dropped, what goes wrong is not.
     *
     * @param minutes that it may take
     * @return its exit code; -1 when it took longer, and was ended
     */
    public int run(int minutes, String... arguments) throws IOException, InterruptedException {
        return run(minutes, ProcessBuilder.Redirect.PIPE, arguments);
    }

    /** The same with what it reads. */
    public int run(int minutes, ProcessBuilder.Redirect input, String... arguments)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(command.toString()));
        line.addAll(List.of(arguments));
        line.add("--data=" + directory);
        Process process = new ProcessBuilder(line)
                .redirectInput(input)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
            process.destroy();
            return -1;
        }
        return process.exitValue();
    }

    /** Where it is kept. */
    public Path directory() {
        return directory;
    }

    /** The processes of a service, "edge", "routing", "storage", "relay" or "kafka", node by node. */
    public List<Long> pids(String service) throws IOException {
        List<Long> pids = new ArrayList<>();
        for (Path state : states()) {
            pids.add(pid(Files.readString(state), service));
        }
        return List.copyOf(pids);
    }

    private List<Path> states() {
        return IntStream.rangeClosed(1, nodes)
                .mapToObj(number -> number == 1 ? directory : directory.resolve("node-" + number))
                .map(place -> place.resolve("node.json"))
                .toList();
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

    @Override
    public void close() throws IOException {
        try {
            run(1, "down");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
