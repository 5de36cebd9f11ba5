package org.p2psip.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kubectl of this machine. */
final class Kubectl {
    /** Before, its kustomize does not know all that the manifests use. */
    static final int LEAST_MINOR = 29;

    private static final Pattern VERSION = Pattern.compile("Client Version: v1\\.(\\d+)");

    private Kubectl() {}

    /** Why it cannot be used; empty when it can. */
    static Optional<String> problem() {
        try {
            String said = run("version", "--client");
            Matcher version = VERSION.matcher(said);
            return version.find() && Integer.parseInt(version.group(1)) >= LEAST_MINOR
                    ? Optional.empty()
                    : Optional.of("kubectl of 1." + LEAST_MINOR + " or later is needed, here is: " + said.strip());
        } catch (UncheckedIOException absent) {
            return Optional.of("there is no kubectl of 1." + LEAST_MINOR + " or later: " + absent.getMessage());
        }
    }

    /** What {@code kubectl kustomize} makes of an overlay. */
    static String kustomize(String overlay) {
        return run(
                "kustomize",
                Manifests.directory().resolve("overlays").resolve(overlay).toString());
    }

    private static String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("kubectl"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + " failed: " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
