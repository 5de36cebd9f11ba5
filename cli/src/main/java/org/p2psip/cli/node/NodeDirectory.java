package org.p2psip.cli.node;

import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The directory of a node's data: node.json, which tells how it was started, a directory for each service, logs.
 *
 * @param path absolute
 */
public record NodeDirectory(Path path) {
    /** The directory cannot be used; the message says why. */
    public static final class Unusable extends IOException {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    /** Keys and password hashes are kept below. */
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    public NodeDirectory {
        path = path.toAbsolutePath().normalize();
    }

    /** The directory of a node that was started with the one whose directory this is, the first of all. */
    public NodeDirectory of(Place place) {
        return place.isFirst() ? this : new NodeDirectory(path.resolve(place.label()));
    }

    /** The directory of the first of the nodes that were started with the one in {@code place}, whose directory this is. */
    public NodeDirectory ofFirst(Place place) {
        return place.isFirst() ? this : new NodeDirectory(path.getParent());
    }

    public Path data(NodeService service) {
        return path.resolve(service.label());
    }

    public Path log(NodeService service) {
        return path.resolve("log").resolve(service.label() + ".log");
    }

    /** What a service runs from; see {@link Installation}. */
    public Path program(NodeService service) {
        return path.resolve("run").resolve(service.label());
    }

    /** Where the node's enrollment server keeps a token for each role, and the CAs that are trusted. */
    public Path tokens() {
        return path.resolve("tokens");
    }

    /** The file with a token for a role, "edge", in a site. */
    public Path token(String role, String site) {
        return tokens().resolve(role + "@" + site + ".token");
    }

    /** The file with the invitation by which the node joined an overlay. */
    public Path invitation() {
        return tokens().resolve("invitation.token");
    }

    /** Keeps an invitation, for the services to enroll with. */
    public void keepInvitation(String text) throws IOException {
        Files.createDirectories(path, OWNER_ONLY);
        if (!Files.isDirectory(tokens())) {
            Files.createDirectory(tokens(), OWNER_ONLY);
        }
        Path next = tokens().resolve("invitation.next");
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(next, text + "\n");
        Files.move(next, invitation(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The file with the CAs that are trusted. */
    public Path authorities() {
        return tokens().resolve("authorities.pem");
    }

    /** Key and certificate that commands show. */
    public Path operator() {
        return path.resolve("operator");
    }

    /** Held by the command that gets that certificate: of several at once the first enrolls, and the others use it. */
    public Path operatorLock() {
        return path.resolve("operator.lock");
    }

    /** The secret that time-limited users of the relay are signed with; the relay makes it. */
    public Path turnSecret() {
        return data(NodeService.RELAY).resolve("turn-secret");
    }

    private Path stateFile() {
        return path.resolve("node.json");
    }

    /** Makes the directory and those below, readable by their owner only where they are new. */
    public void create() throws Unusable {
        try {
            Files.createDirectories(path, OWNER_ONLY);
            Files.createDirectories(path.resolve("log"));
            Files.createDirectories(path.resolve("run"));
            Files.delete(Files.createTempFile(path, "writable", ""));
        } catch (FileAlreadyExistsException file) {
            throw new Unusable("the data directory " + path + " is no directory: " + file.getMessage() + " is a file");
        } catch (IOException refused) {
            throw new Unusable("cannot write to the data directory " + path + ": " + refused);
        }
    }

    /** What a command does with the node; returns its exit code. */
    public interface Work {
        int run() throws IOException;
    }

    /** Does the work unless another command is at work on this node, in this process or another: empty then. */
    public OptionalInt exclusively(Work work) throws IOException {
        try (FileChannel channel =
                        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null && lock.isValid() ? OptionalInt.of(work.run()) : OptionalInt.empty();
        } catch (OverlappingFileLockException heldInThisProcess) {
            return OptionalInt.empty();
        }
    }

    /** How the node was started; empty when it was not, or was stopped in good order. */
    public Optional<NodeState> read() throws IOException {
        try {
            return Optional.of(NodeJson.read(Files.readString(stateFile())));
        } catch (NoSuchFileException notStarted) {
            return Optional.empty();
        } catch (JsonParseException | IllegalStateException | IllegalArgumentException | NullPointerException broken) {
            throw new Unusable(stateFile() + " is not what this command writes: " + broken.getMessage()
                    + ". If no service of the node runs any more, remove the file");
        }
    }

    /** Records how the node is started, at once or not at all. */
    public void write(NodeState state) throws IOException {
        Path next = path.resolve("node.json.next");
        Files.writeString(next, NodeJson.write(state));
        Files.move(next, stateFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Forgets how the node was started; its data stays. */
    public void forget() throws IOException {
        Files.deleteIfExists(stateFile());
    }
}
