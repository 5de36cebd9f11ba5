package org.p2psip.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** CPU time of processes, as Linux counts it in /proc. */
public final class CpuTime {
    /** The kernel's unit of times in /proc, on every architecture that Linux runs Java on. */
    private static final long MICROS_PER_TICK = 10_000;

    private CpuTime() {}

    /** User and system time so far of a process and all its descendants that live, in µs; 0 for one that is gone. */
    public static long micros(long pid) {
        return ProcessHandle.of(pid)
                .map(process -> Stream.concat(Stream.of(process), process.descendants())
                        .mapToLong(one -> ofOne(one.pid()))
                        .sum())
                .orElse(0L);
    }

    private static long ofOne(long pid) {
        try {
            return ofStat(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
        } catch (IOException ended) {
            return 0; // between listing and reading
        }
    }

    /** The same out of a line of /proc/PID/stat (proc(5)): fields 14 and 15. */
    static long ofStat(String line) {
        // The second field is the program's name in parentheses, which may hold spaces and parentheses itself
        String[] behindName = line.substring(line.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(behindName[11]) + Long.parseLong(behindName[12])) * MICROS_PER_TICK;
    }
}
