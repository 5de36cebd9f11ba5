package org.p2psip.relay;

/** A port to listen at; 0 takes a free one. */
public final class PortConverter extends WholeNumberConverter {
    private static final long serialVersionUID = 1L;

    public PortConverter() {
        super(0, 65_535);
    }
}
