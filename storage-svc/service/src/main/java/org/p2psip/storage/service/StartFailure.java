package org.p2psip.storage.service;

import io.quarkus.runtime.QuarkusBindException;
import java.io.PrintStream;
import org.p2psip.storage.service.config.StartRefused;

/** Says why a start failed: in one line where the reason is the set-up, with the stack where it is a bug. */
final class StartFailure {
    private static final String PREFIX = "storage cannot start: ";

    private StartFailure() {}

    static void report(Throwable failure, PrintStream out) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartRefused) {
                out.println(PREFIX + cause.getMessage());
                return;
            }
            if (cause instanceof QuarkusBindException) {
                // The gRPC port is checked before, so this is the HTTP port.
                out.println(PREFIX + "p2psip.http.port: " + cause.getMessage() + "; a free port is needed");
                return;
            }
            if (isSetting(cause)) {
                // Quarkus converts its own keys before ours are checked.
                out.println(PREFIX
                        + cause.getMessage()
                                .replace("quarkus.grpc.server.port", "p2psip.grpc.port")
                                .replace("quarkus.http.port", "p2psip.http.port")
                                .replaceAll("\\s*\\R\\s*", " ")
                        + "; a port is 0 to 65535");
                return;
            }
        }
        failure.printStackTrace(out);
    }

    private static boolean isSetting(Throwable cause) {
        String message = cause.getMessage();
        return message != null && message.contains("quarkus.") && message.contains(".port");
    }
}
