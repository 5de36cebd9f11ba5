package org.p2psip.suite.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.p2psip.suite.node.Metrics;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.process.Ports;
import org.p2psip.suite.process.Program;

/** A relay of its own, with a listed user, a shared secret and a certificate; the child of the test. */
final class RelayProgram implements AutoCloseable {
    static final String USER = "alice";
    static final String PASSWORD = "wonderland";
    static final String SECRET = "the-secret-of-this-test";

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Path PROJECT =
            Path.of("").toAbsolutePath().resolve("../..").normalize();

    private final Process process;
    private final Path log;
    private final String host;
    private final int port;
    private final int tlsPort;
    private final int httpPort;

    private RelayProgram(Process process, Path log, String host, int firstPort) {
        this.process = process;
        this.log = log;
        this.host = host;
        this.port = firstPort;
        this.tlsPort = firstPort + 1;
        this.httpPort = firstPort + 2;
    }

    /**
     * Starts it and waits until it listens.
     *
     * @param host loopback of IPv4 or IPv6
     * @param settings more of them: {@code p2psip.key=value}
     */
    static RelayProgram start(Path directory, String host, String... settings) {
        int first = Ports.freeRange(103);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "-XX:+UseSerialGC"));
        List<String> all = new ArrayList<>(List.of(
                "p2psip.listen=" + host,
                "p2psip.grpc.port=0",
                "p2psip.tls.enabled=false",
                "p2psip.stun.port=" + first,
                "p2psip.http.port=" + (first + 2),
                "quarkus.http.host=127.0.0.1",
                "p2psip.turn.tls.port=" + (first + 1),
                "p2psip.turn.tls.certificate=" + directory.resolve("certificate.pem"),
                "p2psip.turn.tls.key=" + directory.resolve("key.pem"),
                "p2psip.stun.rate-limit.requests-per-second=1000000",
                "p2psip.stun.rate-limit.burst=1000000",
                "p2psip.turn.relay-addresses=127.0.0.1,::1",
                "p2psip.turn.users-file=" + secret(directory.resolve("users"), USER + ":" + PASSWORD),
                "p2psip.turn.secret-file=" + secret(directory.resolve("secrets"), SECRET),
                "p2psip.turn.ports.first=" + (first + 3),
                "p2psip.turn.ports.last=" + (first + 102)));
        all.addAll(List.of(settings));
        all.forEach(setting -> command.add("-D" + setting));
        command.addAll(List.of(
                "-jar",
                PROJECT.resolve("nat-relay-svc/service/target/quarkus-app/quarkus-run.jar")
                        .toString()));
        certificate(directory);
        Path log = directory.resolve("relay.log");
        RelayProgram relay = new RelayProgram(new Program(command, directory).start(log), log, host, first);
        Await.until(
                "the relay listens, see its log: " + Program.read(log),
                START_LIMIT,
                () -> relay.log().contains("TURN over TLS listens") || !relay.process.isAlive());
        if (!relay.process.isAlive()) {
            throw new AssertionError("the relay has ended: " + relay.log());
        }
        return relay;
    }

    private static Path secret(Path file, String line) {
        try {
            Files.writeString(file, line + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static void certificate(Path directory) {
        new Program(
                        List.of(
                                "openssl",
                                "req",
                                "-x509",
                                "-newkey",
                                "ec",
                                "-pkeyopt",
                                "ec_paramgen_curve:P-256",
                                "-nodes",
                                "-days",
                                "2",
                                "-subj",
                                "/CN=relay.invalid",
                                "-keyout",
                                "key.pem",
                                "-out",
                                "certificate.pem"),
                        directory)
                .run("", Duration.ofSeconds(20))
                .succeeded();
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    int tlsPort() {
        return tlsPort;
    }

    Metrics metrics() {
        return new Metrics(new InetSocketAddress(InetAddress.getLoopbackAddress(), httpPort));
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String log() {
        return Program.read(log);
    }

    @Override
    public void close() {
        Program.stop(process);
    }
}
