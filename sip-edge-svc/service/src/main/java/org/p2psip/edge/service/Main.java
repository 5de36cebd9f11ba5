package org.p2psip.edge.service;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the process; what stops the start is said in one line on standard error, and the exit code is 1. */
@QuarkusMain
public final class Main {
    public static void main(String... arguments) {
        Quarkus.run(null, Main::ended, arguments);
    }

    private static void ended(int exitCode, Throwable failure) {
        if (failure != null) {
            System.err.println("sip-edge-svc does not start: " + StartFailure.line(failure));
        }
        System.exit(exitCode);
    }
}
