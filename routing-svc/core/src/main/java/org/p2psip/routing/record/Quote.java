package org.p2psip.routing.record;

/** Puts foreign text into messages of errors: bounded, so that an error never grows with the input it complains of. */
public final class Quote {
    /** Longest text that is quoted whole, characters. */
    private static final int LIMIT = 128;

    private Quote() {}

    /** The text, cut where it is long, control characters replaced. */
    public static String shorten(String text) {
        String start = text.length() <= LIMIT ? text : text.substring(0, LIMIT) + "...";
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}
