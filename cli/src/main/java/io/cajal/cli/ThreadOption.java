package io.cajal.cli;

import io.cajal.backend.cpu.Workers;
import io.cajal.base.CajalException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --threads N} of a command that computes. */
final class ThreadOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--threads", paramLabel = "N",
            description = "Use so many threads (default: CAJAL_THREADS, else all processors). What is learned does not depend on it.")
    private Integer threads;

    /** Before anything else, so that a wrong number, of CAJAL_THREADS too, is told first. */
    void apply() {
        try {
            if (threads != null) {
                Workers.setThreads(threads);
            } else {
                Workers.shared();
            }
        } catch (CajalException e) {
            throw new ParameterException(spec.commandLine(),
                    threads == null ? e.getMessage() : "--" + e.getMessage());
        }
    }
}
