package io.cajal.studio.runs;

import io.cajal.base.Rng;
import io.cajal.data.Dataset;
import io.cajal.data.Generators;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Relu;
import io.cajal.optim.Sgd;
import io.cajal.runs.Command;
import io.cajal.runs.Console;
import io.cajal.runs.RunFolder;
import io.cajal.train.Accuracy;
import io.cajal.train.History;
import io.cajal.train.Trainer;
import io.cajal.train.TrainingStopped;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A training as {@code cajal train} does it, with its options --out, --resume, --epochs and --rate. */
final class SmallTraining {
    private SmallTraining() {
    }

    public static void main(String[] words) throws IOException {
        try {
            train(words);
        } catch (TrainingStopped _) {
            System.exit(130);
        }
    }

    static void train(String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(words));
        boolean resume = all.contains("--resume");
        if (!resume) {
            all.add("--resume");
        }
        Dataset moons = Generators.moons(400, 0.2, Rng.of(1));
        Rng rng = Rng.of(2);
        Layer network = Sequential.of(Linear.of(2, 16, rng.split("in")), new Relu(),
                Linear.of(16, 16, rng.split("hidden")), new Relu(), Linear.of(16, 2, rng.split("out")));
        Path out = Path.of(option(words, "--out", ""));
        Trainer trainer = new Trainer(network, new CrossEntropy(),
                new Sgd(network, Double.parseDouble(option(words, "--rate", "0.1")))).batchSize(20)
                .epochs(Integer.parseInt(option(words, "--epochs", "5"))).validation(moons)
                .metric(new Accuracy());
        try (RunFolder folder = RunFolder.open(out, resume, Console.none())) {
            folder.live("moons", Command.here(all), () -> {
                History history = folder.watched(trainer, folder::isStopped).fit(moons, Rng.of(3));
                var page = folder.page();
                page.picture("gradient", "A picture", "", () -> new BufferedImage(90, 60, 1));
                page.write("moons", "learned");
                return folder.record(Map.of("recipe", "moons", "metric", "accuracy", "value",
                        history.last().metrics().get("accuracy"), "seed", 1));
            });
        }
    }

    private static String option(String[] words, String name, String usual) {
        int at = Arrays.asList(words).indexOf(name);
        return at < 0 ? usual : words[at + 1];
    }

    /** The words that start it as a process of its own. */
    static List<String> command() {
        Path java = Path.of(System.getProperty("java.home"), "bin",
                File.separatorChar == '\\' ? "java.exe" : "java");
        String classes = System.getProperty("surefire.test.class.path",
                System.getProperty("java.class.path"));
        return List.of(java.toString(), "-XX:TieredStopAtLevel=1", "-cp", classes,
                SmallTraining.class.getName());
    }
}
