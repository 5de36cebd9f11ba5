package org.p2psip.cli.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a broker of another machine is reached by: its CA, a name and a password. Whoever shares a broker hands the
 * directory over as a whole.
 *
 * @param directory absolute
 */
public record KafkaFiles(Path directory) {
    private static final String USER = "p2psip";
    private static final int PASSWORD_BYTES = 24;
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** The CA, PEM. */
    public Path authority() {
        return directory.resolve("ca.pem");
    }

    private Path user() {
        return directory.resolve("user");
    }

    private Path password() {
        return directory.resolve("password");
    }

    private Path mechanism() {
        return directory.resolve("mechanism");
    }

    /** What is wrong with the option, with its value and what would be right. */
    static List<String> problems(NodeSettings node) {
        List<String> problems = new ArrayList<>();
        if (node.sharesBroker() && node.place().sites() > 1) {
            problems.add("--kafka-access " + node.kafkaAccess() + " without --kafka shares one broker: --sites "
                    + node.place().sites() + " have one each, and have to be 1");
        }
        node.brokerAccess().ifPresent(files -> {
            for (Path file : List.of(files.authority(), files.user(), files.password())) {
                if (!Files.isReadable(file)) {
                    problems.add("--kafka-access " + files.directory() + " has no file \"" + file.getFileName()
                            + "\" that can be read; it has ca.pem, user and password");
                }
            }
        });
        return problems;
    }

    /** The keys that a service connects with. */
    List<String> keys() throws IOException {
        List<String> keys = new ArrayList<>(List.of(
                "-Dp2psip.kafka.security-protocol=SASL_SSL",
                "-Dp2psip.kafka.user=" + Files.readString(user()).strip(),
                "-Dp2psip.kafka.password-file=" + password(),
                "-Dp2psip.kafka.trust-file=" + authority()));
        if (Files.exists(mechanism())) {
            keys.add("-Dp2psip.kafka.sasl-mechanism="
                    + Files.readString(mechanism()).strip());
        }
        return keys;
    }

    /**
     * Makes the directory of a node that shares its broker, unless it is there, and a certificate for this start.
     *
     * @return what the broker's configuration has beside its usual
     */
    static Map<String, String> made(NodeSettings node, NodeAddresses addresses, Path data) throws IOException {
        KafkaFiles files = new KafkaFiles(Path.of(node.kafkaAccess()));
        Files.createDirectories(files.directory(), OWNER_ONLY);
        if (!Files.exists(files.password())) {
            byte[] password = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(password);
            Files.writeString(files.user(), USER + "\n");
            Files.writeString(files.mechanism(), "PLAIN\n");
            Files.writeString(files.password(), HexFormat.of().formatHex(password) + "\n");
        }
        HostPort shared = addresses.sharedKafka();
        Set<String> names = new LinkedHashSet<>(List.of(shared.host(), node.listen(), "127.0.0.1", "localhost"));
        Path keys = new BrokerCertificate(data).issue(names, files.authority());
        String user = Files.readString(files.user()).strip();
        String password = Files.readString(files.password()).strip();
        String listener = "listener.name.others.";
        return Map.of(
                "listeners",
                "OTHERS://" + new HostPort(node.listen(), shared.port()),
                "advertised.listeners",
                "OTHERS://" + shared,
                "listener.security.protocol.map",
                "OTHERS:SASL_SSL",
                listener + "sasl.enabled.mechanisms",
                "PLAIN",
                listener + "plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_" + user + "=\"" + password
                        + "\";",
                listener + "ssl.keystore.type",
                "PEM",
                listener + "ssl.keystore.location",
                keys.toString());
    }
}
