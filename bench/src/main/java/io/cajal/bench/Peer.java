package io.cajal.bench;

import io.cajal.base.CajalException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A process that times steps when asked. It reads lines {@code NAME SECONDS}, runs that workload for about so
 * long, and answers with the seconds of one step and, if it can tell, the bytes of heap that a step takes, or
 * with {@code unknown}, or {@code error MESSAGE}. Between questions it is idle, so that the other side has the
 * machine to itself.
 */
final class Peer implements AutoCloseable {
    private static final String READY = "ready ";

    private final Process process;
    private final BufferedReader answers;
    private final PrintStream questions;
    private final String version;

    private Peer(Process process, BufferedReader answers, String version) {
        this.process = process;
        this.answers = answers;
        this.questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.version = version;
    }

    static Peer start(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        Process process = builder.start();
        BufferedReader answers = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = answers.readLine();
        if (line == null || !line.startsWith(READY)) {
            process.destroyForcibly();
            throw new CajalException("compare: %s did not start: %s".formatted(String.join(" ", command),
                    line == null ? "it said nothing" : line));
        }
        return new Peer(process, answers, line.substring(READY.length()));
    }

    /** What the other side says it is. */
    String version() {
        return version;
    }

    /**
     * What one step took, NaN for what it does not know.
     *
     * @param seconds of time
     * @param bytes of heap
     */
    record Cost(double seconds, double bytes) {
    }

    /** The mean over about {@code seconds} of steps. */
    Cost time(String workload, double seconds) throws IOException {
        questions.println(workload + " " + seconds);
        String answer = answers.readLine();
        if (answer == null) {
            throw new CajalException("compare: the process of " + version + " ended during " + workload);
        }
        if (answer.startsWith("error ")) {
            throw new CajalException("compare: " + version + ", " + workload + ": " + answer.substring(6));
        }
        if (answer.equals("unknown")) {
            return new Cost(Double.NaN, Double.NaN);
        }
        String[] words = answer.split(" ");
        return new Cost(Double.parseDouble(words[0]),
                words.length > 1 ? Double.parseDouble(words[1]) : Double.NaN);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
