package org.p2psip.edge.service.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.p2psip.edge.service.Counts;

/**
 * Looks at the files of TLS every so often, and takes changed ones when all of them together are right. It compares what
 * they say and not when they were written: Kubernetes changes a link, and a renewal writes one file after the other.
 */
public final class TlsReload {
    private static final Logger LOG = Logger.getLogger(TlsReload.class);

    private final TlsOptions options;
    private final Tls tls;
    private final Counts<TlsCounter> counts;
    private final Executor loop;
    private List<String> seen;

    /** @param loop where is counted */
    public TlsReload(TlsOptions options, Tls tls, Counts<TlsCounter> counts, Executor loop) {
        this.options = options;
        this.tls = tls;
        this.counts = counts;
        this.loop = loop;
        this.seen = contents();
    }

    /** Begins to look; ends with the executor. */
    public void start(ScheduledExecutorService files) {
        files.scheduleWithFixedDelay(this::look, options.reloadSeconds(), options.reloadSeconds(), TimeUnit.SECONDS);
    }

    /** Takes the files when they have changed since the last look. */
    void look() {
        List<String> now = contents();
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            TlsKeys fresh = TlsKeys.read(options);
            tls.use(fresh);
            LOG.infof("TLS uses changed files: certificate %s", fresh.description());
            loop.execute(() -> counts.add(TlsCounter.RELOADS));
        } catch (TlsFilesRefused e) {
            LOG.errorf("changed files are not used, TLS goes on with those before: %s", e.getMessage());
            loop.execute(() -> counts.add(TlsCounter.RELOADS_REFUSED));
        }
    }

    private List<String> contents() {
        List<String> contents = new ArrayList<>();
        for (Path file : options.files()) {
            try {
                contents.add(HexFormat.of().formatHex(sha256(Files.readAllBytes(file))));
            } catch (IOException e) {
                contents.add(e.toString());
            }
        }
        return contents;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
