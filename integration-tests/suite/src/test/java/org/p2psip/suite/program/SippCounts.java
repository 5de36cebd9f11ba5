package org.p2psip.suite.program;

import java.util.Arrays;
import java.util.List;

/**
 * What SIPp counted over a run.
 *
 * @param scenario which one
 * @param exitCode 0 when all calls succeeded
 * @param successful calls that went through the scenario to its end
 * @param failed calls that did not
 * @param errors its error log and last screen
 */
public record SippCounts(String scenario, int exitCode, int successful, int failed, String errors) {

    static SippCounts of(String scenario, int exitCode, String statistics, String errors) {
        List<String> lines = statistics.lines().toList();
        if (lines.size() < 2) {
            return new SippCounts(scenario, exitCode, 0, 0, "no statistics\n" + errors);
        }
        List<String> names = Arrays.asList(lines.getFirst().split(";"));
        String[] values = lines.getLast().split(";");
        return new SippCounts(
                scenario,
                exitCode,
                Integer.parseInt(values[names.indexOf("SuccessfulCall(C)")]),
                Integer.parseInt(values[names.indexOf("FailedCall(C)")]),
                errors);
    }

    /** Fails unless exactly {@code calls} calls were made and each succeeded. */
    public void allSucceeded(int calls) {
        if (exitCode != 0 || successful != calls || failed != 0) {
            throw new AssertionError("expected " + calls + " successful: " + this);
        }
    }

    @Override
    public String toString() {
        return "SIPp " + scenario + ": exit code " + exitCode + ", " + successful + " successful, " + failed
                + " failed\n" + errors;
    }
}
