package org.p2psip.cli.command;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Callable;
import org.p2psip.cli.CommandFailure;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.cluster.SecretStore;
import org.p2psip.routing.authority.CertificateAuthority;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the Secrets of a deployment. */
@Command(
        name = "cluster-secrets",
        description = {
            "For a Job in a Kubernetes cluster: makes the overlay's CA and the secrets that a site's edges and relays",
            "share, as Secrets of its namespace. Those that are there stay as they are."
        })
final class ClusterSecrets implements Callable<Integer> {
    private static final int SECRET_BYTES = 32;

    @Option(
            names = "--overlay",
            paramLabel = "NAME",
            required = true,
            description = "Name of the overlay, which the CA is for; of several domains with commas, the first.")
    private String overlay;

    @Option(
            names = "--authority",
            paramLabel = "SECRET",
            defaultValue = "p2psip-authority",
            description = "The Secret with ca.crt and ca.key. Default: ${DEFAULT-VALUE}.")
    private String authority;

    @Option(
            names = "--site",
            paramLabel = "SECRET",
            defaultValue = "p2psip-site",
            description = "The Secret with edge.secret and turn.secret. Default: ${DEFAULT-VALUE}.")
    private String site;

    @Option(
            names = "--valid-days",
            paramLabel = "N",
            defaultValue = "3650",
            description = "How long the CA is good, 1 to 36500. Default: ${DEFAULT-VALUE}.")
    private int validDays;

    @Option(
            names = "--server",
            paramLabel = "URL",
            defaultValue = "https://kubernetes.default.svc",
            description = "The cluster's API server. Default: ${DEFAULT-VALUE}.")
    private URI server;

    @Option(
            names = "--account",
            paramLabel = "DIR",
            defaultValue = "/var/run/secrets/kubernetes.io/serviceaccount",
            description = "Service account that may create secrets. Default: ${DEFAULT-VALUE}.")
    private Path account;

    @Mixin
    private Common common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (validDays < 1 || validDays > 36_500) {
            throw new CommandFailure(ExitCode.USAGE, "--valid-days is " + validDays + ", expected 1 to 36500");
        }
        String name = overlay.split(",", 2)[0].strip();
        if (name.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "--overlay is \"" + overlay + "\", expected a domain name");
        }
        try (SecretStore store = new SecretStore(server, account)) {
            CertificateAuthority made = CertificateAuthority.make(name, Instant.now(), Duration.ofDays(validDays));
            report(
                    authority,
                    store.create(
                            authority,
                            Map.of(
                                    "ca.crt",
                                    utf8(org.p2psip.routing.authority.Pem.write(made.certificate())),
                                    "ca.key",
                                    utf8(org.p2psip.routing.authority.Pem.write(made.key())))));
            report(
                    site,
                    store.create(
                            site,
                            Map.of(
                                    "edge.secret",
                                    random(),
                                    "turn.secret",
                                    utf8(HexFormat.of().formatHex(random()) + "\n"))));
        }
        return ExitCode.OK;
    }

    private void report(String secret, boolean created) {
        spec.commandLine()
                .getOut()
                .println("Secret " + secret + (created ? " made" : " is there already, and stays as it is"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] random() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
