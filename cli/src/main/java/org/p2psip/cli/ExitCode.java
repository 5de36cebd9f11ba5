package org.p2psip.cli;

/** How a command ended, for scripts. Every command's help lists them. */
public final class ExitCode {
    public static final int OK = 0;

    /** It was tried and did not succeed. */
    public static final int FAILED = 1;

    /** It was not tried: an argument is wrong, or there is no node to ask. */
    public static final int USAGE = 2;

    /** What was asked for is not there, or a service is not ready. */
    public static final int ABSENT = 3;

    private ExitCode() {}
}
