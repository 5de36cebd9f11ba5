package org.p2psip.bench.turn;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.p2psip.bench.sip.Programs;
import org.p2psip.relay.stun.TransactionId;
import org.p2psip.relay.stun.binding.BindingClientTransaction;

/** A TURN server for the time of the bench, on loopback, which knows one user. */
final class TurnTarget implements AutoCloseable {
    static final String USER = "bench";
    static final String PASSWORD = "of-the-bench";

    private static final String REALM = "bench.invalid";
    private static final int START_SECONDS = 30;
    private static final int ANSWER_MILLIS = 100;
    private static final int ANSWER_OCTETS = 2_048;
    private static final int STOP_SECONDS = 10;
    private static final int RELAYED_PORTS = 1_200;

    private final String name;
    private final InetSocketAddress address;
    private final Process process;

    private TurnTarget(String name, int port, Process process) {
        this.name = name;
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.process = process;
    }

    /**
     * The project's relay, which has to be built, with the flags that a node starts it with.
     *
     * @param firstPort of some that it takes
     */
    static TurnTarget relay(Path directory, int firstPort) throws IOException, InterruptedException {
        return relay(
                directory,
                firstPort,
                "exec",
                List.of("-Xmx96m", "-XX:MaxDirectMemorySize=96m"),
                List.of("turn.ports.first=" + (firstPort + 10), "turn.ports.last=" + (firstPort + 10 + RELAYED_PORTS)));
    }

    /** One that holds so many allocations, with heap and open files for them: root may have as many as it wants. */
    static TurnTarget relayFor(int allocations, Path directory, int firstPort)
            throws IOException, InterruptedException {
        return relay(
                directory,
                firstPort,
                "ulimit -n " + (allocations + 2_000) + " && exec",
                List.of("-Xmx768m", "-XX:MaxDirectMemorySize=128m"),
                List.of("turn.quota.allocations=" + allocations));
    }

    private static TurnTarget relay(
            Path directory, int firstPort, String shell, List<String> memory, List<String> settings)
            throws IOException, InterruptedException {
        Path jar = Path.of(System.getProperty("p2psip.root", "."))
                .resolve("nat-relay-svc/service/target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IOException("the relay is not built (" + jar + "): ./p2psip up builds it");
        }
        Path users = Files.writeString(directory.resolve("users"), USER + ":" + PASSWORD + "\n");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms48m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(memory);
        List<String> all = new ArrayList<>(List.of(
                "listen=127.0.0.1",
                "grpc.port=0",
                "tls.enabled=false",
                "stun.port=" + firstPort,
                "http.port=" + (firstPort + 1),
                "stun.rate-limit.requests-per-second=100000",
                "stun.rate-limit.burst=100000",
                "turn.realm=" + REALM,
                "turn.users-file=" + users,
                "turn.quota.allocations-per-user=1000000"));
        all.addAll(settings);
        all.forEach(setting -> command.add("-Dp2psip." + setting));
        command.addAll(List.of("-jar", jar.toString()));
        List<String> inShell = new ArrayList<>(List.of("/bin/sh", "-c", shell + " \"$@\"", "relay"));
        inShell.addAll(command);
        return start("relay", firstPort, inShell, directory);
    }

    /** coturn as its own bench sets it up; empty when it is not installed. */
    static Optional<TurnTarget> coturn(Path directory, int firstPort) throws IOException, InterruptedException {
        if (!Programs.isInstalled("turnserver")) {
            return Optional.empty();
        }
        List<String> lines = List.of(
                "listening-ip=127.0.0.1",
                "listening-port=" + firstPort,
                "relay-ip=127.0.0.1",
                "min-port=" + (firstPort + 10),
                "max-port=" + (firstPort + 10 + RELAYED_PORTS),
                "lt-cred-mech",
                "user=" + USER + ":" + PASSWORD,
                "realm=" + REALM,
                "no-tls",
                "no-dtls",
                "no-tcp",
                "no-tcp-relay",
                "no-cli",
                "no-rfc5780",
                "no-software-attribute",
                "no-stun-backward-compatibility",
                "allow-loopback-peers",
                "userdb=" + directory.resolve("turndb"),
                "log-file=stdout",
                "simple-log",
                "pidfile=" + directory.resolve("pid"));
        Path config = Files.write(directory.resolve("turnserver.conf"), lines);
        return Optional.of(start("coturn", firstPort, List.of("turnserver", "-c", config.toString()), directory));
    }

    private static TurnTarget start(String name, int port, List<String> command, Path directory)
            throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        // its log says little of it: coturn's is buffered
        while (!answers(port)) {
            if (!process.isAlive() || System.nanoTime() - end > 0) {
                process.destroyForcibly();
                throw new IOException(name + " does not start: " + Files.readString(log));
            }
        }
        return new TurnTarget(name, port, process);
    }

    /** Whether a Binding request is answered within a tenth of a second. */
    private static boolean answers(int port) throws IOException {
        BindingClientTransaction binding = new BindingClientTransaction(TransactionId.random(new Random()));
        byte[] request = binding.request();
        DatagramPacket answer = new DatagramPacket(new byte[ANSWER_OCTETS], ANSWER_OCTETS);
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.send(new DatagramPacket(request, request.length, InetAddress.getLoopbackAddress(), port));
            socket.receive(answer);
            return binding.receive(ByteBuffer.wrap(answer.getData(), 0, answer.getLength()))
                    .isPresent();
        } catch (SocketTimeoutException notYet) {
            return false;
        }
    }

    String name() {
        return name;
    }

    InetSocketAddress address() {
        return address;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
