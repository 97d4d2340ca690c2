package io.cajal.cli;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.ShapeException;
import io.cajal.check.Check;
import io.cajal.check.Finding;
import io.cajal.check.Severity;
import io.cajal.check.Subject;
import io.cajal.data.Batch;
import io.cajal.io.Json;
import io.cajal.tensor.Run;
import io.cajal.train.Model;
import io.cajal.zoo.Recipes;
import io.cajal.zoo.kit.DataStore;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Untrained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cajal check MODEL}: the usual mistakes, looked for in a saved model. */
@Command(name = "check", mixinStandardHelpOptions = true, versionProvider = Main.Manifest.class,
        description = "Look for the usual mistakes in a saved model, and in its data.",
        footer = {"",
                "With DATA, examples whose answers are known, more shows: inputs that are not",
                "scaled, columns that give the answer away, units that are dead or saturated.",
                "DATA is what eval takes; best what the model learned from.",
                "Exit status: 0 nothing worse than notes, 3 warnings or errors, 2 bad usage,",
                "1 anything else.",
                "Example: cajal check runs/iris/model.safetensors iris.csv"})
final class CheckCommand implements Callable<Integer> {
    private static final int FOUND = 3;
    /** Examples that run through the network; all are counted. */
    private static final int MOST = 2000;
    /** Of sequences, which have many answers each. */
    private static final int FEWEST = 30;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MODEL|RECIPE",
            description = "A model file, such as runs/iris/model.safetensors, or a recipe.")
    private Path modelPath;

    @Parameters(index = "1", paramLabel = "DATA", arity = "0..1", description = "Examples with answers.")
    private Path data;

    @Option(names = "--target", paramLabel = "COLUMN",
            description = "The column with the answers (default: the one that the model learned).")
    private String target;

    @Option(names = "--labels", paramLabel = "FILE",
            description = "The labels of IDX images, an IDX file as well.")
    private Path labels;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    private String onData = ", without DATA: with it, more would show";

    @Override
    public Integer call() throws IOException {
        List<Finding> findings = Check.of(subject());
        if (json) {
            System.out.println(Json.write(object(findings)));
        } else {
            print(findings);
        }
        return findings.isEmpty() || findings.getFirst().severity() == Severity.NOTE ? 0 : FOUND;
    }

    /** That of a model, or of a recipe before it has learned, on its own examples. */
    private Subject subject() throws IOException {
        Optional<Recipe> recipe = Files.exists(modelPath) ? Optional.empty()
                : Recipes.find(modelPath.toString());
        if (recipe.isEmpty()) {
            Model model = Model.load(modelPath);
            return data == null ? Subject.of(model) : withData(Subject.of(model), model);
        }
        if (data != null) {
            throw new ParameterException(spec.commandLine(), "a recipe has its own data: leave DATA out");
        }
        Untrained untrained = Untrained.of(recipe.get(), 1, DataStore.standard(System.err));
        checkInputs(recipe.get(), untrained);
        int n = untrained.training().size();
        int answers = untrained.training().batch(0).y().shape().elements(); // of one example: a sequence has many
        Batch some = untrained.training().batch(Arrays.stream(Rng.of(1).permutation(n))
                .limit(Math.max(FEWEST, MOST / Math.max(1, answers))).sorted().toArray());
        onData = " on its data, before it has learned";
        return Subject.of(untrained.network()).loss(untrained.loss()).data(some.x(), some.y()).examples(n);
    }

    /** A generator that learns from a critic takes codes, and its data are the critic's. */
    private static void checkInputs(Recipe recipe, Untrained untrained) {
        try {
            Run.evaluation(Rng.of(1))
                    .run(() -> untrained.network().apply(untrained.training().batch(0).x()));
        } catch (ShapeException e) {
            throw untrained.loss() != null ? e
                    : new CajalException(
                            ("check: the network of recipe %s takes other inputs than the recipe's data; check the "
                                    + "one that it leaves: cajal run %s --out DIR, cajal check DIR/model.safetensors")
                                    .formatted(recipe.name(), recipe.name()));
        }
    }

    private Subject withData(Subject subject, Model model) throws IOException {
        onData = " on " + data;
        AnsweredExamples examples = new AnsweredExamples(spec, model, data, target, labels);
        AnsweredExamples.All all = examples.all();
        if (all.leftOut() > 0 && !json) {
            System.out.println(examples.note(all.leftOut()));
        }
        int n = all.x().size(0);
        int[] some = Arrays.stream(Rng.of(1).permutation(n)).limit(MOST).sorted().toArray();
        return subject.data(all.x().indexSelect(0, some), all.y().indexSelect(0, some)).examples(n)
                .columns(subject.columns(), examples.answer());
    }

    private void print(List<Finding> findings) {
        for (Finding finding : findings) {
            System.out.printf("%s  %s: %s  [%s]%n", word(finding.severity()), finding.where(), finding.what(),
                    finding.rule());
            System.out.printf("  why: %s%n  do:  %s%n%n", finding.why(), finding.change());
        }
        List<String> counts = new ArrayList<>();
        for (Severity severity : List.of(Severity.ERROR, Severity.WARNING, Severity.NOTE)) {
            long count = findings.stream().filter(finding -> finding.severity() == severity).count();
            if (count > 0) {
                counts.add(count + " " + word(severity) + (count == 1 ? "" : "s"));
            }
        }
        System.out.printf("%s by %d rules%s%n",
                counts.isEmpty() ? "nothing found" : String.join(", ", counts),
                Check.rules(), onData);
    }

    private static String word(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> object(List<Finding> findings) {
        List<Object> list = new ArrayList<>();
        for (Finding finding : findings) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("severity", word(finding.severity()));
            one.put("rule", finding.rule());
            one.put("where", finding.where());
            one.put("what", finding.what());
            one.put("why", finding.why());
            one.put("change", finding.change());
            list.add(one);
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("findings", list);
        object.put("rules", Check.rules());
        return object;
    }
}
