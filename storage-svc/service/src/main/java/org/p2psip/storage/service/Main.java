package org.p2psip.storage.service;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Runs the service; a start that is refused ends with one line and exit code 1. */
@QuarkusMain
public final class Main implements QuarkusApplication {
    public static void main(String[] args) {
        Quarkus.run(Main.class, Main::ended, args);
    }

    @Override
    public int run(String... args) {
        Quarkus.waitForExit();
        return 0;
    }

    private static void ended(int code, Throwable cause) {
        if (cause != null) {
            StartFailure.report(cause, System.err);
        }
        System.exit(code);
    }
}
