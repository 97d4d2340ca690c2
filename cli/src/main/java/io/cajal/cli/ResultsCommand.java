package io.cajal.cli;

import io.cajal.base.CajalException;
import io.cajal.base.Version;
import io.cajal.io.AtomicFile;
import io.cajal.zoo.Recipes;
import io.cajal.runs.Console;
import io.cajal.runs.RunFolder;
import io.cajal.zoo.kit.DataStore;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cajal results}: runs recipes with several seeds and keeps their figures in a table. */
@Command(name = "results", mixinStandardHelpOptions = true, versionProvider = Main.Manifest.class,
        description = "Run recipes with several seeds and write the figures into a table.",
        footer = {"",
                "Rows of recipes that are not run stay as they are. Exit status 3 when a figure misses its goal."})
final class ResultsCommand implements Callable<Integer> {
    private static final int MISSED = 3;
    private static final String HEADER = "| recipe | metric | mean | each seed | accept | reference | baseline | met | seconds | when, with what |";
    private static final String RULE = "|---|---|---|---|---|---|---|---|---|---|";

    @Parameters(paramLabel = "NAME", arity = "0..*", completionCandidates = RecipeNames.class,
            description = "The recipes; all of them when none is named.")
    private List<String> names = List.of();

    @Option(names = "--seeds", paramLabel = "N,N,...", split = ",", defaultValue = "1,2,3",
            description = "The seeds (default: ${DEFAULT-VALUE}).")
    private List<Long> seeds;

    @Option(names = "--file", paramLabel = "FILE", defaultValue = "docs/results.md",
            description = "The table (default: ${DEFAULT-VALUE}).")
    private Path file;

    @Option(names = "--out", paramLabel = "DIR",
            description = "Leave each run, with its log, model and report, in DIR/NAME-SEED.")
    private Path out;

    @Option(names = "--resume",
            description = "Go on from the checkpoints in DIR/NAME-SEED, where there are any.")
    private boolean resume;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (resume && out == null) {
            throw new ParameterException(spec.commandLine(),
                    "--resume needs --out DIR, where the runs are that stopped");
        }
        List<Recipe> recipes = names.isEmpty() ? Recipes.all() : names.stream().map(Recipes::named).toList();
        boolean allMet = true;
        for (Recipe recipe : recipes) {
            List<Double> values = new ArrayList<>();
            double baseline = Double.NaN;
            boolean resumed = false;
            long start = System.nanoTime();
            for (long seed : seeds) {
                resumed |= resume && RunFolder.hasCheckpoint(place(recipe, seed));
                Recipe.Result result = run(recipe, seed);
                values.add(result.value());
                baseline = result.baseline();
                System.out.printf(Locale.ROOT, "%s, seed %d: %s %s%n", recipe.name(), seed,
                        Goal.number(result.value()),
                        recipe.goal().metric());
            }
            double mean = values.stream().mapToDouble(v -> v).average().orElseThrow();
            double seconds = (System.nanoTime() - start) * 1e-9 / seeds.size();
            boolean met = recipe.goal().met(mean);
            allMet &= met;
            write(recipe, row(recipe, values, mean, baseline, met,
                    String.format(Locale.ROOT, resumed ? "%.1f+" : "%.1f", seconds)));
        }
        return allMet ? 0 : MISSED;
    }

    private Recipe.Result run(Recipe recipe, long seed) throws IOException {
        DataStore data = DataStore.standard(System.out);
        if (out == null) {
            return recipe.run(new Session(seed, 0, null, Console.none(), data));
        }
        try (RunFolder folder = RunFolder.ofRecipe(place(recipe, seed), resume, Console.none())) {
            long start = System.nanoTime();
            return folder.live(recipe.name(), io.cajal.runs.Command.here(List.of()), () -> {
                Recipe.Result result = recipe.run(new Session(seed, 0, folder, Console.none(), data,
                        folder::isStopped));
                folder.record(RunCommand.record(recipe, seed, result, (System.nanoTime() - start) * 1e-9));
                return result;
            });
        }
    }

    private Path place(Recipe recipe, long seed) {
        return out.resolve(recipe.name() + "-" + seed);
    }

    private String row(Recipe recipe, List<Double> values, double mean, double baseline, boolean met,
            String seconds) {
        Goal goal = recipe.goal();
        List<String> each = values.stream().map(Goal::number).toList();
        String reference = goal.referenceText() + (goal.source().isEmpty() ? "" : " (" + goal.source() + ")");
        String with = "%s, %s %s, Cajal %s%s, Java %d, %d × %s".formatted(LocalDate.now(),
                seeds.size() == 1 ? "seed" : "seeds",
                String.join(", ", seeds.stream().map(String::valueOf).toList()), Version.TEXT, commit(),
                Runtime.version().feature(), Runtime.getRuntime().availableProcessors(), processor());
        return "| "
                + String.join(" | ", recipe.name(), goal.metric(), Goal.number(mean), String.join(", ", each),
                        goal.acceptText(), reference, Goal.number(baseline), met ? "yes" : "**no**",
                        seconds, with)
                + " |";
    }

    /** The commit that the program was run from, with a + where files were changed; empty outside a repository. */
    private static String commit() {
        try {
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty=+", "--exclude=*")
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String name = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 && !name.isEmpty() ? " at " + name : "";
        } catch (IOException _) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** What the system calls its processor, else its architecture. */
    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .findFirst().map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException _) {
            return System.getProperty("os.arch");
        }
    }

    /** Puts the row in its place, the recipes' order; text around the table stays. */
    private void write(Recipe recipe, String row) throws IOException {
        List<String> before = new ArrayList<>();
        List<String> after = new ArrayList<>();
        Map<String, String> rows = new LinkedHashMap<>();
        if (Files.exists(file)) {
            List<String> lines = Files.readAllLines(file);
            int table = lines.indexOf(HEADER);
            if (table < 0) {
                throw new CajalException(
                        file + " has no table of results: expected a line \"" + HEADER + "\"");
            }
            before.addAll(lines.subList(0, table));
            int at = table + 2;
            for (; at < lines.size() && lines.get(at).startsWith("|"); at++) {
                rows.put(lines.get(at).split("\\|")[1].strip(), lines.get(at));
            }
            after.addAll(lines.subList(at, lines.size()));
        } else {
            before.addAll(List.of("# Results", ""));
        }
        rows.put(recipe.name(), row);
        List<String> all = new ArrayList<>(before);
        all.add(HEADER);
        all.add(RULE);
        Recipes.all().forEach(known -> {
            if (rows.containsKey(known.name())) {
                all.add(rows.get(known.name()));
            }
        });
        all.addAll(after);
        AtomicFile.write(file, String.join("\n", all) + "\n");
    }
}
