package org.p2psip.routing.service.authority.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A directory of small files that only their owner may read (0700, 0600). A change is whole or not there, and on the disk
 * when the call returns.
 */
public final class DurableDirectory {
    private static final String BESIDE = ".new";
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path path;

    /** Makes the directory where it is missing. */
    public DurableDirectory(Path path) throws IOException {
        this.path = path;
        if (!Files.isDirectory(path)) {
            Files.createDirectories(path.getParent());
            Files.createDirectory(path, OWNER_DIRECTORY);
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Whether there is such a file. */
    public boolean has(String name) {
        return Files.exists(path.resolve(name));
    }

    /** Empty when there is no such file. */
    public Optional<String> read(String name) throws IOException {
        try {
            return Optional.of(Files.readString(path.resolve(name)));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    /** Writes a file, over one of the same name. */
    public void write(String name, String text) throws IOException {
        Path beside = path.resolve(name + BESIDE);
        Files.deleteIfExists(beside);
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(beside, options, OWNER_FILE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(beside, path.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force();
    }

    /** Gives a file another name; false when there is no such file. */
    public boolean rename(String name, String to) throws IOException {
        try {
            Files.move(
                    path.resolve(name),
                    path.resolve(to),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException absent) {
            return false;
        }
        force();
        return true;
    }

    /** Removes a file, where there is one. */
    public void delete(String name) throws IOException {
        Files.deleteIfExists(path.resolve(name));
        force();
    }

    /** The names of all files, those half written left out. */
    public List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(path)) {
            files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(BESIDE))
                    .forEach(names::add);
        }
        return names;
    }

    /** Names are in the directory itself, which is a file of its own. */
    private void force() throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
