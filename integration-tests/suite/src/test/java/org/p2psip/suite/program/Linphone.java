package org.p2psip.suite.program;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.process.Ports;
import org.p2psip.suite.process.Program;

/** A linphonec (package linphone-cli) with one account, told what to do by its standard input; it needs no sound device. */
public final class Linphone implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Process process;
    private final OutputStream commands;
    private final Path screen;

    private Linphone(Process process, Path screen) {
        this.process = process;
        this.commands = process.getOutputStream();
        this.screen = screen;
    }

    /**
     * Starts a phone and waits until it is registered.
     *
     * @param directory for its files; made when missing
     * @param line its server, which for TLS it calls localhost: it does not look for addresses in certificates
     */
    public static Linphone registered(Path directory, User user, Baresip.Line line) {
        configure(directory, user, line);
        Path screen = directory.resolve("screen");
        Path log = directory.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(
                        "linphonec", "-c", directory.resolve("config").toString(), "-d", "5", "-l", log.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(screen.toFile());
        builder.environment().put("HOME", directory.toString());
        try {
            Linphone phone = new Linphone(builder.start(), screen);
            phone.command("soundcard use files");
            Await.until("registration of " + user.aor() + ", log " + log, START_LIMIT, () -> Program.read(log)
                    .contains("to [LinphoneRegistrationOk]"));
            return phone;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start linphonec", e);
        }
    }

    /** Calls somebody. */
    public void dial(String uri) {
        command("call " + uri);
    }

    /** Takes the call that rings. */
    public void accept() {
        command("answer");
    }

    /** Ends the call. */
    public void hangUp() {
        command("terminate");
    }

    /** Waits until it has said these words so often. */
    public void awaitScreen(String words, int count) {
        try {
            Await.until(count + " times \"" + words + "\"", LIMIT, () -> occurrences(words) >= count);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; screen:\n" + Program.read(screen), e);
        }
    }

    @Override
    public void close() {
        command("quit");
        Program.stop(process);
    }

    private int occurrences(String words) {
        String text = Program.read(screen);
        int count = 0;
        for (int at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
            count++;
        }
        return count;
    }

    private void command(String line) {
        try {
            commands.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("linphonec takes no command; screen:\n" + Program.read(screen), e);
        }
    }

    private static void configure(Path directory, User user, Baresip.Line line) {
        int port = Ports.freeRange(2);
        String server = (line.transport().equals("tls") ? "localhost:" : "127.0.0.1:")
                + line.server().getPort() + ";transport=" + line.transport();
        String config =
                """
                [sip]
                sip_port=%1$d
                sip_tcp_port=%1$d
                sip_tls_port=%2$d
                default_proxy=0
                root_ca=%3$s
                verify_server_certs=1
                verify_server_cn=1
                guess_hostname=0
                [auth_info_0]
                username=%4$s
                passwd=%5$s
                realm=%6$s
                domain=%6$s
                [proxy_0]
                reg_proxy=<sip:%7$s>
                reg_route=<sip:%7$s;lr>
                reg_identity=sip:%4$s@%6$s
                reg_expires=300
                reg_sendregister=1
                publish=0
                [rtp]
                audio_rtp_port=%8$d
                """
                        .formatted(
                                port,
                                port + 1,
                                line.authority() == null ? "" : line.authority(),
                                user.name(),
                                user.password(),
                                user.domain(),
                                server,
                                Ports.freeRange(2));
        try {
            // It opens a data base there and does not make the directory
            Files.createDirectories(directory.resolve(".local/share/linphone"));
            Files.createDirectories(directory.resolve(".config/linphone"));
            Files.deleteIfExists(directory.resolve("log"));
            Files.writeString(directory.resolve("config"), config);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + directory, e);
        }
    }
}
