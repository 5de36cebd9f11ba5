package org.p2psip.storage.service;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.p2psip.storage.service.config.StartRefused;

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
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof StartRefused refused) {
                System.err.println("storage cannot start: " + refused.getMessage());
                break;
            }
        }
        System.exit(code);
    }
}
