package org.p2psip.routing.service.peer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.service.config.StartRefused;
import org.p2psip.tls.service.ServiceSecurity;

/**
 * The Node-ID of this peer: that of its certificate. Without TLS it is chosen at random at the first start, and kept in a
 * file.
 */
@ApplicationScoped
public class NodeIdFile {
    static final String NAME = "node-id";
    /** A start waits so long for the enrollment server. */
    private static final Duration CERTIFICATE_LIMIT = Duration.ofSeconds(50);

    /**
     * The Node-ID of this peer.
     *
     * @throws StartRefused when it can neither be read nor written
     */
    @Produces
    @Singleton
    public NodeId nodeId(Settings settings, ServiceSecurity security) {
        if (!security.grpc().isOn()) {
            return of(settings.data());
        }
        try {
            security.awaitCertificate(CERTIFICATE_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return security.own()
                .flatMap(own -> NodeId.ofHex(own.identity().nodeIds().getFirst()))
                .orElseThrow(() -> new StartRefused("No certificate within " + CERTIFICATE_LIMIT.toSeconds() + " s: "
                        + security.missing().orElse("it names no node")));
    }

    static NodeId of(Path directory) {
        Path file = directory.resolve(NAME);
        try {
            Files.createDirectories(directory);
            return Files.exists(file) ? read(file) : create(file);
        } catch (IOException e) {
            throw new StartRefused(
                    "Cannot use " + file + " (p2psip.data): " + e.getClass().getSimpleName() + " " + e.getMessage(), e);
        }
    }

    private static NodeId read(Path file) throws IOException {
        String text = Files.readString(file).strip();
        return NodeId.ofHex(text)
                .orElseThrow(() -> new StartRefused(
                        "The file " + file + " is damaged: expected 32 hexadecimal digits, the Node-ID of this peer."
                                + " Restore it, or delete it to join as a new peer"));
    }

    /** Written beside and renamed, so that a crash leaves no half of it. */
    private static NodeId create(Path file) throws IOException {
        NodeId chosen = random();
        Path beside = file.resolveSibling(NAME + ".new");
        Files.writeString(
                beside,
                chosen.toHex() + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        return chosen;
    }

    private static NodeId random() {
        SecureRandom random = new SecureRandom();
        byte[] bytes = new byte[Position.BYTES];
        Optional<NodeId> chosen = Optional.empty();
        while (chosen.isEmpty()) {
            random.nextBytes(bytes);
            chosen = NodeId.ofBytes(bytes);
        }
        return chosen.get();
    }
}
