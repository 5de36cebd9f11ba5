package org.p2psip.relay.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.relay.stun.auth.PasswordAlgorithm;
import org.p2psip.relay.stun.auth.SharedSecretUsers;

class CredentialFilesTest {
    private static final String REALM = "example.org";
    private static final String NAME = SharedSecretUsers.username("alice", 2_000);

    @TempDir
    Path directory;

    private static List<byte[]> keys(CredentialFiles files, String username) {
        return files.users().keys(username, PasswordAlgorithm.MD5, 1_000);
    }

    private static byte[] key(String secret) {
        return PasswordAlgorithm.MD5.key(NAME, REALM, SharedSecretUsers.password(secret, NAME));
    }

    /** A file system's time may stand still between two writes. */
    private static void write(Path file, String text, long second) {
        try {
            Files.writeString(file, text);
            Files.setLastModifiedTime(file, FileTime.fromMillis(second * 1_000));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void missingSecretIsMadeForItsOwnerOnlyAndStays() throws IOException {
        Path file = directory.resolve("data/turn-secret");
        CredentialFiles first = new CredentialFiles(REALM, Optional.of(file), Optional.empty());
        String secret = Files.readString(file).strip();
        assertThat(secret).hasSize(64);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(keys(first, NAME)).containsExactly(key(secret));
        CredentialFiles second = new CredentialFiles(REALM, Optional.of(file), Optional.empty());
        assertThat(keys(second, NAME)).containsExactly(key(secret));
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void filesAreReadAgainWhenTheyChangeAndKeptWhenTheyAreWrong() {
        Path secrets = directory.resolve("secrets");
        Path users = directory.resolve("users");
        write(secrets, "# the present one\n\nold-secret-of-today\n", 1);
        write(users, "carol:a:b\n", 1);
        CredentialFiles files = new CredentialFiles(REALM, Optional.of(secrets), Optional.of(users));
        assertThat(keys(files, NAME)).containsExactly(key("old-secret-of-today"));
        assertThat(keys(files, "carol")).containsExactly(PasswordAlgorithm.MD5.key("carol", REALM, "a:b"));
        write(secrets, "new-secret-of-today\nold-secret-of-today\n", 2);
        files.look();
        assertThat(keys(files, NAME)).containsExactly(key("new-secret-of-today"), key("old-secret-of-today"));
        write(secrets, "short\n", 3);
        files.look();
        assertThat(keys(files, NAME)).containsExactly(key("new-secret-of-today"), key("old-secret-of-today"));
        assertThat(keys(files, "dave")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "alice", ":password", "alice:", "# alice:password"})
    void usersThatAreNoneAreRefusedWithTheFile(String text) {
        Path users = directory.resolve("users");
        write(users, text, 1);
        assertThatExceptionOfType(SettingRefused.class)
                .isThrownBy(() -> new CredentialFiles(REALM, Optional.empty(), Optional.of(users)))
                .withMessageContaining("p2psip.turn.users-file")
                .withMessageContaining(users.toString());
    }
}
