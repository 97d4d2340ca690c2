package io.cajal.cli;

import io.cajal.backend.cpu.Workers;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Version;
import io.cajal.data.Column;
import io.cajal.data.Fingerprint;
import io.cajal.io.AtomicFile;
import io.cajal.io.CsvReader;
import io.cajal.io.CsvStyle;
import io.cajal.io.Json;
import io.cajal.table.TablePlan;
import io.cajal.table.TableTask;
import io.cajal.table.Tables;
import io.cajal.train.Evaluation;
import io.cajal.train.Metric;
import io.cajal.train.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cajal train DATA --target COLUMN}: a network for a table of one's own. */
@Command(name = "train", mixinStandardHelpOptions = true, versionProvider = Main.Manifest.class,
        description = "Train a network on a table of your own.",
        footer = {"",
                "DATA is a file of separated values (CSV, TSV, gzipped or not). What each column is, is found out: numbers,",
                "dates, booleans, categories. 80 % of the rows are learned from, 10 % watched, 10 % kept for the test; a",
                "trivial answer and a linear model are tested beside the network.",
                "Example: cajal train iris.csv --target species"})
final class TrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DATA", description = "The table.")
    private Path data;

    @Option(names = "--target", paramLabel = "COLUMN", description = "The column to learn.")
    private String target;

    @Option(names = "--time", paramLabel = "COLUMN",
            description = "Order the rows by this column and test on the last ones, instead of drawing at random.")
    private String time;

    @Option(names = "--column", paramLabel = "NAME=KIND",
            description = "What a column is: number, category, boolean, date or ignored. May be given several times.")
    private Map<String, String> kinds = Map.of();

    @Option(names = "--header", negatable = true,
            description = "The first row names the columns, or (--no-header) does not (default: found out).")
    private Boolean header;

    @Option(names = "--layers", paramLabel = "N", split = ",",
            description = "The widths of the hidden layers, such as 64,32 (default: by the number of rows).")
    private List<Integer> layers;

    @Option(names = "--activation", paramLabel = "NAME",
            description = "Relu, Tanh, Gelu, Silu, Elu, Sigmoid, … (default: Relu).")
    private String activation;

    @Option(names = "--dropout", paramLabel = "SHARE", description = "After each hidden layer.")
    private Double dropout;

    @Option(names = "--lr", paramLabel = "RATE", description = "The largest learning rate.")
    private Double rate;

    @Option(names = "--batch", paramLabel = "N", description = "Rows of a step.")
    private Integer batch;

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the rows.")
    private Integer epochs;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
            description = "Everything random follows from it (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--threads", paramLabel = "N",
            description = "Use so many threads (default: CAJAL_THREADS, else all processors). Results do not depend on it.")
    private Integer threads;

    @Option(names = "--out", paramLabel = "DIR",
            description = "Leave model and history in this folder (default: runs/NAME, after the file).")
    private Path out;

    @Option(names = "--json", description = "End with one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (threads != null) {
            Workers.setThreads(threads);
        }
        requireTarget();
        PrintStream console = System.out;
        Path folder = out != null ? out : Path.of("runs", baseName());
        Path path = folder.resolve("model.safetensors");
        TableTask task = task(console);
        if (Files.exists(path)) {
            throw new CajalException(
                    "%s is there already: name another folder with --out, or delete it".formatted(path));
        }
        TablePlan plan = plan(task);
        console.println("%d features a row; %s".formatted(task.features(), plan));
        console.println();
        Rng rng = Rng.of(seed).split("training");
        TableTask.Trained linear = task.train(plan.layers(List.of()), rng.split("linear"),
                trainer -> trainer);
        TableTask.Trained trained = task.train(plan, rng.split("network"),
                trainer -> trainer.listener(new Progress(console, Terminal.isTerminal())));
        console.println();
        Map<String, Evaluation> tested = new LinkedHashMap<>();
        tested.put(task.isClasses() ? "most frequent" : "mean", task.baseline());
        tested.put("linear model", Evaluation.of(linear.network(), task.split().test()));
        tested.put("network", Evaluation.of(trained.network(), task.split().test()));
        console.println(table(task, tested));
        console.println();
        Files.createDirectories(folder);
        AtomicFile.write(folder.resolve("history.csv"), trained.history().toCsv());
        task.model(trained.network(), provenance(task, plan)).save(path);
        console.println("model saved: " + path);
        if (json) {
            console.println(Json.write(line(task, tested, path)));
        }
        return 0;
    }

    private void requireTarget() throws IOException {
        if (target == null) {
            try (CsvReader reader = CsvReader.open(data, style())) {
                throw new ParameterException(spec.commandLine(),
                        "name the column to learn with --target; the columns of "
                                + data + " are " + String.join(", ", reader.header()));
            }
        }
    }

    private CsvStyle style() {
        return header == null ? CsvStyle.FOUND : CsvStyle.FOUND.header(header);
    }

    private String baseName() {
        return data.getFileName().toString().replaceFirst("\\.gz$", "").replaceFirst("\\.[^.]*$", "");
    }

    private TableTask task(PrintStream console) throws IOException {
        Tables tables = Tables.read(data).style(style()).target(target);
        kinds.forEach((name, kind) -> tables.column(name, kind(name, kind)));
        var table = tables.table();
        Rng rng = Rng.of(seed).split("split");
        TableTask task = time == null ? TableTask.of(table, target, rng)
                : TableTask.inTime(table, target, time);
        console.println("%s: %,d rows, %d columns to learn %s from: %s".formatted(data, table.rows(),
                task.inputs().size(), target, summary(task)));
        table.notes().forEach(note -> console.println("  " + note));
        console.println("%,d rows to learn from, %,d to watch, %,d for the test".formatted(
                task.split().train().size(), task.split().validation().size(), task.split().test().size()));
        return task;
    }

    private static String summary(TableTask task) {
        Map<Column.Kind, Long> counts = task.inputs().stream()
                .collect(Collectors.groupingBy(Column::kind, TreeMap::new, Collectors.counting()));
        List<String> parts = new ArrayList<>();
        counts.forEach((kind, count) -> parts.add("%d %s%s".formatted(count,
                kind == Column.Kind.CATEGORY ? "categor" : kind.name().toLowerCase(Locale.ROOT),
                kind == Column.Kind.CATEGORY ? count == 1 ? "y" : "ies" : count == 1 ? "" : "s")));
        return String.join(", ", parts) + (task.isClasses()
                ? "; %d classes".formatted(task.target().categories().size()) : "; a number");
    }

    private Column.Kind kind(String name, String kind) {
        for (Column.Kind known : Column.Kind.values()) {
            if (known.name().equalsIgnoreCase(kind)) {
                return known;
            }
        }
        throw new ParameterException(spec.commandLine(),
                "--column %s=%s: expected number, category, boolean, date or ignored"
                        .formatted(name, kind));
    }

    private TablePlan plan(TableTask task) {
        TablePlan plan = task.plan();
        plan = layers == null ? plan : plan.layers(layers);
        plan = activation == null ? plan : plan.activation(activation);
        plan = dropout == null ? plan : plan.dropout(dropout);
        plan = rate == null ? plan : plan.rate(rate);
        plan = batch == null ? plan : plan.batchSize(batch);
        return epochs == null ? plan : plan.epochs(epochs);
    }

    private static String table(TableTask task, Map<String, Evaluation> tested) {
        List<String> header = new ArrayList<>(List.of("on the test rows"));
        Metric.usual(task.isClasses()).forEach(metric -> header.add(metric.name()));
        Table table = new Table(header.toArray(String[]::new));
        tested.forEach((name, evaluation) -> {
            List<String> row = new ArrayList<>(List.of(name));
            for (Metric metric : Metric.usual(task.isClasses())) {
                row.add(String.format(Locale.ROOT, "%.4g", evaluation.of(metric)));
            }
            table.row(row.toArray(String[]::new));
        });
        return table.toString();
    }

    private Map<String, String> provenance(TableTask task, TablePlan plan) {
        Map<String, String> provenance = new TreeMap<>();
        provenance.put("target", target);
        provenance.put("seed", Long.toString(seed));
        provenance.put("version", Version.TEXT);
        provenance.put("plan", plan.toString());
        provenance.put("loss", task.isClasses() ? "CrossEntropy" : "Mse");
        provenance.put("training_data_sha256", Fingerprint.of(task.split().train()));
        return provenance;
    }

    private Map<String, Object> line(TableTask task, Map<String, Evaluation> tested, Path path) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("data", data.toString());
        line.put("target", target);
        line.put("seed", seed);
        for (Metric metric : Metric.usual(task.isClasses())) {
            Map<String, Object> figures = new LinkedHashMap<>();
            tested.forEach((name, evaluation) -> figures.put(name, evaluation.of(metric)));
            line.put(metric.name(), figures);
        }
        line.put("model", path.toString());
        return line;
    }
}
