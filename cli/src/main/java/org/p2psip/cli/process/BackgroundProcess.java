package org.p2psip.cli.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A process in a session of its own: it outlives the command that started it, and the terminal. */
public final class BackgroundProcess {
    /** A log that has grown beyond this is set aside when its service starts; one older log is kept. */
    static final long MAX_LOG_BYTES = 16L << 20;

    private final Process process;
    private final LogTail log;
    private final Optional<ProcessIdentity> identity;

    private BackgroundProcess(Process process, LogTail log) {
        this.process = process;
        this.log = log;
        this.identity = ProcessIdentity.of(process.pid());
    }

    /** Starts a command; what it prints is appended to {@code log}. */
    public static BackgroundProcess start(List<String> command, Path directory, Path log) throws IOException {
        setAside(log);
        LogTail ownLog = new LogTail(log, Files.exists(log) ? Files.size(log) : 0);
        // setsid runs the command in place: its process number is the command's
        List<String> detached = new ArrayList<>(List.of("setsid"));
        detached.addAll(command);
        Process process = new ProcessBuilder(detached)
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return new BackgroundProcess(process, ownLog);
    }

    private static void setAside(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > MAX_LOG_BYTES) {
            Path older = log.resolveSibling(log.getFileName() + ".1");
            Files.move(log, older, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Who it is; empty when it ended before it could be looked at. */
    public Optional<ProcessIdentity> identity() {
        return identity;
    }

    /** What it has printed. */
    public LogTail log() {
        return log;
    }

    /** How it ended; empty while it runs. A signal counts as 128 and its number. */
    public OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }
}
