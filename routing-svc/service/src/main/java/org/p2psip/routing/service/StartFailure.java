package org.p2psip.routing.service;

import io.quarkus.runtime.QuarkusBindException;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.BindException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.p2psip.routing.service.config.RoutingConfig;
import org.p2psip.routing.service.config.SettingsReader;
import org.p2psip.routing.service.config.StartRefused;

/** Says in one line why the service did not start. */
final class StartFailure {
    private StartFailure() {}

    /** Ends the process with the code; a failure is told before. */
    static void exit(int code, Throwable failure) {
        if (failure != null) {
            System.err.println("routing cannot start: " + reason(failure));
        }
        System.exit(code);
    }

    static String reason(Throwable failure) {
        List<Throwable> causes = Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .toList();
        return wrongSetting()
                .or(() -> refused(causes))
                .or(() -> portTaken(causes))
                .orElseGet(() -> firstLine(causes.getLast()));
    }

    /** A wrong setting fails in many ways, some of them before this service has a say; so the settings are asked first. */
    private static Optional<String> wrongSetting() {
        try {
            new SettingsReader()
                    .read(new SmallRyeConfigBuilder()
                            .withSources(sources())
                            .addDefaultInterceptors()
                            .withMapping(RoutingConfig.class)
                            .withValidateUnknown(false)
                            .build()
                            .getConfigMapping(RoutingConfig.class));
            return Optional.empty();
        } catch (StartRefused e) {
            return Optional.of(e.getMessage());
        } catch (ConfigValidationException e) {
            return Optional.of(e.getProblem(0).getMessage());
        }
    }

    private static ConfigSource[] sources() {
        return StreamSupport.stream(
                        ConfigProvider.getConfig().getConfigSources().spliterator(), false)
                .toArray(ConfigSource[]::new);
    }

    private static Optional<String> refused(List<Throwable> causes) {
        return causes.stream()
                .filter(StartRefused.class::isInstance)
                .map(Throwable::getMessage)
                .findFirst();
    }

    private static Optional<String> portTaken(List<Throwable> causes) {
        boolean taken = causes.stream()
                .anyMatch(cause -> cause instanceof QuarkusBindException || cause instanceof BindException);
        return taken
                ? Optional.of("a port is taken (" + firstLine(causes.getLast())
                        + "); free ports are needed for p2psip.grpc.port and p2psip.http.port")
                : Optional.empty();
    }

    private static String firstLine(Throwable cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse(cause.toString());
    }
}
