package io.cajal.cli;

import io.cajal.base.CajalException;
import io.cajal.cli.train.Course;
import io.cajal.cli.train.ImageTraining;
import io.cajal.cli.train.Material;
import io.cajal.cli.train.NetworkOptions;
import io.cajal.cli.train.SequenceTraining;
import io.cajal.cli.train.SeriesTraining;
import io.cajal.cli.train.TableTraining;
import io.cajal.cli.train.Training;
import io.cajal.cli.train.Tries;
import io.cajal.cli.train.WritingTraining;
import io.cajal.data.Column;
import io.cajal.data.Notation;
import io.cajal.io.CsvReader;
import io.cajal.io.CsvStyle;
import io.cajal.io.Json;
import io.cajal.runs.Console;
import io.cajal.runs.RunFolder;
import io.cajal.table.Table;
import io.cajal.table.Tables;
import io.cajal.train.TrainingStopped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cajal train DATA --target COLUMN}: a network for data of one's own. */
@Command(name = "train", mixinStandardHelpOptions = true, versionProvider = Main.Manifest.class,
        sortOptions = false,
        description = "Train a network on a table, a series, texts or pictures of your own.",
        footer = {"",
                "DATA is a file of separated values (CSV, TSV, gzipped or not), of which",
                "--target names the column to learn. What each column is, is found out: numbers,",
                "dates, booleans, categories, texts of several words, which become hashed words",
                "and pairs of words; --text learns from one column of texts alone, with --network",
                "gru or lstm in the order of their words, with cnn by their characters. Or DATA",
                "is a folder with a folder of pictures (PNG, JPEG, BMP, GIF) for each class.",
                "With --horizon the target is a series, whose next values are forecast.",
                "Without --target, a file TEXT.txt is what a network learns to write like; see",
                "cajal generate.",
                "Of the examples 80 %% are learned from, 10 %% watched, 10 %% kept for the test. A",
                "trivial answer and a linear model are tested beside the network. Ctrl-C keeps",
                "what was learned; the same command with --resume goes on to the same bits.",
                "Exit status: 0 done, 130 stopped by Ctrl-C, 2 bad usage, 1 anything else.",
                "Examples: cajal train iris.csv --target species",
                "          cajal train pictures/ --epochs 20",
                "          cajal train news.csv --text story --target section --network gru",
                "          cajal train book.txt",
                "          cajal train sales.csv --target sold --time day --horizon 7"})
final class TrainCommand implements Callable<Integer> {
    private enum Reading {
        bag, gru, lstm, cnn
    }

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DATA", description = "The table, the folder of pictures, or the text.")
    private Path data;

    @Option(names = "--target", paramLabel = "COLUMN", description = "The column to learn.")
    private String target;

    @Option(names = "--time", paramLabel = "COLUMN",
            description = "Order the rows by this column and test on the last ones, instead of drawing at random.")
    private String time;

    @Option(names = "--horizon", paramLabel = "H",
            description = "Forecast the next H values of the target, a series with the times of --time.")
    private Integer horizon;

    @Option(names = "--season", paramLabel = "N",
            description = "Steps after which a series comes round, 1 for none (default: by its times, 12 for months).")
    private Integer season;

    @Option(names = "--text", paramLabel = "COLUMN",
            description = "Learn the target from the words of this column alone.")
    private String text;

    @Option(names = "--embed", paramLabel = "COLUMN",
            description = "A category that becomes a learned vector, as those of more than 16 values do anyway. May be given several times.")
    private List<String> embedded = List.of();

    @Option(names = "--column", paramLabel = "NAME=KIND",
            description = "What a column is: number, category, boolean, date, text or ignored; or how its numbers or dates are written: decimal-comma (1.234,50), day-first (29/2/2024) or month-first. May be given several times.")
    private Map<String, String> kinds = Map.of();

    @Option(names = "--schema", paramLabel = "FILE",
            description = "The same for many columns, as JSON: {\"zip\": \"category\", \"id\": \"ignored\"}.")
    private Path schema;

    @Option(names = "--header", negatable = true,
            description = "The first row names the columns, or (--no-header) does not (default: found out).")
    private Boolean header;

