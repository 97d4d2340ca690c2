package io.cajal.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code cajal} command. */
@Command(name = "cajal", mixinStandardHelpOptions = true, version = "cajal 0.1.0-SNAPSHOT",
        description = "Neural networks from the perceptron on, trained and run in pure Java.")
public final class Main {
    private Main() {
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }
}
