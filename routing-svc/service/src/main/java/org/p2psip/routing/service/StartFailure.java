package org.p2psip.routing.service;

import io.quarkus.runtime.QuarkusBindException;
import io.smallrye.config.SmallRyeConfig;
import java.net.BindException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.p2psip.routing.service.config.InvalidSetting;
import org.p2psip.routing.service.config.RoutingConfig;
import org.p2psip.routing.service.config.SettingsReader;

/** Says in one line why the service did not start. */
final class StartFailure {
    private StartFailure() {}

    /** Ends the process with the code; a failure is told before. */
    static void exit(int code, Throwable failure) {
        if (failure != null) {
            System.err.println("routing: " + reason(failure));
        }
        System.exit(code);
    }

    private static String reason(Throwable failure) {
        List<Throwable> causes = Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .toList();
        return invalidSetting().or(() -> portTaken(causes)).orElseGet(() -> String.valueOf(
                        causes.getLast().getMessage())
                .lines()
                .findFirst()
                .orElse("no reason given"));
    }

    /** A setting that is wrong shows in many ways further down; so the settings are asked first. */
    private static Optional<String> invalidSetting() {
        try {
            RoutingConfig config =
                    ConfigProvider.getConfig().unwrap(SmallRyeConfig.class).getConfigMapping(RoutingConfig.class);
            new SettingsReader().read(config);
            return Optional.empty();
        } catch (InvalidSetting e) {
            return Optional.of(e.getMessage());
        }
    }

    private static Optional<String> portTaken(List<Throwable> causes) {
        boolean taken = causes.stream()
                .anyMatch(cause -> cause instanceof QuarkusBindException || cause instanceof BindException);
        return taken
                ? Optional.of("A port is taken: " + causes.getLast().getMessage()
                        + ". Choose others with p2psip.grpc.port and p2psip.http.port")
                : Optional.empty();
    }
}
