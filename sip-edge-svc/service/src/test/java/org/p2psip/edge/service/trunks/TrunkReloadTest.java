package org.p2psip.edge.service.trunks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2psip.edge.service.Await;
import org.p2psip.edge.service.Counts;
import org.p2psip.edge.service.settings.SettingRefused;
import org.p2psip.edge.trunk.TrunkConfig;
import org.p2psip.edge.trunk.Trunks;

class TrunkReloadTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final List<Trunks> taken = new CopyOnWriteArrayList<>();
    private final Counts<TrunkReloadCounter> counts = new Counts<>(TrunkReloadCounter.class);
    private Path file;
    private TrunkReload reload;

    @BeforeEach
    void make() {
        file = directory.resolve("trunks.yaml");
        reload = new TrunkReload(
                file, new TrunkFile(Set.of("example.org"), "here", "sip:h", name -> null), taken::add, counts);
    }

    @AfterEach
    void stop() {
        reload.stop();
    }

    @Test
    void changedFileIsTakenWhole() throws IOException {
        write("trunks: [{name: a, hosts: ['sip:h']}]");
        reload.read();
        reload.start();
        assertThat(names()).containsExactly("a");
        write("trunks: [{name: a, hosts: ['sip:h']}, {name: b, hosts: ['sip:h']}]");
        Await.until("the change is taken", LIMIT, () -> names().contains("b"));
        assertThat(taken).hasSize(2);
        assertThat(counts.get(TrunkReloadCounter.ACCEPTED)).isEqualTo(2);
    }

    @Test
    void invalidChangeLeavesWhatWasAndIsToldUntilItIsMended() throws IOException {
        write("trunks: [{name: a, hosts: ['sip:h']}]");
        reload.read();
        reload.start();
        long since = reload.state().acceptedAtMillis();
        write("trunks:\n- name: a\n  hosts: [nothing]");
        Await.until("the refusal", LIMIT, () -> !reload.state().problems().isEmpty());
        assertThat(taken).hasSize(1);
        assertThat(counts.get(TrunkReloadCounter.REFUSED)).isEqualTo(1);
        assertThat(reload.state().acceptedAtMillis()).isEqualTo(since);
        assertThat(reload.state().problems())
                .singleElement()
                .asString()
                .startsWith(file + ":3: trunks[0].hosts[0]: \"nothing\": must be a SIP URI");
        write("trunks: [{name: c, hosts: ['sip:h']}]");
        Await.until("the mended file is taken", LIMIT, () -> names().contains("c"));
        assertThat(reload.state().problems()).isEmpty();
    }

    @Test
    void fileThatIsGoneLeavesWhatWas() throws IOException {
        write("trunks: []");
        reload.read();
        reload.start();
        Files.delete(file);
        Await.until("the refusal", LIMIT, () -> !reload.state().problems().isEmpty());
        assertThat(reload.state().problems()).singleElement().asString().contains("must be a file that can be read");
        assertThat(taken).hasSize(1);
    }

    @Test
    void linkThatLeadsElsewhereIsAChange() throws IOException {
        Path first = directory.resolve("first/trunks.yaml");
        Path second = directory.resolve("second/trunks.yaml");
        Files.createDirectories(first.getParent());
        Files.createDirectories(second.getParent());
        Files.writeString(first, "trunks: [{name: a, hosts: ['sip:h']}]");
        Files.writeString(second, "trunks: [{name: b, hosts: ['sip:h']}]");
        Files.setLastModifiedTime(second, Files.getLastModifiedTime(first));
        // As Kubernetes does with a ConfigMap: FILE -> ..data/FILE, and ..data is moved over
        Path data = Files.createSymbolicLink(directory.resolve("..data"), first.getParent());
        Files.createSymbolicLink(file, data.resolve("trunks.yaml"));
        reload.read();
        reload.start();
        Path next = Files.createSymbolicLink(directory.resolve("..data_tmp"), second.getParent());
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Await.until("the other file is taken", LIMIT, () -> names().contains("b"));
    }

    @Test
    void changedPasswordFileIsAChange() throws IOException {
        Path password = Files.writeString(directory.resolve("password"), "first");
        write("trunks: [{name: a, hosts: ['sip:h'], outbound: {login: {user: u, password-file: password}}}]");
        reload.read();
        reload.start();
        Files.writeString(password, "another");
        Await.until("the password is taken", LIMIT, () -> taken.size() == 2);
        assertThat(taken.getLast().trunks().getFirst().outbound().login())
                .contains(new TrunkConfig.Login("u", "another"));
    }

    @Test
    void edgeDoesNotStartWithAnInvalidFile() throws IOException {
        write("trunks:\n- {name: a}");
        assertThatThrownBy(reload::read)
                .isInstanceOf(SettingRefused.class)
                .hasMessageContaining("p2psip.trunks-file is \"" + file)
                .hasMessageContaining(file + ":2: trunks[0].hosts: is missing");
        assertThat(taken).isEmpty();
    }

    @Test
    void bugOnAChangeIsCountedAndDoesNotEndTheLooks() throws IOException {
        write("trunks: []");
        TrunkFile reader = new TrunkFile(Set.of("example.org"), "here", "sip:h", name -> null);
        reload = new TrunkReload(file, reader, this::takeTheFirstAlone, counts);
        reload.read();
        reload.start();
        for (int changes = 1; changes <= 2; changes++) {
            write("trunks: [{name: a" + changes + ", hosts: ['sip:h']}]");
            int failed = changes;
            Await.until("the bug is counted", LIMIT, () -> counts.get(TrunkReloadCounter.FAILED) == failed);
        }
    }

    private void takeTheFirstAlone(Trunks trunks) {
        if (!trunks.trunks().isEmpty()) {
            throw new IllegalStateException("a bug");
        }
    }

    private List<String> names() {
        return taken.getLast().trunks().stream().map(TrunkConfig::name).toList();
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }
}
