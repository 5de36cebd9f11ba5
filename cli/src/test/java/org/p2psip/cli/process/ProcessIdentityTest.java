package org.p2psip.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessIdentityTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    private BackgroundProcess child;
    private ProcessIdentity identity;

    @BeforeEach
    void startChild() throws Exception {
        child = BackgroundProcess.start(List.of("sleep", "300"), directory, directory.resolve("child.log"));
        identity = child.identity().orElseThrow();
    }

    @AfterEach
    void killChild() {
        identity.kill();
    }

    @Test
    void runningProcessIsAliveAndHasMemory() {
        assertThat(identity.isAlive()).isTrue();
        assertThat(identity.residentBytes().orElseThrow()).isPositive();
        assertThat(ProcessIdentity.of(identity.pid())).contains(identity);
    }

    @Test
    void endedProcessIsNotAlive() {
        identity.terminate();

        assertThat(Waiting.until(SOON, () -> !identity.isAlive())).isTrue();
        assertThat(identity.residentBytes()).isEmpty();
        assertThat(Waiting.until(SOON, () -> child.exitCode().isPresent())).isTrue();
        assertThat(child.exitCode()).hasValue(128 + 15);
    }

    @Test
    void laterProcessWithTheSameNumberIsNeverSignalled() {
        ProcessIdentity earlier = new ProcessIdentity(identity.pid(), identity.startTicks() - 1, identity.bootId());

        assertThat(earlier.isAlive()).isFalse();
        earlier.terminate();
        earlier.kill();

        assertThat(Waiting.until(Duration.ofMillis(300), () -> !identity.isAlive()))
                .isFalse();
    }

    @Test
    void processOfAnEarlierBootIsNotAlive() {
        assertThat(new ProcessIdentity(identity.pid(), identity.startTicks(), "another boot").isAlive())
                .isFalse();
    }

    @Test
    void startedProcessLeadsASessionOfItsOwn() throws Exception {
        String stat = Files.readString(Path.of("/proc/" + identity.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");

        assertThat(fields[3]).as("session").isEqualTo(Long.toString(identity.pid()));
    }

    @Test
    void numberOfNobodyNamesNoProcess() {
        assertThat(ProcessIdentity.of(Integer.MAX_VALUE)).isEmpty();
    }
}
