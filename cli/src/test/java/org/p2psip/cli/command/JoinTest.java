package org.p2psip.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.cli.ExitCode;

/** What {@code up --join} refuses before it starts anything. */
class JoinTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String INVITATION = TOKEN + "." + TOKEN + TOKEN + ".far";

    @TempDir
    private Path data;

    private CommandRun up(String... options) {
        String[] all = new String[options.length + 3];
        all[0] = "up";
        all[1] = "--data";
        all[2] = data.resolve("node").toString();
        System.arraycopy(options, 0, all, 3, options.length);
        return CommandRun.of(all);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--join multicast | --join multicast needs --token at the first start",
                "--token " + INVITATION + " | --token is given without --join",
                "--join nowhere --token " + INVITATION + " | \"nowhere\" is no way to find an overlay; it must be",
                "--join 192.0.2.1:7460 --token " + TOKEN + " | it has 32 characters, expected is what ./p2psip enroll",
                "--dial-only | --dial-only is for a node that joins others",
                "--discoverable | --discoverable is for nodes that others reach: --listen 127.0.0.1 is a loopback",
                "--advertise a/b | --advertise \"a/b\" is no name or address"
            })
    void whatIsWrongIsSaid(String options, String message) {
        CommandRun up = up(options.split(" "));

        assertThat(up.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(up.err()).contains(message).doesNotContain(TOKEN);
    }

    @Test
    void whereNobodyIsIsSaidWithTheReason() {
        CommandRun up = up("--join", "127.0.0.1:1", "--token", INVITATION);

        assertThat(up.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(up.err())
                .contains("no peer of the overlay was found within")
                .contains("127.0.0.1:1")
                .containsIgnoringCase("refused")
                .doesNotContain(TOKEN);
    }
}
