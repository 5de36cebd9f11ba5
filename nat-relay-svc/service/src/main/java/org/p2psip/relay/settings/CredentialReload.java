package org.p2psip.relay.settings;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks at the files with the users every few seconds, on a thread that may wait for a disk. */
@Singleton
public class CredentialReload {
    static final long PERIOD_SECONDS = 5;

    private final TurnSettings settings;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "turn-users"));

    CredentialReload(TurnSettings settings) {
        this.settings = settings;
    }

    void start(@Observes StartupEvent event) {
        thread.scheduleWithFixedDelay(settings::lookAtFiles, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
    }
}
