package org.p2psip.routing.service.authority;

import static org.p2psip.routing.admission.Ruling.refused;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.p2psip.routing.admission.Ruling;
import org.p2psip.routing.admission.Ruling.Cause;
import org.p2psip.routing.authority.CertificateAuthority;
import org.p2psip.routing.service.authority.files.AuthorityFiles;
import org.p2psip.routing.service.config.CaSource;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.service.config.StartRefused;

/**
 * The one thread that works on the CA: signatures take a millisecond, and what it grants waits for the disk. Nobody else
 * may wait for that, so callers get their answers on this thread.
 */
@Singleton
public final class EnrollmentThread {
    /** Requests that wait for it; one more is refused. */
    static final int WAITING_LIMIT = 256;

    private static final Logger LOG = Logger.getLogger(EnrollmentThread.class);
    private static final long STOP_LIMIT_MS = 5000;

    private final EnrollmentMetrics metrics;
    private final Optional<Enrollment> enrollment;
    private final Optional<FileChannel> lock;
    private final Optional<LocalTokens> localTokens;
    private final ThreadPoolExecutor thread;
    private volatile List<X509Certificate> trusted = List.of();
    private volatile int steps;

    /** What is to be done on the thread. */
    @FunctionalInterface
    public interface Work<T> {
        Ruling<T> on(Enrollment enrollment) throws IOException;
    }

    EnrollmentThread(Settings settings, EnrollmentMetrics metrics) {
        this.metrics = metrics;
        Path directory = settings.data().resolve("ca");
        boolean isServer = !(settings.enrollment().source() instanceof CaSource.None);
        try {
            this.lock = isServer ? Optional.of(lock(settings.data())) : Optional.empty();
            this.enrollment =
                    isServer ? Optional.of(open(directory, settings, InstantSource.system())) : Optional.empty();
            Optional<Path> tokens = settings.enrollment().localTokens();
            this.localTokens = isServer && tokens.isPresent()
                    ? Optional.of(
                            new LocalTokens(tokens.get(), settings.enrollment().localTokenSites()))
                    : Optional.empty();
            if (localTokens.isPresent()) {
                keepTokens(localTokens.get(), enrollment.orElseThrow());
            }
        } catch (IOException e) {
            throw new StartRefused(
                    "Cannot use the CA in " + directory + " (p2psip.data): "
                            + e.getClass().getSimpleName() + " " + e.getMessage(),
                    e);
        }
        this.thread =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING_LIMIT), task -> {
                    Thread made = new Thread(task, "enrollment");
                    made.setDaemon(true);
                    return made;
                });
        enrollment.ifPresent(this::publish);
    }

    private static Enrollment open(Path directory, Settings settings, InstantSource clock) throws IOException {
        Settings.Enrollment given = settings.enrollment();
        Optional<CertificateAuthority> ca = given.source() instanceof CaSource.Given files
                ? Optional.of(AuthorityFiles.given(files.certificate(), files.key(), clock.instant()))
                : Optional.empty();
        EnrollmentSettings meant = new EnrollmentSettings(
                settings.overlay(),
                settings.site(),
                given.certificateLifetime(),
                given.userCertificateLifetime(),
                given.authorityLifetime(),
                given.revocationListLifetime());
        return Enrollment.open(directory, meant, ca, clock);
    }

    /** Two services on one directory would give a token twice. */
    private static FileChannel lock(Path data) throws IOException {
        Files.createDirectories(data);
        FileChannel channel =
                FileChannel.open(data.resolve("ca.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock held = channel.tryLock();
            if (held != null) {
                return channel;
            }
        } catch (OverlappingFileLockException inThisProcess) {
            LOG.debug("The CA is open in this process already", inThisProcess);
        }
        channel.close();
        throw new StartRefused("p2psip.data is \"" + data + "\", whose CA another running service uses; allowed is a"
                + " directory of its own");
    }

    /** The certificates of the CAs that are trusted; none where this peer is no enrollment server. */
    public List<X509Certificate> trusted() {
        return trusted;
    }

    /** Changes of what is trusted since the first start. */
    public int steps() {
        return steps;
    }

    /** Whether this peer is an enrollment server. */
    public boolean isServer() {
        return enrollment.isPresent();
    }

    /**
     * Does some work and hands over what came of it, on its own thread or, where it is refused at once, on the caller's.
     */
    public <T> void ask(EnrollmentCall call, Work<T> work, Consumer<Ruling<T>> done) {
        if (enrollment.isEmpty()) {
            finish(
                    call,
                    refused(
                            Cause.WRONG_STATE,
                            "this peer is no enrollment server: p2psip.enrollment.server is \"false\""),
                    done);
            return;
        }
        try {
            thread.execute(() -> finish(call, perform(work, enrollment.get()), done));
        } catch (RejectedExecutionException full) {
            finish(
                    call,
                    refused(Cause.LIMIT, WAITING_LIMIT + " requests wait for the enrollment server; try again later"),
                    done);
        }
    }

    private <T> Ruling<T> perform(Work<T> work, Enrollment opened) {
        try {
            Ruling<T> ruling = work.on(opened);
            if (localTokens.isPresent()) {
                keepTokens(localTokens.get(), opened);
            }
            publish(opened);
            return ruling;
        } catch (IOException e) {
            LOG.errorf(e, "The directory of the CA fails");
            return refused(
                    Cause.UNAVAILABLE,
                    "the directory of the CA fails (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "); try again later");
        } catch (RuntimeException e) {
            LOG.error("A bug in the enrollment server", e);
            return refused(Cause.UNAVAILABLE, "a bug in the enrollment server, its log has more");
        }
    }

    private static void keepTokens(LocalTokens tokens, Enrollment opened) throws IOException {
        if (tokens.keep(opened) instanceof Ruling.Refused<Enrollment> refused) {
            LOG.warnf("Tokens for this machine: %s", refused.message());
        }
    }

    private void publish(Enrollment opened) {
        trusted = opened.authorities().certificates();
        steps = opened.authorities().steps();
        metrics.stands(opened);
    }

    private <T> void finish(EnrollmentCall call, Ruling<T> ruling, Consumer<Ruling<T>> done) {
        metrics.count(call, ruling);
        done.accept(ruling);
    }

    @PreDestroy
    void stop() throws InterruptedException, IOException {
        thread.shutdown();
        if (!thread.awaitTermination(STOP_LIMIT_MS, TimeUnit.MILLISECONDS)) {
            LOG.warn("The enrollment server was stopped while it worked; what it granted is on disk");
        }
        if (lock.isPresent()) {
            lock.get().close();
        }
    }
}
