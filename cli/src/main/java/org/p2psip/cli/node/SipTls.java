package org.p2psip.cli.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * SIP over TLS of a node.
 *
 * @param certificate absolute path of the edge's certificate chain in PEM; empty for a node without TLS
 * @param key absolute path of its private key; empty when there is no certificate
 * @param port where it listens when there is a certificate
 */
public record SipTls(String certificate, String key, int port) {
    public static final int DEFAULT_PORT = 5061;

    /** A node without TLS. */
    public static final SipTls OFF = new SipTls("", "", DEFAULT_PORT);

    public boolean isOn() {
        return !certificate.isEmpty();
    }

    /** What is wrong with it, apart from the port. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (certificate.isEmpty() != key.isEmpty()) {
            problems.add("--tls-certificate and --tls-key go together: the certificate is \"" + certificate
                    + "\", the key \"" + key + "\"");
        }
        unreadable(problems, "--tls-certificate", certificate);
        unreadable(problems, "--tls-key", key);
        return problems;
    }

    private static void unreadable(List<String> problems, String option, String file) {
        if (!file.isEmpty() && !Files.isReadable(Path.of(file))) {
            problems.add(option + " " + file + " is no file that can be read");
        }
    }
}
