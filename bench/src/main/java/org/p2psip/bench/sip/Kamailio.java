package org.p2psip.bench.sip;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The peer, when it is installed: Kamailio with its fast allocator, for the time of the bench. */
final class Kamailio implements AutoCloseable {
    private static final int START_SECONDS = 10;
    private static final int STOP_SECONDS = 5;

    private final Process process;
    private final Server server;

    private Kamailio(Process process, Server server) {
        this.process = process;
        this.server = server;
    }

    /**
     * Starts one on that port; empty when there is no such program.
     *
     * @param digest whether it asks for passwords
     */
    static Optional<Kamailio> start(Path directory, int port, boolean digest) throws IOException, InterruptedException {
        if (!Programs.isInstalled("kamailio")) {
            return Optional.empty();
        }
        Path config = Resources.copy("kamailio.cfg", directory);
        List<String> command = new ArrayList<>(List.of(
                "kamailio",
                "-DD", // in the foreground, so that it ends with us
                "-f",
                config.toString(),
                "-Y",
                directory.toString(),
                // Ended transactions stay some seconds with their messages; memory that is not used costs
                // nothing
                "-m",
                "4096",
                "-M",
                "16",
                "-x",
                "fm",
                "-X",
                "fm",
                "-A",
                "LISTEN=udp:127.0.0.1:" + port,
                "-A",
                "DOMAIN=\"" + Domains.PROXIED + '"',
                "-A",
                "REDIRECTED=\"" + Domains.REDIRECTED + '"'));
        if (digest) {
            command.addAll(List.of("-A", "DIGEST=1"));
        }
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("kamailio.log").toFile())
                .start();
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", port);
        if (!Programs.answers(address, TimeUnit.SECONDS.toNanos(START_SECONDS))) {
            process.destroy();
            throw new IOException("Kamailio does not start:\n" + Files.readString(directory.resolve("kamailio.log")));
        }
        return Optional.of(new Kamailio(process, new Server("kamailio", address, process.pid(), List.of())));
    }

    Server server() {
        return server;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
