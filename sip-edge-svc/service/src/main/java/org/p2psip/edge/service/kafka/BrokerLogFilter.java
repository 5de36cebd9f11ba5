package org.p2psip.edge.service.kafka;

import io.quarkus.logging.LoggingFilter;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Keeps the log readable while Kafka is away: its clients complain several times a second, with
 * stacks; of those one line in {@value #SECONDS} s is let through.
 */
@LoggingFilter(name = "broker")
public final class BrokerLogFilter implements Filter {
    private static final int SECONDS = 30;
    private static final long NANOS = SECONDS * 1_000_000_000L;

    private final AtomicLong lastNanos = new AtomicLong(System.nanoTime() - NANOS);

    @Override
    public boolean isLoggable(LogRecord line) {
        String category = line.getLoggerName();
        if (line.getLevel().intValue() < Level.WARNING.intValue()
                || category == null
                || !category.startsWith("org.apache.kafka.")) {
            return true;
        }
        long now = System.nanoTime();
        long last = lastNanos.get();
        if (now - last < NANOS || !lastNanos.compareAndSet(last, now)) {
            return false;
        }
        line.setThrown(null);
        return true;
    }
}
