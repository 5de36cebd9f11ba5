package org.p2psip.suite.program;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A SIP message in baresip's trace.
 *
 * @param sent by this phone; else received
 * @param text the message, lines ended by line feeds
 */
public record TracedMessage(boolean sent, String text) {
    private static final Pattern HEADING = Pattern.compile("(?m)^(UDP|TCP|TLS) (\\S+) -> (\\S+)$\\n");
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

    /**
     * The messages of a trace.
     *
     * @param phone where the phone takes SIP, as host:port; over a stream it sends from another port
     * @param server to where it sends all then
     */
    static List<TracedMessage> in(String log, String phone, String server) {
        String plain = COLOUR.matcher(log).replaceAll("").replace("\r", "");
        List<TracedMessage> messages = new ArrayList<>();
        Matcher heading = HEADING.matcher(plain);
        while (heading.find()) {
            int end = plain.indexOf("\n#\n", heading.end());
            String text = plain.substring(heading.end(), end < 0 ? plain.length() : end);
            messages.add(new TracedMessage(
                    heading.group(2).equals(phone) || heading.group(3).equals(server), text));
        }
        return messages;
    }

    public boolean startsWith(String startLine) {
        return text.startsWith(startLine);
    }

    /** The values of the header fields of a name. */
    public List<String> headers(String name) {
        return text.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).trim())
                .toList();
    }
}
