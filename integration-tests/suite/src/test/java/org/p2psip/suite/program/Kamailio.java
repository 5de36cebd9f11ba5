package org.p2psip.suite.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.p2psip.suite.node.CertificateAuthority;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.process.Ports;
import org.p2psip.suite.process.Program;

/**
 * A Kamailio as the other side of a trunk: calls that come from the edge go on to a phone, calls of others go on to the
 * edge, and REGISTER of the edge is taken. It answers OPTIONS. Its realm is {@link #REALM}.
 */
public final class Kamailio implements AutoCloseable {
    public static final String REALM = "carrier.example";
    public static final String USER = "customer";
    public static final String PASSWORD = "of-the-trunk";

    private static final Duration START_LIMIT = Duration.ofSeconds(20);

    /** Not the phones' address: a trunk is known by where its requests come from. */
    private static final String DEFAULT_ADDRESS = "127.0.0.2";

    private final Process process;
    private final String address;
    private final int port;
    private final int tlsPort;
    private final Path log;

    private Kamailio(Process process, String address, int port, int tlsPort, Path log) {
        this.process = process;
        this.address = address;
        this.port = port;
        this.tlsPort = tlsPort;
        this.log = log;
    }

    /** What a Kamailio is to do. */
    public static final class Setup {
        private final Path directory;
        private final Map<String, String> defines = new TreeMap<>();
        private Host host = new Host(DEFAULT_ADDRESS, List.of());
        private int port = Ports.free();
        private int tlsPort;
        private String tlsName;

        /** @param directory for its configuration and log; made when missing */
        public Setup(Path directory) {
            this.directory = directory;
        }

        /** Listens there, as one did that was stopped. */
        public Setup port(int number) {
            port = number;
            return this;
        }

        /** Listens and sends there, a loopback address. */
        public Setup address(String loopback) {
            return on(new Host(loopback, List.of()));
        }

        /** Runs there, and listens and sends at its address. */
        public Setup on(Host where) {
            host = where;
            return this;
        }

        /** Calls from the edge go to a phone there; without, they are answered 404. */
        public Setup phone(int number) {
            return phone(new InetSocketAddress(Host.LOOPBACK.address(), number));
        }

        /** As {@link #phone(int)}, of a phone that is elsewhere. */
        public Setup phone(InetSocketAddress sip) {
            defines.put("PHONE", "\"sip:" + sip.getAddress().getHostAddress() + ":" + sip.getPort() + "\"");
            return this;
        }

        /** Calls of others go to the edge there; a registered contact of the called user goes before. */
        public Setup edge(InetSocketAddress sip) {
            defines.put("EDGE_HOST", "\"" + sip.getAddress().getHostAddress() + ":" + sip.getPort() + "\"");
            return this;
        }

        /** Every call goes to the contact that is registered for the called user. */
        public Setup registrar() {
            defines.put("REGISTRAR", "1");
            return this;
        }

        /** Calls from the edge have to bear credentials: 407. */
        public Setup digest() {
            defines.put("DIGEST", "1");
            return this;
        }

        /** Every call from the edge is answered with this status. */
        public Setup refuse(int status) {
            defines.put("REFUSE", "\"" + status + "\"");
            return this;
        }

        /** Calls from the edge are not answered at all. */
        public Setup silent() {
            defines.put("SILENT", "1");
            return this;
        }

        /**
         * Listens on TLS as well.
         *
         * @param name what it calls itself there, in Record-Route
         * @param certificate that it shows
         */
        public Setup tls(String name, CertificateAuthority.Issued certificate) {
            tlsPort = Ports.free();
            tlsName = name;
            defines.put("CERTIFICATE", "\"" + certificate.certificate() + "\"");
            defines.put("KEY", "\"" + certificate.key() + "\"");
            return this;
        }

        /** Starts it; returns once it listens. */
        public Kamailio start() {
            String address = host.address();
            Path file = directory.resolve("kamailio.cfg");
            try (InputStream resource = Kamailio.class.getResourceAsStream("/kamailio/trunk.cfg")) {
                Files.createDirectories(directory);
                StringBuilder text = new StringBuilder("#!KAMAILIO\n");
                defines.put("LISTEN_PORT", "" + port);
                defines.put("REALM", "\"" + REALM + "\"");
                defines.put("PASSWORD", "\"" + PASSWORD + "\"");
                defines.forEach((name, value) -> text.append("#!define ")
                        .append(name)
                        .append(' ')
                        .append(value)
                        .append('\n'));
                text.append("listen=udp:" + address + ":").append(port).append('\n');
                text.append("listen=tcp:" + address + ":").append(port).append('\n');
                if (tlsPort != 0) {
                    text.append("enable_tls=yes\nlisten=tls:%s:%d advertise %s:%d\n"
                            .formatted(address, tlsPort, tlsName, tlsPort));
                }
                text.append(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
                Files.writeString(file, text);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + file, e);
            }
            List<String> command = new ArrayList<>(host.command());
            command.addAll(List.of(
                    "kamailio", "-DD", "-E", "-f", file.toString(), "-m", "16", "-M", "4", "-Y", directory.toString()));
            Path log = directory.resolve("kamailio.log");
            Process process = new Program(command, directory).start(log);
            Kamailio kamailio = new Kamailio(process, address, port, tlsPort, log);
            Await.until(
                    "Kamailio listening, see " + log,
                    START_LIMIT,
                    () -> (host.isBound("udp", port)
                                    && host.isBound("tcp", port)
                                    && (tlsPort == 0 || host.isBound("tcp", tlsPort)))
                            || !process.isAlive());
            if (!process.isAlive()) {
                throw new AssertionError("Kamailio has ended: " + Program.read(log));
            }
            return kamailio;
        }
    }

    /** Where it serves SIP over UDP and TCP. */
    public InetSocketAddress sip() {
        return new InetSocketAddress(address, port);
    }

    /** Where it serves SIP over TLS. */
    public int tlsPort() {
        return tlsPort;
    }

    /** Its URI, for a trunks file. */
    public String uri() {
        return "sip:" + address + ":" + port;
    }

    /** What it logged: a line for each request. */
    public String log() {
        return Program.read(log);
    }

    /** Stops it: its port is closed then. */
    public void stop() {
        Program.stop(process);
    }

    @Override
    public void close() {
        stop();
    }
}
