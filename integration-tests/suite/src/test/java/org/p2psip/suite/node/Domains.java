package org.p2psip.suite.node;

/** Whether {@code up} is told the domains, or the node takes those of the overlay that it joins. */
public enum Domains {
    GIVEN,
    OF_OVERLAY
}
