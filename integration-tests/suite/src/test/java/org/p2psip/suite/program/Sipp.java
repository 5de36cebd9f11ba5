package org.p2psip.suite.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.process.Ports;
import org.p2psip.suite.process.Program;

/** SIPp (package sip-tester) with the scenarios of this suite. Each run has a directory for its files. */
public final class Sipp {
    private static final Duration LISTEN_LIMIT = Duration.ofSeconds(10);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);
    /** SIPp's own limits are below this one: its report is worth more than a killed process. */
    private static final Duration RUN_LIMIT = Duration.ofSeconds(100);

    private static final Duration SHORT_CALL = Duration.ofMillis(50);
    private static final int RUN_SECONDS = 60;
    private final Path directory;
    private final Transport transport;
    private final Host host;

    /** What SIPp speaks: its option and the word of a URI's transport parameter. */
    public enum Transport {
        UDP("u1"),
        TCP("t1");

        private final String option;

        Transport(String option) {
            this.option = option;
        }

        String word() {
            return name().toLowerCase();
        }
    }

    /**
     * A caller and whom it calls.
     *
     * @param caller authenticates itself
     * @param callee needs to be registered, or enrolled at least
     */
    public record Call(User caller, User callee) {}

    /** @param directory for scenarios, statistics and errors; made when missing */
    public Sipp(Path directory, Transport transport) {
        this(directory, transport, Host.LOOPBACK);
    }

    /** As {@link #Sipp(Path, Transport)}, run on a host. */
    public Sipp(Path directory, Transport transport, Host host) {
        this.directory = directory;
        this.host = host;
        this.transport = transport;
    }

    /** Registers users, each with a contact at {@code contactPort} of its host. */
    public SippCounts register(InetSocketAddress server, List<User> users, int contactPort, int perSecond) {
        return register(server, users, new InetSocketAddress(host.address(), contactPort), perSecond);
    }

    /** Registers users, each with a contact at that address. */
    public SippCounts register(InetSocketAddress server, List<User> users, InetSocketAddress contact, int perSecond) {
        return registrations("register", server, users, contact, perSecond);
    }

    /** Removes those registrations. */
    public SippCounts unregister(InetSocketAddress server, List<User> users, int contactPort, int perSecond) {
        return unregister(server, users, new InetSocketAddress(host.address(), contactPort), perSecond);
    }

    /** Removes those registrations. */
    public SippCounts unregister(InetSocketAddress server, List<User> users, InetSocketAddress contact, int perSecond) {
        return registrations("unregister", server, users, contact, perSecond);
    }

    /**
     * Places calls and hangs up.
     *
     * @param callIdPrefix every Call-ID starts with it
     */
    public SippCounts call(InetSocketAddress server, List<Call> calls, String callIdPrefix, int perSecond) {
        return callsBy("call", server, calls, callIdPrefix, perSecond, SHORT_CALL);
    }

    /** As {@link #call}, with calls that last so long. */
    public SippCounts call(
            InetSocketAddress server, List<Call> calls, String callIdPrefix, int perSecond, Duration length) {
        return callsBy("call", server, calls, callIdPrefix, perSecond, length);
    }

    /** As {@link #call}, each call put on hold by the caller and taken back by the {@link #answerHeld callee}. */
    public SippCounts callHeld(InetSocketAddress server, List<Call> calls, String callIdPrefix, int perSecond) {
        return callsBy("held-call", server, calls, callIdPrefix, perSecond, SHORT_CALL);
    }

    /** As {@link #call}, of callees that the server redirects to. */
    public SippCounts callRedirected(InetSocketAddress server, List<Call> calls, String callIdPrefix, int perSecond) {
        return callsBy("redirected-call", server, calls, callIdPrefix, perSecond, SHORT_CALL);
    }

    /**
     * Places calls from behind a trunk, where nobody asks for credentials, and hangs up.
     *
     * @param headerLine one more line of the INVITE
     */
    public SippCounts callFromTrunk(
            InetSocketAddress server, List<Call> calls, String callIdPrefix, int perSecond, String headerLine) {
        String lines = calls.stream()
                .map(call -> call.caller().name() + ";" + call.caller().domain() + ";"
                        + call.callee().name() + ";" + call.callee().domain() + ";" + headerLine)
                .collect(Collectors.joining("\n"));
        List<String> options = List.of("-r", "" + perSecond, "-cid_str", callIdPrefix + "-%u-%p@%s");
        return run("trunk-call", server, lines, calls.size(), options);
    }

    /** Starts a phone that answers {@code calls} calls and keeps what it receives; returns once it listens. */
    public CalledPhone answer(int calls) {
        return answer("called-phone", calls);
    }

    /** As {@link #answer}, of calls that are put on hold: it takes them back. */
    public CalledPhone answerHeld(int calls) {
        return answer("held-phone", calls);
    }

    /** As {@link #answer}, of calls that come without a proxy between. */
    public CalledPhone answerDirect(int calls) {
        return answer("direct-phone", calls);
    }

    /** As {@link #answer}, behind a trunk. */
    public CalledPhone answerBehindTrunk(int calls) {
        return answer("trunk-phone", calls);
    }

    Host host() {
        return host;
    }

    Path messageFile(String name) {
        return directory.resolve(name + ".messages");
    }

    private CalledPhone answer(String name, int calls) {
        int port = Ports.free();
        List<String> commandLine = commandLine(name, port, calls);
        Process process = startTraced(commandLine, name);
        Await.until(
                "SIPp listening on port " + port,
                LISTEN_LIMIT,
                () -> host.isBound(transport.word(), port) || !process.isAlive());
        return new CalledPhone(process, port, this, name);
    }

    /** Starts a subscriber to a user's own registrations, who wants to hear of one change and then leaves. */
    public CalledPhone subscribe(InetSocketAddress server, User user) {
        String name = "reg-subscriber";
        int port = Ports.free();
        List<String> commandLine = commandLine(name, port, 1);
        inject(commandLine, name, server, user.name() + ";" + user.domain() + ";" + authentication(user));
        Process process = start(commandLine, name);
        return new CalledPhone(process, port, this, name);
    }

    /** Starts it so that it keeps what it receives and sends. */
    Process startTraced(List<String> commandLine, String name) {
        Path messages = messageFile(name);
        try {
            Files.deleteIfExists(messages);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + messages, e);
        }
        commandLine.addAll(List.of("-trace_msg", "-message_file", messages.toString()));
        return start(commandLine, name);
    }

    private Process start(List<String> commandLine, String name) {
        return new Program(commandLine, directory).start(directory.resolve(name + ".screen"));
    }

    private SippCounts registrations(
            String scenario, InetSocketAddress server, List<User> users, InetSocketAddress at, int perSecond) {
        String contact = at.getAddress().getHostAddress() + ":" + at.getPort() + ";transport=" + transport.word();
        String lines = users.stream()
                .map(user -> user.name() + ";" + user.domain() + ";" + authentication(user))
                .collect(Collectors.joining("\n"));
        return run(scenario, server, lines, users.size(), List.of("-r", "" + perSecond, "-key", "contact", contact));
    }

    private SippCounts callsBy(
            String scenario,
            InetSocketAddress server,
            List<Call> calls,
            String callIdPrefix,
            int perSecond,
            Duration length) {
        String lines = calls.stream()
                .map(call -> call.caller().name() + ";" + call.caller().domain() + ";"
                        + call.callee().name() + ";" + call.callee().domain() + ";" + authentication(call.caller()))
                .collect(Collectors.joining("\n"));
        List<String> options =
                List.of("-r", "" + perSecond, "-cid_str", callIdPrefix + "-%u-%p@%s", "-d", "" + length.toMillis());
        return run(scenario, server, lines, calls.size(), options);
    }

    private SippCounts run(
            String scenario, InetSocketAddress server, String lines, int calls, List<String> moreOptions) {
        List<String> commandLine = commandLine(scenario, Ports.free(), calls);
        inject(commandLine, scenario, server, lines);
        commandLine.addAll(moreOptions);
        Process process = start(commandLine, scenario);
        return counts(process, scenario);
    }

    void inject(List<String> commandLine, String scenario, InetSocketAddress server, String lines) {
        Path injected = directory.resolve(scenario + ".csv");
        try {
            Files.writeString(injected, "SEQUENTIAL\n" + lines + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + injected, e);
        }
        commandLine.add(server.getAddress().getHostAddress() + ":" + server.getPort());
        commandLine.addAll(List.of("-inf", injected.toString()));
    }

    /** Waits for the end of a run and reads what it counted. */
    SippCounts counts(Process process, String name) {
        if (!Program.waitFor(process, RUN_LIMIT)) {
            Program.stop(process);
        }
        return SippCounts.of(
                name,
                process.exitValue(),
                Program.read(directory.resolve(name + ".stat")),
                Program.read(directory.resolve(name + ".errors")) + tail(directory.resolve(name + ".screen")));
    }

    List<String> commandLine(String scenario, int port, int calls) {
        Path file = directory.resolve(scenario + ".xml");
        try (InputStream resource = Sipp.class.getResourceAsStream("/sipp/" + scenario + ".xml")) {
            Files.createDirectories(directory);
            Files.write(file, resource.readAllBytes());
            for (String ending : List.of(".stat", ".errors")) {
                Files.deleteIfExists(directory.resolve(scenario + ending));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        List<String> commandLine = new ArrayList<>(host.command());
        commandLine.addAll(List.of(
                "sipp",
                "-nostdin",
                "-i",
                host.address(),
                "-p",
                "" + port,
                "-mp",
                "" + Ports.freeRange(4),
                "-t",
                transport.option,
                "-sf",
                file.toString(),
                "-m",
                "" + calls,
                "-recv_timeout",
                "" + ANSWER_LIMIT.toMillis(),
                "-timeout",
                "" + RUN_SECONDS,
                "-timeout_error",
                "-trace_stat",
                "-fd",
                "1",
                "-stf",
                directory.resolve(scenario + ".stat").toString(),
                "-trace_err",
                "-error_file",
                directory.resolve(scenario + ".errors").toString()));
        return commandLine;
    }

    static String authentication(User user) {
        return "[authentication username=" + user.name() + " password=" + user.password() + "]";
    }

    private static String tail(Path screen) {
        String text = Program.read(screen);
        return "\n--- screen\n" + text.substring(Math.max(0, text.length() - 1_500));
    }
}
