package io.cajal.cli;

import io.cajal.base.CajalException;
import io.cajal.base.Version;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The {@code cajal} command: reads the arguments, hands over to a subcommand, and turns what goes wrong into
 * one line. Exit status: 0 done (for a recipe: its goal was met), 1 something failed, 2 bad usage, 3 a recipe
 * missed its goal, or a check found more than notes.
 */
@Command(name = "cajal", mixinStandardHelpOptions = true, versionProvider = Main.Manifest.class,
        description = "Neural networks from the perceptron on, trained and run in pure Java.",
        subcommands = {RunCommand.class, TrainCommand.class, RecipesCommand.class, ZooCommand.class,
                DataCommand.class,
                PredictCommand.class, GenerateCommand.class, EvalCommand.class, ExplainCommand.class,
                CheckCommand.class,
                CostCommand.class,
                ServeCommand.class, StudioCommand.class, ExportCommand.class, SummaryCommand.class,
                RunsCommand.class,
                ResultsCommand.class, DoctorCommand.class, CompletionCommand.class})
public final class Main implements Callable<Integer> {
    private static final int FAILED = 1;
    /** A warning of the library is one line, too, whether this Java has the module java.logging or not. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "java.util.logging.SimpleFormatter.format", "cajal: %5$s%n",
            "jdk.system.logger.format", "cajal: %5$s%n",
            "java.awt.headless", "true"); // pictures are files: no display is asked for

    @Spec
    private CommandSpec spec;

    private Main() {
    }

    public static void main(String[] arguments) {
        takeStderr();
        Locale.setDefault(Locale.ROOT); // 1,000.5 is written so in every country
        DEFAULTS.forEach((key, value) -> System.setProperty(key, System.getProperty(key, value)));
        System.exit(execute(arguments));
    }

    /** Runs a command; the exit status. Picocli's handler sees exceptions alone, and memory runs out by an error. */
    static int execute(String... arguments) {
        try {
            return command().execute(arguments);
        } catch (OutOfMemoryError e) {
            System.err.println("cajal: " + oneLine(e));
            return FAILED;
        }
    }

    /** The whole command, ready to execute. */
    static CommandLine command() {
        return new CommandLine(new Main())
                .setParameterExceptionHandler(Main::badUsage)
                .setExecutionExceptionHandler((problem, command, _) -> {
                    command.getErr().println("cajal: " + oneLine(problem));
                    return FAILED;
                });
    }

    /** Says what is wrong and, where one is near, which option was probably meant. */
    private static int badUsage(CommandLine.ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        command.getErr().println("cajal: " + problem.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(problem, command.getErr());
        command.getErr().println("try: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    /** What a user needs of an exception. */
    static String oneLine(Throwable problem) {
        return switch (problem) {
            case UncheckedIOException e -> oneLine(e.getCause());
            case CajalException e -> e.getMessage();
            case NoSuchFileException e -> e.getFile() + ": no such file or folder";
            case AccessDeniedException e -> e.getFile() + ": permission denied";
            case FileAlreadyExistsException e -> e.getFile() + ": a file is there, where a folder is needed";
            case FileSystemException e when e.getReason() != null -> e.getFile() + ": " + e.getReason();
            case IOException e -> "cannot read or write: " + e.getMessage();
            case OutOfMemoryError _ -> "out of memory: Java's heap has "
                    + Runtime.getRuntime().maxMemory() / (1 << 20)
                    + " MiB; give it more with CAJAL_JAVA_OPTS=-Xmx8g, or ask for less at once";
            default -> "internal error, please report it: " + problem + trace(problem);
        };
    }

    private static String trace(Throwable problem) {
        StackTraceElement[] trace = problem.getStackTrace();
        return trace.length == 0 ? "" : " at " + trace[0];
    }

    /**
     * Writes straight to the launcher's stderr where it names one: the JVM's own goes through a filter there,
     * which would let lines of stdout overtake it. Not to a file: opened a second time it has an end of its
     * own, and what others write there would overwrite ours.
     */
    private static void takeStderr() {
        String path = System.getProperty("cajal.stderr");
        if (path != null && !Files.isRegularFile(Path.of(path))) {
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
    static final class Manifest implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"cajal " + Version.TEXT, "Java " + Runtime.version()};
        }
    }
}
