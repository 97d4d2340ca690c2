package io.cajal.cli;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Objects;
import java.util.concurrent.Callable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code cajal} command: reads the arguments and hands over to a subcommand. */
@Command(name = "cajal", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = "Neural networks from the perceptron on, trained and run in pure Java.")
public final class Main implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    private Main() {
    }

    public static void main(String[] arguments) {
        takeStderr();
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    /**
     * Writes straight to the launcher's stderr where it names one: the JVM's own goes through a filter there, which would
     * let lines of stdout overtake it.
     */
    private static void takeStderr() {
        String path = System.getProperty("cajal.stderr");
        if (path != null) {
            try {
                System.setErr(new PrintStream(new FileOutputStream(path, true), true, System.err.charset()));
            } catch (IOException _) {
                // A socket, or a terminal of another user, cannot be opened by name: the filtered way stays.
            }
        }
    }

    /** No subcommand was given. */
    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        command.usage(command.getErr());
        return ExitCode.USAGE;
    }

    /** The version in the jar's manifest, and the Java that runs it. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {
                    "cajal " + Objects.requireNonNullElse(version, "(not packaged)"),
                    "Java " + Runtime.version()};
        }
    }
}
