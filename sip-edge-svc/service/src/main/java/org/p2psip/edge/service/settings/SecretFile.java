package org.p2psip.edge.service.settings;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;
import org.jboss.logging.Logger;

/** The file of the site's secret: at least 32 random bytes, for its owner only. Made at the first start. */
public final class SecretFile {
    private static final Logger LOG = Logger.getLogger(SecretFile.class);
    private static final int MIN_BYTES = 32;
    private static final int MAX_BYTES = 4_096;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private SecretFile() {}

    /** Reads the secret, making file and directory when they are missing. */
    public static byte[] readOrMake(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            long size = Files.size(file);
            if (size < MIN_BYTES || size > MAX_BYTES) {
                throw new SettingRefused(
                        "p2psip.secret-file",
                        file,
                        "must hold " + MIN_BYTES + " to " + MAX_BYTES + " random bytes, and holds " + size);
            }
            warnWhenOthersMayRead(file);
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new SettingRefused("p2psip.secret-file", file, "must be a file that can be read and made: " + e);
        }
    }

    private static void make(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        byte[] secret = new byte[MIN_BYTES];
        new SecureRandom().nextBytes(secret);
        // Written beside it first: a crash between leaves no short secret behind. Edges that start at once each write one.
        Path fresh = Files.createTempFile(
                directory, file.getFileName().toString(), ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.write(fresh, secret, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        try {
            Files.createLink(file, fresh); // unlike a move this never replaces what another edge made meanwhile
        } catch (FileAlreadyExistsException e) {
            LOG.debugf("%s was made by another edge meanwhile", file);
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
