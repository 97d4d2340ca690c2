package io.cajal.cli;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Runs the command as a user would, most often as a process of its own, and collects what it says. */
record Shell(int status, String out, String err) {
    private static final long PATIENCE_SECONDS = 120;
    private static final List<String> VECTORS = List.of("--add-modules", "jdk.incubator.vector");
    /** A build in the background ignores Ctrl-C, and so would what it starts. */
    private static final String HEARS_INTERRUPTS = System.getProperty("os.name").equals("Linux")
            ? "env --default-signal=INT" : "";
    private static final String INCUBATOR = "WARNING: Using incubator modules: jdk.incubator.vector";

    static Shell cajal(String... arguments) {
        return after("", arguments);
    }

    /** With shell commands such as {@code ulimit -f 100;} before it. */
    static Shell after(String first, String... arguments) {
        return run(first, VECTORS, arguments);
    }

    /** On a Java with these options and no others. */
    static Shell on(List<String> javaOptions, String... arguments) {
        return run("", javaOptions, arguments);
    }

    /** Runs the command inside this process: fast, for what needs no process of its own. */
    static Shell inside(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
        try {
            int status = Main.execute(arguments);
            return new Shell(status, outBytes.toString(StandardCharsets.UTF_8),
                    errBytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    /** Runs a bash script, with these variables added to the environment. */
    static Shell script(Map<String, String> environment, Path script, String... arguments) {
        return collect((out, err) -> {
            List<String> command = new ArrayList<>(List.of("bash", script.toString()));
            command.addAll(List.of(arguments));
            return start(command, environment, out, err);
        });
    }

    /** Starts a process that writes to two files. */
    interface Starter {
        Process start(File out, File err) throws IOException;
    }

    static Shell run(String first, List<String> javaOptions, String... arguments) {
        return collect((out, err) -> start(first, javaOptions, out, err, arguments));
    }

    static Shell collect(Starter starter) {
        try {
            File out = File.createTempFile("cajal", ".out");
            File err = File.createTempFile("cajal", ".err");
            Process process = starter.start(out, err);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        process.info().commandLine().orElse("the command") + " does not end");
            }
            String said = Files.readString(err.toPath()).replace(INCUBATOR + System.lineSeparator(), "");
            Shell shell = new Shell(process.exitValue(), Files.readString(out.toPath()), said);
            Files.delete(out.toPath());
            Files.delete(err.toPath());
            return shell;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Something that is done to a process. */
    interface Deed {
        void to(Process process) throws Exception;
    }

    /**
     * Sends Ctrl-C as soon as {@code when} is true. Who sends it waits from the start on, as on a busy machine a
     * process may take longer to start than a training to end.
     */
    static Shell interrupted(Callable<Boolean> when, String... arguments) throws Exception {
        Process sender = new ProcessBuilder("bash", "-c", "read -r pid && kill -INT \"$pid\"").start();
        return disturbed(when, process -> {
            try (Writer pid = sender.outputWriter(StandardCharsets.US_ASCII)) {
                pid.write(process.pid() + "\n");
            }
            sender.waitFor();
        }, arguments);
    }

    /** Does something as soon as {@code when} is true, after which the process should end. */
    static Shell disturbed(Callable<Boolean> when, Deed deed, String... arguments) throws Exception {
        File out = File.createTempFile("cajal", ".out");
        File err = File.createTempFile("cajal", ".err");
        Process process = start("", out, err, arguments);
        while (process.isAlive() && !when.call()) {
            Thread.sleep(5);
        }
        deed.to(process);
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("cajal " + String.join(" ", arguments) + " does not stop");
        }
        Shell shell = new Shell(process.exitValue(), Files.readString(out.toPath()),
                Files.readString(err.toPath()));
        Files.delete(out.toPath());
        Files.delete(err.toPath());
        return shell;
    }

    static Process start(String first, File out, File err, String... arguments) throws IOException {
        return start(first, VECTORS, out, err, arguments);
    }

    private static Process start(String first, List<String> javaOptions, File out, File err,
            String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("bash", "-c",
                first + " exec " + HEARS_INTERRUPTS + " \"$@\"", "bash",
                Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(javaOptions);
        command.addAll(List.of("-XX:+UseSerialGC", "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8",
                "-cp", System.getProperty("java.class.path"), "io.cajal.cli.Main"));
        command.addAll(List.of(arguments));
        return start(command, Map.of(), out, err);
    }

    static Process start(List<String> command, Map<String, String> environment, File out, File err)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err);
        builder.environment().putAll(environment);
        return builder.start();
    }
}
