package io.cajal.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the command as a process of its own, as a user would, and collects what it says. */
record Shell(int status, String out, String err) {
    private static final long PATIENCE_SECONDS = 120;
    private static final String INCUBATOR = "WARNING: Using incubator modules: jdk.incubator.vector";

    static Shell cajal(String... arguments) {
        return after("", arguments);
    }

    /** With shell commands such as {@code ulimit -f 100;} before it. */
    static Shell after(String first, String... arguments) {
        try {
            File out = File.createTempFile("cajal", ".out");
            File err = File.createTempFile("cajal", ".err");
            Process process = start(first, out, err, arguments);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("cajal " + String.join(" ", arguments) + " does not end");
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

    static Process start(String first, File out, File err, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", first + " exec \"$@\"", "bash",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules",
                "jdk.incubator.vector", "-XX:+UseSerialGC", "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8", "-cp",
                System.getProperty("java.class.path"), "io.cajal.cli.Main"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectOutput(out).redirectError(err).start();
    }
}
