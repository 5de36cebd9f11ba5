package org.p2psip.suite.process;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** The test class drives these programs: without one of them it is skipped, with a line that nobody can overlook. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsPrograms.Installed.class)
public @interface NeedsPrograms {

    /** Names of the programs, as found on PATH, or files of theirs with the whole path. */
    String[] value();

    /** Looks for the programs before anything is started for the class. */
    final class Installed implements ExecutionCondition {
        private static final String LINE = "#".repeat(100);

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            List<String> missing = context.getTestClass()
                    .flatMap(type -> AnnotationSupport.findAnnotation(type, NeedsPrograms.class))
                    .map(needs -> Arrays.stream(needs.value())
                            .filter(program -> !isInstalled(program))
                            .toList())
                    .orElse(List.of());
            if (missing.isEmpty()) {
                return ConditionEvaluationResult.enabled("all programs are installed");
            }
            String reason = "SKIPPED " + context.getDisplayName() + ": not installed: " + String.join(", ", missing)
                    + " (Debian: apt-get install sip-tester baresip-core linphone-cli kamailio coturn"
                    + " kamailio-tls-modules iproute2 iptables openssl chromium chromium-driver)";
            if (context.getTestMethod().isEmpty()) {
                System.err.println(LINE + "\n" + reason + "\n" + LINE);
            }
            return ConditionEvaluationResult.disabled(reason);
        }

        private static boolean isInstalled(String program) {
            if (program.startsWith("/")) {
                return Files.exists(Path.of(program));
            }
            return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                    .filter(directory -> !directory.isEmpty())
                    .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
        }
    }
}
