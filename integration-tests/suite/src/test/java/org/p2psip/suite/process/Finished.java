package org.p2psip.suite.process;

/**
 * A program that has ended.
 *
 * @param commandLine what was run, for messages
 * @param exitCode its exit code; 128 and above for a signal
 * @param output standard output
 * @param errors standard error
 */
public record Finished(String commandLine, int exitCode, String output, String errors) {

    /** This, when the program ended with 0. */
    public Finished succeeded() {
        return endedWith(0);
    }

    /** This, when the program ended with {@code code}. */
    public Finished endedWith(int code) {
        if (exitCode != code) {
            throw new AssertionError("exit code " + exitCode + " in place of " + code + ", " + why() + "\n" + this);
        }
        return this;
    }

    /** The line that is likely to say why: summaries of failed tests show no more of a message than its first. */
    private String why() {
        String said = errors.isBlank() ? output : errors;
        return said.lines().filter(line -> !line.isBlank()).findFirst().orElse("and it said nothing");
    }

    /** Both outputs, for a test that does not mind where a line is printed. */
    public String said() {
        return output + errors;
    }

    @Override
    public String toString() {
        return commandLine + "\nexit code " + exitCode + "\n--- output\n" + output + "--- errors\n" + errors + "---";
    }
}
