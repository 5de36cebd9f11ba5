package org.p2psip.edge.service;

import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Warnings about what may happen thousands of times a second: one line in {@value #SECONDS} s, with how many more. */
public final class Occasional {
    private static final int SECONDS = 10;
    private static final long NANOS = SECONDS * 1_000_000_000L;

    private final Logger log;
    private long lastNanos;
    private long untold;
    private boolean told;

    public Occasional(Logger log) {
        this.log = log;
    }

    /** Logs the text, or counts that it was not logged. */
    public void warn(Supplier<String> text) {
        warn(text, null);
    }

    /** The same with the stack of a bug. */
    public synchronized void warn(Supplier<String> text, Throwable bug) {
        long now = System.nanoTime();
        if (told && now - lastNanos < NANOS) {
            untold++;
            return;
        }
        log.warn(untold == 0 ? text.get() : text.get() + " (and " + untold + " more like it)", bug);
        told = true;
        lastNanos = now;
        untold = 0;
    }
}
