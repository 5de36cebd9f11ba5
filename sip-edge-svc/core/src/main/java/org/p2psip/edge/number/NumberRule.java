package org.p2psip.edge.number;

/**
 * One step of normalization: what matches loses digits in front and gets others.
 *
 * @param match which numbers it is for
 * @param strip characters taken away in front, 0 to 32; a number that is no longer loses all
 * @param prepend what is put in front then: digits, {@code +}, {@code *} and {@code #}; may be empty
 */
public record NumberRule(NumberPattern match, int strip, String prepend) {
    /** Most characters that are stripped or prepended. */
    public static final int MAX_CHANGE = 32;

    /** @throws IllegalArgumentException when strip or prepend is out of bounds */
    public NumberRule {
        if (strip < 0 || strip > MAX_CHANGE) {
            throw new IllegalArgumentException("strip is 0 to " + MAX_CHANGE + ", not " + strip);
        }
        if (prepend.length() > MAX_CHANGE || !E164.isDialString(prepend)) {
            throw new IllegalArgumentException("prepend is up to " + MAX_CHANGE + " of 0-9 + * #, not " + prepend);
        }
    }

    /** The number behind this rule; the rule must match it. */
    String apply(String number) {
        return prepend + number.substring(Math.min(strip, number.length()));
    }
}
