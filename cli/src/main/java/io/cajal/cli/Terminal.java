package io.cajal.cli;

/** Whether somebody is watching. */
final class Terminal {
    private Terminal() {
    }

    /** Whether stdout is a terminal. */
    static boolean isTerminal() {
        return System.console() != null && System.console().isTerminal();
    }
}
