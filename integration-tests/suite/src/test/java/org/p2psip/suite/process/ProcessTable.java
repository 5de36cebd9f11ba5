package org.p2psip.suite.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The kernel's table of processes, /proc. */
public final class ProcessTable {
    private static final Path PROC = Path.of("/proc");

    private ProcessTable() {}

    /** Whether the process runs; one that ended but was not reaped does not. */
    public static boolean isAlive(long pid) {
        return runs(PROC.resolve(Long.toString(pid)));
    }

    /** The pids of all processes, but this one, whose command line or environment names {@code text}. */
    public static List<Long> naming(String text) {
        List<Long> found = new ArrayList<>();
        long self = ProcessHandle.current().pid();
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            Path directory = PROC.resolve(Long.toString(process.pid()));
            boolean names = contents(directory.resolve("cmdline")).contains(text)
                    || contents(directory.resolve("environ")).contains(text);
            if (names && process.pid() != self && runs(directory)) {
                found.add(process.pid());
            }
        }
        return found;
    }

    /** A process as a failure shows it. */
    public static String describe(long pid) {
        return pid + " "
                + contents(PROC.resolve(Long.toString(pid)).resolve("cmdline")).replace('\0', ' ');
    }

    private static boolean runs(Path directory) {
        String stat = contents(directory.resolve("stat"));
        // the name is in parentheses and may hold anything; the state follows it
        int state = stat.lastIndexOf(')') + 2;
        return state > 1 && state < stat.length() && "ZX".indexOf(stat.charAt(state)) < 0;
    }

    private static String contents(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException ended) {
            return "";
        } catch (IOException e) {
            // a process that ends between open and read gives ESRCH, which Java knows by no type of its own
            if (Files.notExists(file) || String.valueOf(e.getMessage()).contains("No such process")) {
                return "";
            }
            if (file.endsWith("environ")) {
                return ""; // another user's process: not one of this suite
            }
            throw new UncheckedIOException(e);
        }
    }
}
