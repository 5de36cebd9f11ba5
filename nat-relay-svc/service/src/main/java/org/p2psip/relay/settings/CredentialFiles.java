package org.p2psip.relay.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.p2psip.relay.stun.auth.Credentials;
import org.p2psip.relay.stun.auth.KnownUsers;

/**
 * The files with the relay's secrets and users, read again when they change. A line with # and an empty one say nothing.
 */
final class CredentialFiles {
    private static final Logger LOG = Logger.getLogger(CredentialFiles.class);

    static final String SECRET_KEY = "p2psip.turn.secret-file";
    static final String USERS_KEY = "p2psip.turn.users-file";

    private static final int SECRET_OCTETS = 32;
    private static final int LEAST_SECRET_CHARS = 16;
    private static final int MOST_LINES = 100_000;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final String realm;
    private final Optional<Path> secretFile;
    private final Optional<Path> usersFile;
    private volatile KnownUsers users;
    private volatile Optional<String> presentSecret = Optional.empty();
    private List<FileTime> readAt = List.of();

    CredentialFiles(String realm, Optional<Path> secretFile, Optional<Path> usersFile) {
        this.realm = realm;
        this.secretFile = secretFile;
        this.usersFile = usersFile;
        secretFile.ifPresent(CredentialFiles::makeIfMissing);
        users = read();
        try {
            readAt = times();
        } catch (IOException e) {
            throw new UncheckedIOException("the files were there a moment ago", e);
        }
    }

    /** The users of this moment. */
    Credentials users() {
        return users;
    }

    /** The first of the file: those behind it are kept until what they vouched for has ended. */
    Optional<String> presentSecret() {
        return presentSecret;
    }

    /** Reads the files again if they have changed. What is wrong with them is logged, and the old users stay. */
    void look() {
        try {
            List<FileTime> now = times();
            if (!now.equals(readAt)) {
                readAt = now;
                users = read();
                LOG.info("TURN's users were read again");
            }
        } catch (IOException | SettingRefused e) {
            LOG.warnf("TURN's users stay as they were: %s", e.getMessage());
        }
    }

    private List<FileTime> times() throws IOException {
        List<FileTime> times = new ArrayList<>();
        for (Optional<Path> file : List.of(secretFile, usersFile)) {
            if (file.isPresent()) {
                times.add(Files.getLastModifiedTime(file.get()));
            }
        }
        return times;
    }

    private KnownUsers read() {
        List<String> secrets = new ArrayList<>();
        for (String line : lines(SECRET_KEY, secretFile)) {
            if (line.length() < LEAST_SECRET_CHARS) {
                throw new SettingRefused(
                        SECRET_KEY,
                        secretFile.orElseThrow(),
                        "secrets of " + LEAST_SECRET_CHARS + " characters or more, one a line");
            }
            secrets.add(line);
        }
        presentSecret = secrets.stream().findFirst();
        Map<String, String> passwords = new HashMap<>();
        for (String line : lines(USERS_KEY, usersFile)) {
            int colon = line.indexOf(':');
            if (colon < 1 || colon == line.length() - 1) {
                throw new SettingRefused(USERS_KEY, usersFile.orElseThrow(), "user:password, one a line");
            }
            passwords.put(line.substring(0, colon), line.substring(colon + 1));
        }
        return new KnownUsers(realm, passwords, secrets);
    }

    private static List<String> lines(String key, Optional<Path> file) {
        if (file.isEmpty()) {
            return List.of();
        }
        try {
            warnWhenOthersMayRead(file.get());
            List<String> lines = Files.readAllLines(file.get(), StandardCharsets.UTF_8).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
                    .toList();
            if (lines.isEmpty() || lines.size() > MOST_LINES) {
                throw new SettingRefused(key, file.get(), "a file with 1 to " + MOST_LINES + " lines");
            }
            return lines;
        } catch (IOException e) {
            throw new SettingRefused(key, file.get(), "a file of UTF-8 that can be read: " + e);
        }
    }

    private static void makeIfMissing(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
        } catch (IOException e) {
            throw new SettingRefused(SECRET_KEY, file, "a file that can be read and made: " + e);
        }
    }

    private static void make(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        byte[] secret = new byte[SECRET_OCTETS];
        new SecureRandom().nextBytes(secret);
        // Written beside it first: a crash between leaves no short secret behind
        Path fresh = Files.createTempFile(
                directory, file.getFileName().toString(), ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        String line = HexFormat.of().formatHex(secret) + "\n";
        Files.writeString(fresh, line, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        try {
            Files.createLink(file, fresh); // unlike a move this never replaces what another relay made meanwhile
            LOG.infof("Made %s, the secret that TURN's time-limited users are signed with", file);
        } catch (FileAlreadyExistsException e) {
            LOG.debugf("%s was made by another relay meanwhile", file);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static void warnWhenOthersMayRead(Path file) throws IOException {
        Set<PosixFilePermission> others = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        others.removeAll(OWNER_ONLY);
        if (!others.isEmpty()) {
            LOG.warnf("%s may be used by others than its owner (%s): chmod 600 it", file, others);
        }
    }
}
