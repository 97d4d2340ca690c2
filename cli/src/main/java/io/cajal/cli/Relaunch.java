package io.cajal.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Starts the command with vectors where they are missing: a jar's manifest cannot add a module, so
 * {@code java -jar} comes without. A second Java with the right options does the work, as slow kernels cost
 * far more than its start; this one hands over signals, exit status, input and output. Where the second one
 * cannot be started the command runs here, and says that it is slow.
 */
final class Relaunch {
    static final String VECTORS = "jdk.incubator.vector";

    /** What the launcher scripts give to Java as well. */
    static final List<String> OPTIONS = List.of("--add-modules", VECTORS,
            "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Dstdout.encoding=UTF-8",
            "-Dstderr.encoding=UTF-8");

    /** What the JVM says of the module at each start, and has no switch for. */
    private static final String NOTICE = "WARNING: Using incubator modules: " + VECTORS;

    private Relaunch() {
    }

    static void main(String[] arguments) {
        Path java = java();
        boolean possible = ModuleLayer.boot().findModule(VECTORS).isEmpty()
                && ModuleFinder.ofSystem().find(VECTORS).isPresent() && Files.isExecutable(java);
        if (possible) {
            try {
                System.exit(run(command(java, arguments)));
            } catch (IOException _) {
                // No memory or no permission for a second process: this one will do.
            }
        }
        Main.main(arguments);
    }

    private static boolean windows() {
        return System.getProperty("os.name").startsWith("Windows");
    }

    private static List<String> command(Path java, String[] arguments) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(OPTIONS);
        Path stderr = Path.of("/proc", Long.toString(ProcessHandle.current().pid()), "fd", "2");
        if (Files.exists(stderr)) {
            command.add("-Dcajal.stderr=" + stderr); // past the filter below, so that its lines are never late
        }
        command.addAll(ownOptions());
        command.addAll(main());
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    /** The user's own come last and win; a second debugger or agent would be in the first one's way. */
    private static List<String> ownOptions() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-agent") && !option.startsWith("-javaagent")).toList();
    }

    private static List<String> main() {
        return List.of("-cp", System.getProperty("java.class.path"), Main.class.getName());
    }

    /** The words that start another command as this one was started, but with a stderr of its own. */
    static List<String> again() {
        List<String> command = new ArrayList<>();
        command.add(java().toString());
        command.addAll(OPTIONS);
        ownOptions().stream().filter(option -> !option.startsWith("-Dcajal.stderr=")).forEach(command::add);
        command.addAll(main());
        return command;
    }

    private static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", windows() ? "java.exe" : "java");
    }

    private static int run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT).start();
        Thread stop = new Thread(() -> {
            process.destroy();
            await(process);
        });
        Runtime.getRuntime().addShutdownHook(stop);
        try (InputStream err = process.getErrorStream()) {
            withoutNotice(err, System.err);
        } catch (IOException _) {
            // The command goes on without.
        }
        int status = await(process);
        try {
            Runtime.getRuntime().removeShutdownHook(stop);
        } catch (IllegalStateException _) {
            // A signal has begun to end this process, with a status of its own.
        }
        return status;
    }

    private static int await(Process process) {
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException _) {
                // Nothing here interrupts: wait on.
            }
        }
    }

    /**
     * Copies everything but the JVM's notice, and what it says before that of options in the environment,
     * which the first Java has said already.
     */
    static void withoutNotice(InputStream in, OutputStream out) throws IOException {
        for (String line = line(in); !line.strip().equals(NOTICE); line = line(in)) {
            if (!line.contains("Picked up ")) {
                out.write(line.getBytes(StandardCharsets.ISO_8859_1));
                break;
            }
        }
        out.flush();
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            out.write(buffer, 0, n);
            out.flush(); // as it comes: somebody may be watching
        }
    }

    /** With its end; empty when there is nothing more. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            line.append((char) c);
            if (c == '\n') {
                break;
            }
        }
        return line.toString();
    }
}
