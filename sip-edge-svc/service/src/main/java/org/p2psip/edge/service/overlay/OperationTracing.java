package org.p2psip.edge.service.overlay;

/** Says what an operation carries of the trace that it is part of. */
public interface OperationTracing {
    /** No operation is part of a trace. */
    OperationTracing NONE = (token, what) -> "";

    /** The core asks something; the traceparent to carry (W3C Trace Context), empty for nothing. */
    String asks(long token, String what);
}
