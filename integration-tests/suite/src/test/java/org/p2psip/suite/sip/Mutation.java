package org.p2psip.suite.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Damages messages: most of what comes out still looks like SIP, so that it gets far. */
public final class Mutation {
    private static final int MOST_CHANGES = 3;
    private static final int LONG_RUN = 3_000;
    private static final int MOST_COPIES = 400;

    private static final List<String> NUMBERS =
            List.of("0", "-1", "255", "65536", "2147483648", "4294967296", "99999999999999999999", "00000000070", "x");

    private static final List<String> PIECES = List.of(
            "\r\n",
            "\r\n\r\n",
            "\r",
            "\n",
            "\0",
            "\u00ff",
            "\"",
            "<",
            ">",
            ";",
            ";;",
            ",",
            ":",
            "@",
            "%",
            "%00",
            "%zz",
            "[",
            "]",
            "[::1]",
            "\\",
            "*",
            "sips:",
            "tel:+1;phone-context=x",
            ";lr",
            ";tag=",
            ";branch=z9hG4bK",
            "\r\n\t",
            "SIP/2.0");

    private final RandomGenerator random;

    /** @param random the same seed gives the same damage */
    public Mutation(RandomGenerator random) {
        this.random = random;
    }

    /** The message with one to three changes. */
    public String of(String message) {
        String changed = message;
        int changes = random.nextInt(1, MOST_CHANGES + 1);
        for (int i = 0; i < changes; i++) {
            changed = change(changed);
        }
        return changed;
    }

    private String change(String message) {
        return switch (random.nextInt(8)) {
            case 0 -> withLines(message, this::dropped);
            case 1 -> withLines(message, this::repeated);
            case 2 -> withLines(message, this::swapped);
            case 3 -> numberReplaced(message);
            case 4 -> spliced(message, 0, oneOf(PIECES));
            case 5 -> spliced(message, random.nextInt(12), "");
            case 6 -> spliced(message, 1, String.valueOf((char) random.nextInt(256)));
            default ->
                random.nextInt(10) == 0
                        ? spliced(
                                message,
                                0,
                                String.valueOf((char) random.nextInt('!', '~')).repeat(LONG_RUN))
                        : spliced(message, random.nextInt(4), oneOf(PIECES));
        };
    }

    private interface LinesChange {
        void apply(List<String> lines, int at);
    }

    private String withLines(String message, LinesChange change) {
        List<String> lines = new ArrayList<>(List.of(message.split("\r\n", -1)));
        change.apply(lines, random.nextInt(lines.size()));
        return String.join("\r\n", lines);
    }

    private void dropped(List<String> lines, int at) {
        lines.remove(at);
    }

    private void repeated(List<String> lines, int at) {
        int copies = random.nextInt(20) == 0 ? MOST_COPIES : 1;
        for (int i = 0; i < copies; i++) {
            lines.add(at, lines.get(at));
        }
    }

    private void swapped(List<String> lines, int at) {
        lines.add(random.nextInt(lines.size()), lines.remove(at));
    }

    private String numberReplaced(String message) {
        int at = random.nextInt(message.length());
        while (at < message.length() && !Character.isDigit(message.charAt(at))) {
            at++;
        }
        int end = at;
        while (end < message.length() && Character.isDigit(message.charAt(end))) {
            end++;
        }
        return message.substring(0, at) + oneOf(NUMBERS) + message.substring(end);
    }

    private String spliced(String message, int removed, String added) {
        int at = message.isEmpty() ? 0 : random.nextInt(message.length());
        return message.substring(0, at) + added + message.substring(Math.min(message.length(), at + removed));
    }

    private String oneOf(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
