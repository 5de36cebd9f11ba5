package org.p2psip.storage.service.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A {@link MemberMain}, as a test has it. */
final class MemberProcess {
    private final Process process;
    private final PrintStream orders;
    private final Map<String, CompletableFuture<String>> asked = new ConcurrentHashMap<>();

    private MemberProcess(Process process) {
        this.process = process;
        orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread.ofVirtual().start(this::listen);
    }

    static MemberProcess start(Path data, String durability, int own, List<Integer> ports) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                MemberMain.class.getName(),
                data.toString(),
                durability,
                Integer.toString(own)));
        ports.forEach(port -> command.add(port.toString()));
        return new MemberProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answered(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        asked.values().forEach(answer -> answer.complete("gone"));
    }

    /** An answer is the line that was asked and more; other lines are of logs. */
    private void answered(String line) {
        String[] words = line.split(" ");
        int length = words[0].equals("put") || words[0].equals("remove") ? 3 : words[0].equals("get") ? 2 : 1;
        if (words.length >= length) {
            String question = String.join(" ", List.of(words).subList(0, length));
            CompletableFuture<String> answer = asked.remove(question);
            if (answer != null) {
                answer.complete(line.substring(question.length()).strip());
            }
        }
    }

    /** One question with the same words at a time. */
    CompletableFuture<String> ask(String question) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        asked.put(question, answer);
        orders.println(question);
        if (!process.isAlive()) {
            answer.complete("gone");
        }
        return answer;
    }

    String answer(String question) {
        try {
            return ask(question).get(40, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(question + " was not answered", e);
        }
    }

    /** Until it serves among so many, and no copy is missing. */
    void awaitServing(int members) {
        Members.await(
                "a member to serve among " + members, () -> answer("state").equals("SERVING " + members + " 0"));
    }

    void stop() throws InterruptedException {
        answer("stop");
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    /** As kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
