package org.p2psip.edge.protect;

/**
 * Whether the event loop is late. One bad measurement is a pause of the collector or of the machine; so overload begins
 * with {@value #BEGINS_AFTER} of them in a row above the limit, and ends with {@value #ENDS_AFTER} in a row below half of
 * it: between the two it stays what it was.
 */
final class Overload {
    static final int BEGINS_AFTER = 2;
    static final int ENDS_AFTER = 5;

    private final long maxLagNanos;
    private boolean overloaded;
    private int inARow;

    /** @param maxLagNanos the limit; 0 for none */
    Overload(long maxLagNanos) {
        this.maxLagNanos = maxLagNanos;
    }

    /** Takes a measurement; the caller makes them at a steady rate. */
    void measured(long lagNanos) {
        if (maxLagNanos == 0) {
            return;
        }
        boolean turning = overloaded ? lagNanos < maxLagNanos / 2 : lagNanos > maxLagNanos;
        inARow = turning ? inARow + 1 : 0;
        if (inARow >= (overloaded ? ENDS_AFTER : BEGINS_AFTER)) {
            overloaded = !overloaded;
            inARow = 0;
        }
    }

    boolean isOverloaded() {
        return overloaded;
    }
}
