package org.p2psip.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2psip.cli.CommandFailure;
import org.p2psip.cli.ExitCode;

/** Certificates, requests and lists as text (RFC 7468). */
final class Pem {
    static final String CERTIFICATE = "CERTIFICATE";
    static final String REVOCATION_LIST = "X509 CRL";

    private static final Pattern REQUEST = Pattern.compile(
            "-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----([A-Za-z0-9+/=\\s]+)-----END (?:NEW )?CERTIFICATE REQUEST-----");
    private static final int LINE = 64;

    private Pem() {}

    static String write(String label, byte[] der) {
        String body = Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    /** Reads a certificate request from a file, PEM or DER. */
    static byte[] request(Path file) {
        try {
            byte[] content = Files.readAllBytes(file);
            Matcher pem = REQUEST.matcher(new String(content, StandardCharsets.ISO_8859_1));
            return pem.find() ? Base64.getMimeDecoder().decode(pem.group(1)) : content;
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, "cannot read the certificate request " + file + ": " + e);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, file + " is no certificate request in PEM: " + e.getMessage());
        }
    }
}
