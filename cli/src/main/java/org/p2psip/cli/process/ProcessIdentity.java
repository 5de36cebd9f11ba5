package org.p2psip.cli.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A process that cannot be mistaken for a later one with the same number.
 *
 * @param pid process number
 * @param startTicks when it started, in clock ticks since boot (proc(5), stat field 22)
 * @param bootId the boot that the ticks count from
 */
public record ProcessIdentity(long pid, long startTicks, String bootId) {
    private static final Path PROC = Path.of("/proc");
    private static final Path BOOT_ID = PROC.resolve("sys/kernel/random/boot_id");

    /** State and start time stand behind the command name, which may itself contain spaces and parentheses. */
    private static final int STATE_FIELD = 0;

    private static final int START_FIELD = 19;

    private record Stat(char state, long startTicks) {
        boolean isRunning() {
            return state != 'Z' && state != 'X';
        }
    }

    /** Who runs under this number now; empty when nobody does. */
    public static Optional<ProcessIdentity> of(long pid) {
        return stat(pid)
                .filter(Stat::isRunning)
                .map(stat -> new ProcessIdentity(pid, stat.startTicks(), currentBoot()));
    }

    /** Whether this very process still runs. A zombie does not. */
    public boolean isAlive() {
        return stat(pid)
                .filter(stat -> stat.isRunning() && stat.startTicks() == startTicks)
                .filter(stat -> currentBoot().equals(bootId))
                .isPresent();
    }

    /** Asks it and its children to end (SIGTERM). Nothing happens when it is gone. */
    public void terminate() {
        withChildren().forEach(ProcessHandle::destroy);
    }

    /** Ends it and its children at once (SIGKILL). Nothing happens when it is gone. */
    public void kill() {
        withChildren().forEach(ProcessHandle::destroyForcibly);
    }

    private List<ProcessHandle> withChildren() {
        Optional<ProcessHandle> handle = isAlive() ? ProcessHandle.of(pid) : Optional.empty();
        return handle.map(self ->
                        Stream.concat(self.descendants(), Stream.of(self)).toList())
                .orElse(List.of());
    }

    /** Memory that is resident now, in bytes; empty when it is gone. */
    public OptionalLong residentBytes() {
        if (!isAlive()) {
            return OptionalLong.empty();
        }
        return read(PROC.resolve(pid + "/status")).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst();
    }

    private static Optional<Stat> stat(long pid) {
        return read(PROC.resolve(pid + "/stat")).map(text -> {
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
            return new Stat(fields[STATE_FIELD].charAt(0), Long.parseLong(fields[START_FIELD]));
        });
    }

    private static String currentBoot() {
        return read(BOOT_ID).orElse("").strip();
    }

    /** A process that ends takes its files with it: then there is nothing to read, which is an answer, no failure. */
    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
