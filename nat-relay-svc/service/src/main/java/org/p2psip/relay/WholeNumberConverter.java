package org.p2psip.relay;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads a whole number between two bounds; the error says what is allowed. */
abstract class WholeNumberConverter implements Converter<Integer> {
    private static final long serialVersionUID = 1L;

    private final int least;
    private final int most;

    WholeNumberConverter(int least, int most) {
        this.least = least;
        this.most = most;
    }

    @Override
    public Integer convert(String value) {
        String text = value.strip();
        // no more digits than fit an int: nothing here is allowed to be that long
        if (text.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new IllegalArgumentException("(allowed: a whole number from " + least + " to " + most + ")");
    }
}
