package io.cajal.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cajal completion}: the script that lets a shell complete commands, options, recipes and files. */
@Command(name = "completion", mixinStandardHelpOptions = true, versionProvider = Main.Manifest.class,
        description = "Print the script that completes cajal's arguments in bash or zsh.",
        footer = {"",
                "For this shell:",
                "  source <(./cajal completion)",
                "For every bash to come:",
                "  ./cajal completion > ~/.cajal.bash; echo 'source ~/.cajal.bash' >> ~/.bashrc",
                "For every zsh to come:",
                "  ./cajal completion zsh > ~/.cajal.zsh; echo 'source ~/.cajal.zsh' >> ~/.zshrc"})
final class CompletionCommand implements Runnable {
    /** One script serves both: in zsh it starts zsh's emulation of bash's completion. */
    enum Shells {
        bash, zsh
    }

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "SHELL", defaultValue = "bash",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Shells shell;

    @Override
    public void run() {
        System.out.print(AutoComplete.bash("cajal", spec.root().commandLine()));
    }
}
