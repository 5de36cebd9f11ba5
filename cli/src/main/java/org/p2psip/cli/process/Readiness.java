package org.p2psip.cli.process;

/** What a service says when it is asked whether it can do its work. */
public sealed interface Readiness {
    /** It can. */
    record Ready() implements Readiness {}

    /**
     * It cannot, or did not answer.
     *
     * @param why in words for the operator
     */
    record NotReady(String why) implements Readiness {}

    /** Asks a service; answers within two seconds. */
    @FunctionalInterface
    interface Probe {
        Readiness ask();
    }
}
