package io.cajal.zoo.margin;

import io.cajal.base.Rng;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.data.Generators;
import io.cajal.report.Charts;
import io.cajal.report.PlanePanels;
import io.cajal.report.PlanePanels.Panel;
import io.cajal.report.Sheet;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.ConfusionMatrix;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What a support vector machine looks like: the street in the plane, and which examples hold it up. */
final class SupportPictures {
    private static final double REACH = 6;
    private static final int POINTS = 80;
    private static final int SHOWN = 14;

    private SupportPictures() {
    }

    /** The report of a machine for images: what of it is about support vectors shows those of {@code plain}. */
    static void report(Recipe recipe, Session session, Machine plain, Machine machine, Dataset training,
            Dataset test) {
        if (session.folder() == null) {
            return;
        }
        Gallery gallery = new Gallery(recipe, session);
        digits(gallery, plain.fitted(), training);
        gallery.picture("confusion", "What was taken for what",
                "Rows are the true classes, columns the predicted ones; right answers are left out.",
                () -> Charts.confusion(
                        ConfusionMatrix.of(machine.scored().outputs(), machine.scored().targets()),
                        test.classes()));
        margins(gallery, session.rng().split("plane"));
        gallery.write("%s %% of the test images wrong".formatted(Goal.number(machine.error())));
    }

    /** The street of a linear and of a Gaussian kernel, each on points that suit it. */
    private static Gallery margins(Gallery gallery, Rng rng) {
        return gallery.picture("margin", "The widest street between two classes",
                "The line is where the machine changes its mind, the thin lines are its margins, and only the ringed "
                        + "points, the support vectors, decide where they run: all others could go. A linear kernel takes "
                        + "the straight line that lies farthest from both classes; a Gaussian one bends it.",
                () -> PlanePanels.of(List.of(
                        panel("linear kernel", new Kernel.Linear(), 10,
                                Generators.gauss(POINTS, 0.02, rng.split("clouds")), rng),
                        panel("Gaussian kernel", new Kernel.Gaussian(0.15), 10,
                                Generators.circle(POINTS, 0, rng.split("ring")), rng)),
                        REACH));
    }

    static Panel panel(String kind, Kernel kernel, double cost, Dataset data, Rng rng) {
        // Class 0 of a pair is the first, above 0: the picture has class 1 there.
        SupportVectorMachine.Fitted fitted = new SupportVectorMachine(kernel, cost).fit(data, rng);
        double[] field = Run.evaluation()
                .call(() -> fitted.network().decisions(Tensor.of(PlanePanels.places(REACH))).neg()
                        .toDoubles());
        boolean[] ringed = new boolean[data.size()];
        for (int i : fitted.support()) {
            ringed[i] = true;
        }
        Batch all = data.all();
        double[] x = all.x().toDoubles();
        double[][] points = new double[data.size()][];
        Arrays.setAll(points, i -> new double[] {x[2 * i], x[2 * i + 1]});
        return new Panel("%s: %d of %d points are support vectors".formatted(kind, fitted.support().length,
                data.size()), points, all.y().toPositions("labels", 2), ringed, field, List.of());
    }

    /** The support vectors with the largest weights of each class beside images that are none. */
    private static Gallery digits(Gallery gallery, SupportVectorMachine.Fitted fitted, Dataset images) {
        return gallery
                .picture("support", "Images that hold up the street",
                        "Of each class those with the largest weights: written in a strange way, or close to another "
                                + "class.",
                        () -> Sheet.rows(rows(images, heaviest(fitted, images)), 2))
                .picture("others", "Images that the machine could do without",
                        "The first of each class that support nothing: they lie behind the margin in all pairs, and "
                                + "without them the machine would be the same.",
                        () -> Sheet.rows(rows(images, idle(fitted, images)), 2));
    }

    private static Map<String, Tensor> rows(Dataset images, int[][] shown) {
        Map<String, Tensor> rows = new LinkedHashMap<>();
        for (int c = 0; c < shown.length; c++) {
            if (shown[c].length > 0) {
                Tensor x = images.batch(shown[c]).x();
                rows.put(images.classes().get(c), x.amin().item() < 0 ? x.add(1).mul(0.5) : x);
            }
        }
        return rows;
    }

    private static int[][] heaviest(SupportVectorMachine.Fitted fitted, Dataset images) {
        double[] weight = new double[images.size()];
        for (SupportVectorMachine.Pair pair : fitted.pairs()) {
            for (int s = 0; s < pair.support().length; s++) {
                weight[pair.support()[s]] += Math.abs(pair.beta()[s]);
            }
        }
        return chosen(images, IntStream.of(fitted.support()).boxed()
                .sorted(Comparator.comparingDouble(i -> -weight[i])).mapToInt(i -> i).toArray());
    }

    private static int[][] idle(SupportVectorMachine.Fitted fitted, Dataset images) {
        int[] support = fitted.support();
        return chosen(images, IntStream.range(0, images.size())
                .filter(i -> Arrays.binarySearch(support, i) < 0).toArray());
    }

    /** The first so many of each class, in the given order. */
    private static int[][] chosen(Dataset images, int[] order) {
        float[] labels = images.targets();
        List<List<Integer>> chosen = new ArrayList<>();
        images.classes().forEach(_ -> chosen.add(new ArrayList<>()));
        for (int i : order) {
            List<Integer> row = chosen.get((int) labels[i]);
            if (row.size() < SHOWN) {
                row.add(i);
            }
        }
        return chosen.stream().map(row -> row.stream().mapToInt(i -> i).toArray()).toArray(int[][]::new);
    }
}
