package org.p2psip.relay;

/** A limit of a rate or a table: none of them makes sense as zero. */
public final class CountConverter extends WholeNumberConverter {
    private static final long serialVersionUID = 1L;

    public CountConverter() {
        super(1, 1_000_000);
    }
}
