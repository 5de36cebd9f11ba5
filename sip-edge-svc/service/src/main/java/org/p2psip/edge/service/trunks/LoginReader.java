package org.p2psip.edge.service.trunks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.p2psip.edge.trunk.TrunkConfig;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * A user and its password, which stands in the trunks file, in a file of its own, or in the environment. No password is
 * ever shown.
 *
 * @param directory where relative password files are
 * @param files takes the password files that were looked at
 * @param environment a variable by its name; null when it is not set
 */
record LoginReader(Path directory, Set<Path> files, Function<String, String> environment) {
    private static final int MAX_BYTES = 4_096;

    Optional<TrunkConfig.Login> read(YamlValue value) {
        YamlSection section = value.section("user", "password", "password-file", "password-env");
        Optional<String> user = section.require("user", "must be a user name", YamlValue::text);
        int given = (int) section.values().keySet().stream()
                .filter(key -> key.startsWith("password"))
                .count();
        if (given != 1) {
            value.refuse("must have one of password, password-file and password-env, not " + given);
            return Optional.empty();
        }
        Optional<String> password = section.get("password")
                .flatMap(LoginReader::plain)
                .or(() -> section.get("password-file").flatMap(this::ofFile))
                .or(() -> section.get("password-env").flatMap(this::ofEnvironment));
        return user.flatMap(name -> password.map(secret -> new TrunkConfig.Login(name, secret)));
    }

    private static Optional<String> plain(YamlValue value) {
        if (value.node() instanceof ScalarNode scalar && !scalar.getValue().isEmpty()) {
            return Optional.of(scalar.getValue());
        }
        value.refuseUnshown("must be a text that is not empty");
        return Optional.empty();
    }

    private Optional<String> ofFile(YamlValue value) {
        Optional<Path> named = value.text().map(directory::resolve);
        if (named.isEmpty()) {
            return Optional.empty();
        }
        Path file = named.get();
        files.add(file);
        try {
            long size = Files.size(file);
            String password = size > MAX_BYTES ? "" : Files.readString(file).stripTrailing();
            if (password.isEmpty()) {
                value.refuse("must be a file of 1 to " + MAX_BYTES + " bytes, and has " + size);
                return Optional.empty();
            }
            return Optional.of(password);
        } catch (IOException e) {
            value.refuse("must be a file that can be read: " + e);
            return Optional.empty();
        }
    }

    private Optional<String> ofEnvironment(YamlValue value) {
        return value.as(
                "must be the name of an environment variable that is set and not empty",
                name -> Optional.ofNullable(environment.apply(name)).filter(secret -> !secret.isEmpty()));
    }
}
