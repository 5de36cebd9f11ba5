package org.p2psip.edge.registrar;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.p2psip.edge.time.CurrentTime;

/** The Date header (RFC 3261 20.17), written once a second: phones set their clock by it. For one thread. */
final class DateHeader {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    private final CurrentTime time;
    private long second = -1;
    private String text;

    DateHeader(CurrentTime time) {
        this.time = time;
    }

    String now() {
        long current = time.epochMillis() / 1000;
        if (current != second) {
            second = current;
            text = FORMAT.format(Instant.ofEpochSecond(current).atOffset(ZoneOffset.UTC));
        }
        return text;
    }
}
