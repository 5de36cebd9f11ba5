package org.p2psip.routing.records;

import org.p2psip.routing.ring.Position;

/** Cuts a range of the ring into parts, each handed over as a whole: what breaks is taken up again behind the last one. */
public final class RangeParts {
    /** The number of parts is a power of two: 64. */
    private static final int PARTS_LOG2 = 6;

    private final Position last;
    private final Position step;
    private Position next;

    /** A part, both ends inclusive. */
    public record Part(Position first, Position last) {}

    public RangeParts(Position first, Position last) {
        this.next = first;
        this.last = last;
        Position width = first.distanceTo(last);
        this.step = new Position(
                width.high() >>> PARTS_LOG2, width.low() >>> PARTS_LOG2 | width.high() << (Long.SIZE - PARTS_LOG2));
    }

    /** Whether there is another part. */
    public boolean hasNext() {
        return next != null;
    }

    /** The next part. */
    public Part next() {
        Position first = next;
        Position end = first.plus(step);
        boolean beyond = first.distanceTo(last).compareTo(step) <= 0;
        next = beyond ? null : end.next();
        return new Part(first, beyond ? last : end);
    }
}
