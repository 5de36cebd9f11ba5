package org.p2psip.bench.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

class ScenarioTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void everyScenarioHasItsFilesAndSaysWhetherItAnswersAChallenge(Scenario scenario) throws IOException {
        String asking = Files.readString(Resources.copy(scenario.file() + ".xml", directory));
        assertThat(asking.contains("auth=\"true\"")).isEqualTo(scenario.needsDigest());
        if (scenario.phoneFile() != null) {
            assertThat(Resources.copy(scenario.phoneFile() + ".xml", directory)).isNotEmptyFile();
        }
    }

    @Test
    void usersWithAPasswordAnswerWithTheOneTheyAreEnrolledWith() {
        assertThat(Logins.lines().lines())
                .hasSize(Logins.COUNT)
                .startsWith("sip:login0000000@bench.invalid,bench")
                .endsWith("sip:login0039999@bench.invalid,bench");
        assertThat(Logins.authentication(Logins.PREFIX))
                .isEqualTo("[authentication username=login%07d password=bench];");
        assertThat(Logins.authentication("user")).isEmpty();
    }

    @Test
    void helpNamesEveryScenarioAsItIsGiven() {
        assertThat(new CommandLine(new SipBench()).getUsageMessage())
                .contains("refresh")
                .contains("register-auth");
    }

    @Test
    void scenarioThatNeedsUsersIsRefusedForAnEdgeThatRunsAlready() {
        int exitCode = new CommandLine(new SipBench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setErr(new PrintWriter(Writer.nullWriter()))
                .execute("--scenarios=register-auth", "--edge=127.0.0.1:5060,1");
        assertThat(exitCode).isEqualTo(CommandLine.ExitCode.USAGE);
    }
}
