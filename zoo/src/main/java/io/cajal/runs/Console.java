package io.cajal.runs;

import java.io.OutputStream;
import java.io.PrintStream;

/**
 * Where a run shows itself.
 *
 * @param terminal whether somebody is watching, so that lines can be redrawn
 */
public record Console(PrintStream out, boolean terminal) {
    /** This process's stdout. */
    public static Console standard() {
        return new Console(System.out, System.console() != null && System.console().isTerminal());
    }

    /** For runs that nobody is to see. */
    public static Console none() {
        return new Console(new PrintStream(OutputStream.nullOutputStream()), false);
    }
}
