package org.p2psip.cli.node;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The built project and the JDK that services run with.
 *
 * @param root the project's directory
 * @param javaHome directory of the JDK
 */
public record Installation(Path root, Path javaHome) {
    /** Where this command itself runs from, as its script says, and the JDK that runs it. */
    public static Installation ofThisCommand() {
        String root = System.getProperty("p2psip.root", "");
        return new Installation(Path.of(root).toAbsolutePath(), Path.of(System.getProperty("java.home")));
    }

    public Path defaultData() {
        return root.resolve(".p2psip");
    }

    Path java() {
        return javaHome.resolve("bin/java");
    }

    private Path built(NodeService service) {
        return root.resolve(
                switch (service) {
                    case KAFKA -> "cli/broker/target/kafka";
                    case STORAGE -> "storage-svc/service/target/quarkus-app";
                    case ROUTING -> "routing-svc/service/target/quarkus-app";
                    case EDGE -> "sip-edge-svc/service/target/quarkus-app";
                    case RELAY -> "nat-relay-svc/service/target/quarkus-app";
                });
    }

    /**
     * Gives a service that is to be started a program directory of its own, of hard links where the file system allows:
     * a build while it runs replaces the built files, and a Java program cannot bear that.
     */
    void provide(NodeService service, Path program) throws IOException {
        Path built = built(service);
        if (!Files.isDirectory(built)) {
            throw new NoSuchFileException(built.toString(), null, "the project is not built");
        }
        delete(program);
        Files.walkFileTree(built, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(program.resolve(built.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                linkOrCopy(file, program.resolve(built.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void linkOrCopy(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (IOException | UnsupportedOperationException otherFileSystem) {
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