    @Option(names = "--size", paramLabel = "PIXELS", defaultValue = "0",
            description = "Bring pictures to so many pixels a side (default: the first one's size, 64 at most).")
    private int size;

    @Option(names = "--network", paramLabel = "KIND", defaultValue = "bag",
            description = "How --text is learned: as a bag of words and pairs of words, or read in its order by a gru or an lstm, or by a cnn of its characters (default: ${DEFAULT-VALUE}). With --horizon a gru or an lstm reads the last values.")
    private Reading reading;

    @Option(names = "--tokens", paramLabel = "KIND",
            description = "What a text is read or written by: characters, pairs (of bytes that often meet) or words (default: words for --network, else characters).")
    private String tokens;

    @Mixin
    private NetworkOptions network;

    @Option(names = "--search", paramLabel = "N", defaultValue = "0",
            description = "Try N plans, of which the best on the watched rows is taken.")
    private int search;

    @Option(names = "--folds", paramLabel = "K", defaultValue = "0",
            description = "Also cross-validate: learn K times, with another K-th of the rows as the test.")
    private int folds;

    @Option(names = "--seeds", paramLabel = "K", defaultValue = "1",
            description = "Also say what K seeds from --seed on reach, each with test rows of its own.")
    private int seeds;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
            description = "Everything random follows from it (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private ThreadOption threads;

    @Option(names = "--out", paramLabel = "DIR",
            description = "Leave model, history and report in this folder (default: runs/NAME, after the file).")
    private Path out;

    @Option(names = "--resume", description = "Go on with the training that was stopped in that folder.")
    private boolean resume;

    @Option(names = "--json", description = "End with one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        threads.apply();
        if (!Files.isDirectory(data) && !writes()) {
            requireTarget();
        }
        if (horizon != null || season != null) {
            requireSeries();
        }
        requireText();
        requireTries();
        try (Interruption interruption = new Interruption()) {
            return run(interruption);
        }
    }

    private int run(Interruption interruption) throws IOException {
        Path home = out != null ? out : Path.of("runs", baseName());
        try (RunFolder folder = RunFolder.open(home, resume, Console.standard())) {
            Map<String, Object> record = folder.live(
                    target == null ? data.toString() : data + ": " + target, Interruption.again(spec),
                    () -> training().run(folder, () -> interruption.asked() || folder.isStopped()));
            if (json) {
                System.out.println(Json.write(record));
            }
            return 0;
        } catch (TrainingStopped e) {
            return Interruption.stopped(e, Interruption.goOn(spec));
        }
    }

    private Training training() throws IOException {
        if (writes()) {
            return new WritingTraining(data, tokens == null ? "characters" : tokens, network, seed)::run;
        }
        Course course = new Course(network, new Tries(search, folds, seeds), seed);
        if (horizon != null) {
            return new SeriesTraining(data, style(), time, target, horizon, season,
                    reading == Reading.bag ? null : reading.name(), course)::run;
        }
        Material<?> material = material();
        return (folder, stop) -> course.run(material, folder, stop);
    }

    private Material<?> material() throws IOException {
        if (Files.isDirectory(data)) {
            return ImageTraining.read(data, size);
        }
        return reading == Reading.bag ? new TableTraining(data, target, time, table())
                : SequenceTraining.of(data, style(), table(), target, text, reading.name(), tokens);
    }

    /** {@code --time} alone orders the rows of a table; with {@code --horizon} its times are those of a series. */
    private void requireSeries() {
        if (horizon == null) {
            throw new ParameterException(spec.commandLine(),
                    "--season is for series: say how far to forecast with --horizon");
        }
        if (horizon < 1 || season != null && season < 1) {
            throw new ParameterException(spec.commandLine(), "--horizon and --season: expected 1 or more");
        }
        if (Files.isDirectory(data) || text != null) {
            throw new ParameterException(spec.commandLine(),
                    "--horizon is for a series in a table, without --text");
        }
        if (time == null) {
            throw new ParameterException(spec.commandLine(),
                    "--horizon makes a forecast: name the column of the times with --time");
        }
        if (reading == Reading.cnn) {
            throw new ParameterException(spec.commandLine(),
                    "--network cnn reads texts: a series is read by a gru or an lstm");
        }
    }

