package io.cajal.cli;

import io.cajal.base.CajalException;
import io.cajal.io.Json;
import io.cajal.report.TextTable;
import io.cajal.runs.RunRecord;
import io.cajal.runs.Runs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cajal runs}: what was trained so far, side by side. */
@Command(name = "runs", mixinStandardHelpOptions = true, versionProvider = Main.Manifest.class,
        description = "List the trainings in a folder and compare what they reached.",
        footer = {"",
                "Every training with a run.json is a line, the newest first; the figures are of the test part."})
final class RunsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", arity = "0..1", defaultValue = "runs",
            description = "Where to look, folders in it as well (default: ${DEFAULT-VALUE}).")
    private Path folder;

    @Option(names = "--json", description = "One JSON object a line, as in run.json.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Runs found = Runs.in(folder);
        found.problems().forEach(problem -> System.err.println("cajal: left out: " + problem));
        List<RunRecord> runs = found.records();
        if (runs.isEmpty()) {
            throw new CajalException(
                    "%s has no training; cajal train DATA --target COLUMN makes one".formatted(folder));
        }
        if (json) {
            runs.forEach(run -> System.out.println(Json.write(run.values())));
            return 0;
        }
        TextTable table = new TextTable("run", "learned", "figure", "", "linear", "baseline", "seed",
                "seconds",
                "date");
        for (RunRecord run : runs) {
            RunRecord.Figures figures = run.figures();
            table.row(run.folder().toString(), run.learned(), number(figures.value()), figures.metric(),
                    run.isRecipe() ? "" : number(figures.linear()), number(figures.baseline()),
                    run.text("seed"), number(run.number("seconds")), run.text("date"));
        }
        System.out.println(table);
        return 0;
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.4g", value);
    }
}
