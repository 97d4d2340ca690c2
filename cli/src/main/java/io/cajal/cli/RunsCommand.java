package io.cajal.cli;

import io.cajal.base.CajalException;
import io.cajal.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cajal runs}: what was trained so far, side by side. */
@Command(name = "runs", mixinStandardHelpOptions = true, versionProvider = Main.Manifest.class,
        description = "List the trainings in a folder and compare what they reached.",
        footer = {"",
                "Every training with a run.json is a line, the newest first; the figures are of the test part."})
final class RunsCommand implements Callable<Integer> {
    private static final int DEPTH = 4;

    @Parameters(paramLabel = "DIR", arity = "0..1", defaultValue = "runs",
            description = "Where to look, folders in it as well (default: ${DEFAULT-VALUE}).")
    private Path folder;

    @Option(names = "--json", description = "One JSON object a line, as in run.json.")
    private boolean json;

    private record Found(Path path, long time, Map<?, ?> record) {
    }

    @Override
    public Integer call() throws IOException {
        List<Found> runs = found();
        if (runs.isEmpty()) {
            throw new CajalException(
                    "%s has no training; cajal train DATA --target COLUMN makes one".formatted(folder));
        }
        if (json) {
            runs.forEach(run -> System.out.println(Json.write(run.record())));
            return 0;
        }
        TextTable table = new TextTable("run", "learned", "figure", "", "linear", "baseline", "seed",
                "seconds",
                "date");
        for (Found run : runs) {
            table.row(cells(run));
        }
        System.out.println(table);
        return 0;
    }

    private List<Found> found() throws IOException {
        List<Found> runs = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return runs;
        }
        try (Stream<Path> files = Files.walk(folder, DEPTH)) {
            for (Path file : files.filter(path -> path.endsWith("run.json")).sorted().toList()) {
                if (Json.parse(Files.readString(file)) instanceof Map<?, ?> record) {
                    runs.add(new Found(file.getParent(), Files.getLastModifiedTime(file).toMillis(), record));
                }
            }
        }
        runs.sort(Comparator.comparingLong(Found::time).reversed());
        return runs;
    }

    /** A training on a table has its figures by metric and model; a recipe has one figure. */
    private static String[] cells(Found run) {
        String figure = "";
        String metric = "";
        String linear = "";
        String baseline = "";
        if (run.record().containsKey("recipe")) {
            metric = text(run, "metric");
            figure = number(run.record().get("value"));
            baseline = number(run.record().get("baseline"));
        } else {
            for (Map.Entry<?, ?> entry : run.record().entrySet()) {
                if (entry.getValue() instanceof Map<?, ?> models && models.containsKey("network")) {
                    metric = entry.getKey().toString();
                    figure = number(models.get("network"));
                    linear = number(models.get("linear model"));
                    baseline = number(models.values().iterator().next());
                    break;
                }
            }
        }
        String learned = run.record().containsKey("recipe") ? text(run, "recipe")
                : text(run, "data") + (run.record().containsKey("target") ? ": " + text(run, "target") : "");
        return new String[] {run.path().toString(), learned, figure, metric, linear, baseline,
                text(run, "seed"),
                number(run.record().get("seconds")), text(run, "date")};
    }

    private static String text(Found run, String key) {
        Object value = run.record().get(key);
        return value == null ? ""
                : value instanceof Double d && d == Math.rint(d) ? Long.toString(d.longValue())
                        : value.toString();
    }

    private static String number(Object value) {
        return value instanceof Number n ? String.format(Locale.ROOT, "%.4g", n.doubleValue()) : "–";
    }
}