    /** A recurrent network reads one column of texts. */
    private void requireText() {
        boolean reads = reading != Reading.bag && horizon == null;
        if (reads && (text == null || target == null)) {
            throw new ParameterException(spec.commandLine(),
                    "--network %s reads a column of texts (name it with --text, and what to learn with --target) or a series (--horizon)"
                            .formatted(reading));
        }
        if (text != null && text.equals(target)) {
            throw new ParameterException(spec.commandLine(),
                    "--text and --target name the same column, " + text);
        }
        if (tokens != null && !reads && !writes()) {
            throw new ParameterException(spec.commandLine(),
                    "--tokens is for a TEXT.txt, or for --text with --network gru or lstm");
        }
        if (reads && (time != null || !embedded.isEmpty())) {
            throw new ParameterException(spec.commandLine(),
                    "--time and --embed are for the columns of a table: use --network bag");
        }
    }

    /** Says which options do not go with this data, and what to do instead. */
    private void requireTries() {
        boolean pictures = Files.isDirectory(data);
        if ((pictures || writes()) && time != null) {
            throw new ParameterException(spec.commandLine(),
                    "--time is for tables and series, and " + data + " has no columns");
        }
        if ((pictures || writes() || horizon != null)
                && (text != null || !embedded.isEmpty() || schema != null || !kinds.isEmpty())) {
            throw new ParameterException(spec.commandLine(),
                    "--text, --embed, --column and --schema are for tables whose columns are learned from");
        }
        if (horizon != null && folds > 0) {
            throw new ParameterException(spec.commandLine(),
                    "--folds would learn from the future of a series, whose test is from every place of its end anyway: see how first weights matter with --seeds");
        }
        if (writes() && (search > 0 || folds > 0 || seeds > 1 || network.findsRate() || network.balances())) {
            throw new ParameterException(spec.commandLine(),
                    "--search, --folds, --seeds, --balanced and --lr auto need examples with answers, and a text is one long example: train again with other options, and compare with cajal runs");
        }
    }

    /** Whether a network learns to write like the data, a text. */
    private boolean writes() {
        return target == null && data.toString().endsWith(".txt");
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

    private Table table() throws IOException {
        Tables tables = Tables.read(data).style(style()).target(target).order(time);
        Map<String, String> all = new LinkedHashMap<>(schema == null ? Map.of() : schema());
        all.putAll(kinds);
        all.forEach((name, kind) -> tell(tables, name, kind));
        embedded.forEach(tables::embed);
        if (text != null) {
            tables.text(text);
        }
        return tables.table();
    }

    private Map<String, String> schema() throws IOException {
        Map<String, String> named = new LinkedHashMap<>();
        if (!(Json.parse(Files.readString(schema)) instanceof Map<?, ?> object)) {
            throw new CajalException(schema + ": expected a JSON object, such as {\"zip\": \"category\"}");
        }
        object.forEach((name, kind) -> named.put(name.toString(), String.valueOf(kind)));
        return named;
    }

    /** A kind, or a notation of numbers or dates: "day-first". */
    private void tell(Tables tables, String name, String word) {
        String given = word.toUpperCase(Locale.ROOT).replace('-', '_');
        for (Column.Kind kind : Column.Kind.values()) {
            if (kind.name().equals(given)) {
                tables.column(name, kind);
                return;
            }
        }
        switch (given) {
            case "DECIMAL_COMMA" -> tables.column(name, Column.Kind.NUMBER, Notation.DECIMAL_COMMA);
            case "MONTH_FIRST" -> tables.column(name, Column.Kind.DATE, Notation.MONTH_FIRST);
            case "DAY_FIRST" -> tables.column(name, Column.Kind.DATE, Notation.DAY_FIRST);
            default -> throw new ParameterException(spec.commandLine(),
                    ("column %s=%s: expected number, category, boolean, date, text or ignored; or how it is written:"
                            + " decimal-comma, day-first or month-first").formatted(name, word));
        }
    }
}
