package org.p2psip.suite.enroll;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.p2psip.suite.process.Finished;
import org.p2psip.suite.process.Program;

/** OpenSSL, as another reader and writer of certificates. */
record OpenSsl(Path directory) {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    Finished run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        return new Program(command, directory).run("", LIMIT);
    }

    /** Makes a key and a certificate request; returns the request. */
    Path request(String name) {
        run(
                        "req",
                        "-new",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-nodes",
                        "-subj",
                        "/CN=x",
                        "-keyout",
                        name + ".key",
                        "-out",
                        name + ".csr")
                .succeeded();
        return directory.resolve(name + ".csr");
    }

    Path file(String name, String content) {
        try {
            return Files.writeString(directory.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Checks a certificate against CAs and their revocation lists, as strictly as it can. */
    Finished verify(Path authorities, Path lists, Path certificate) {
        return run(
                "verify",
                "-x509_strict",
                "-crl_check",
                "-CAfile",
                authorities.toString(),
                "-CRLfile",
                lists.toString(),
                certificate.toString());
    }
}
