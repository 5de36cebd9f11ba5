package org.p2psip.suite.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.process.Ports;
import org.p2psip.suite.process.Program;

/**
 * A baresip with one account, which plays back what it hears and needs no sound device. It sends everything to the
 * server as its outbound proxy.
 */
public final class Baresip implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(15);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** Where Debian's architectures and other systems put the modules. */
    private static final List<Path> MODULES =
            List.of(Path.of("/usr/lib/baresip/modules"), Path.of("/usr/local/lib/baresip/modules"));

    private final Process process;
    private final Path log;
    private final String address;
    private final String server;
    private final BaresipControl control;

    private Baresip(Process process, Path log, String address, String server, BaresipControl control) {
        this.process = process;
        this.log = log;
        this.address = address;
        this.server = server;
        this.control = control;
    }

    /**
     * How a phone reaches its server.
     *
     * @param transport as a URI names it: udp, tcp or tls
     * @param server where that transport is served
     * @param authority what certificates are checked by, for TLS; else null
     */
    public record Line(String transport, InetSocketAddress server, Path authority) {
        /** Over UDP. */
        public static Line udp(InetSocketAddress server) {
            return new Line("udp", server, null);
        }

        private String address() {
            return "127.0.0.1:" + server.getPort();
        }
    }

    /** How a phone takes calls: the {@code answermode} of an account. */
    public enum Answering {
        /** Rings until {@link #accept}. */
        MANUAL,
        AUTO
    }

    /**
     * Starts a phone and waits until it is registered.
     *
     * @param directory for its files; made when missing
     */
    public static Baresip registered(Path directory, User user, InetSocketAddress server, Answering answering) {
        return registered(directory, user, Line.udp(server), answering);
    }

    /** As above, over another transport. */
    public static Baresip registered(Path directory, User user, Line line, Answering answering) {
        // it takes the port after the SIP port for TLS
        int sip = Ports.freeRange(3);
        int controlPort = sip + 2;
        configure(directory, user, line, answering, sip, controlPort);
        Path log = directory.resolve("log");
        List<String> commandLine = List.of("baresip", "-4", "-s", "-f", directory.toString());
        Process process = new Program(commandLine, directory).start(log);
        try {
            BaresipControl control =
                    Await.value("baresip's control port", START_LIMIT, () -> BaresipControl.connect(controlPort));
            Baresip phone = new Baresip(process, log, "127.0.0.1:" + sip, line.address(), control);
            phone.awaitMessage(
                    "200 for REGISTER",
                    message -> !message.sent()
                            && message.startsWith("SIP/2.0 200")
                            && message.headers("CSeq").getFirst().endsWith("REGISTER"));
            return phone;
        } catch (AssertionError e) {
            Program.stop(process);
            throw new AssertionError(user.aor() + ": " + e.getMessage() + "\n" + Program.read(log), e);
        }
    }

    /** Calls somebody. */
    public void dial(String uri) {
        control.command("dial", uri);
    }

    /** Takes the call that rings. */
    public void accept() {
        control.command("accept", "");
    }

    /** Ends the call. */
    public void hangUp() {
        control.command("hangup", "");
    }

    /**
     * Waits until so many events of a type have come since the start.
     *
     * @param type as CALL_ESTABLISHED
     */
    public void awaitEvent(String type, int count) {
        try {
            Await.until(count + " " + type, LIMIT, () -> control.count(type) >= count);
        } catch (AssertionError e) {
            throw new AssertionError(address + ": " + e.getMessage() + "; events: " + control.events(), e);
        }
    }

    /** Waits for a message on the wire. */
    public TracedMessage awaitMessage(String what, Predicate<TracedMessage> matching) {
        try {
            return Await.value(what, LIMIT, () -> trace().filter(matching).findFirst());
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; trace:\n" + Program.read(log), e);
        }
    }

    /** All messages so far. */
    public Stream<TracedMessage> trace() {
        return TracedMessage.in(Program.read(log), address, server).stream();
    }

    /** Where it takes SIP, as host:port. */
    public String address() {
        return address;
    }

    /** Quits as a user does: the phone unregisters first. */
    @Override
    public void close() {
        control.close();
        Program.stop(process);
    }

    private static void configure(Path directory, User user, Line line, Answering answering, int sip, int controlPort) {
        Path modules = MODULES.stream()
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow(() -> new AssertionError("baresip's modules are in none of " + MODULES));
        String account =
                """
                <sip:%s@%s>;auth_pass=%s;outbound="sip:%s;transport=%s";regint=300;answermode=%s
                """
                        .formatted(
                                user.name(),
                                user.domain(),
                                user.password(),
                                line.address(),
                                line.transport(),
                                answering.name().toLowerCase());
        String config =
                """
                sip_listen 127.0.0.1:%d
                net_interface 127.0.0.1
                rtp_ports %d-%d
                audio_player aubridge,line
                audio_source aubridge,line
                audio_alert aubridge,bell
                module_path %s
                module g711.so
                module aubridge.so
                module ctrl_tcp.so
                ctrl_tcp_listen 127.0.0.1:%d
                module_tmp uuid.so
                module_app account.so
                module_app contact.so
                module_app menu.so
                """
                        .formatted(sip, sip + 1_000, sip + 1_100, modules, controlPort);
        String trust = line.authority() == null ? "" : "sip_cafile " + line.authority() + "\n";
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("config"), config + trust);
            Files.writeString(directory.resolve("accounts"), account);
            Files.writeString(directory.resolve("contacts"), "");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + directory, e);
        }
    }
}
