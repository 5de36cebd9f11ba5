package org.p2psip.suite.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM keeps alive, as its own tools tell it. */
public final class LiveHeap {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    /** Of each generation, where there are several; what is no heap comes behind it. */
    private static final Pattern USED = Pattern.compile("(Metaspace.*)|used (\\d+)K");

    private LiveHeap() {}

    /** MiB that are used after a collection of all that is not. */
    public static long mib(long pid) {
        jcmd(pid, "GC.run");
        Finished info = jcmd(pid, "GC.heap_info");
        Matcher used = USED.matcher(info.output());
        long kib = 0;
        boolean found = false;
        while (used.find() && used.group(2) != null) {
            kib += Long.parseLong(used.group(2));
            found = true;
        }
        if (!found) {
            throw new AssertionError("no heap in " + info);
        }
        return kib / 1024;
    }

    private static Finished jcmd(long pid, String command) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return new Program(
                        List.of(jcmd, Long.toString(pid), command), Path.of("").toAbsolutePath())
                .run("", LIMIT)
                .succeeded();
    }
}
