package io.cajal.zoo.prototype;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Dataset;
import io.cajal.data.Digits;
import io.cajal.data.Split;
import io.cajal.data.TensorDataset;
import io.cajal.report.HeatMap;
import io.cajal.report.Meshes;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.zoo.kit.Deskew;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a {@link KohonenMap} is known for, three times.
 *
 * <ul><li>The unit square: a sheet of 10 × 10 cells spreads over points that are uniform in it. Were each cell in
 * the middle of a square of its own, the mean distance of a point to its cell would be 0.0383: the quantisation
 * error must be 0.042 or less, and the topographic error 0.02 or less, both on points that were not learned.
 * <li>Digits: a map of handwritten digits, {@link Deskew set upright}, that sees no label; afterwards each cell is called by the digits that
 * it won. At least 92 % of 1,000 held-out digits must fall on a cell of their name.
 * <li>Iris: Fisher's flowers on 8 × 8 cells, as a picture.</ul>
 *
 * <p>The baseline is the map as it starts, flat on the plane of the principal components. In the report, look at
 * the sheet unfolding, at the digits that turn into each other from cell to cell, and at the ridges between the
 * kinds of iris.
 */
public final class SheetUnfolds implements Recipe {
    private static final int SIDE = 10;
    private static final int POINTS = 10_000;
    private static final int PASSES = 40;
    private static final double NARROW = 0.35;
    private static final int STEPS = 40_000;
    private static final double TORN = 0.02;
    private static final int DIGIT_SIDE = 30;
    private static final int DIGIT_PASSES = 25;
    private static final double DIGIT_NARROW = 0.25;
    private static final double NAMED = 0.92;
    private static final int IRIS_SIDE = 8;
    private static final int IRIS_PASSES = 30;
    private static final double IRIS_NARROW = 0.5;
    /** Passes after which the sheet is drawn. */
    private static final Set<Integer> SHOWN = Set.of(1, 4, 10, 16, 24, 32, PASSES);
    private static final int DOTS = 600;

    @Override
    public About about() {
        return new About("kohonen", "2", "a sheet of cells unfolds over its data: a square, digits, iris",
                Goal.atMost(0.042, "quantisation error on the unit square", 0.0383,
                        "cells in the middle of equal squares"));
    }

    @Override
    public Result run(Session session) {
        Gallery gallery = new Gallery(this, session);
        double[] square = square(session, gallery);
        double named = digits(session, gallery);
        iris(session, gallery);
        gallery.write("quantisation error %.4f, topographic %.4f; %.1f %% of the digits".formatted(square[0],
                square[1], 100 * named));
        return Result.provided(square[1] <= TORN && named >= NAMED, square[0], square[2]);
    }

    private static Dataset points(int count, Rng rng) {
        return new TensorDataset(Tensor.uniform(Shape.of(count, 2), 0, 1, rng), Tensor.zeros(count));
    }

    /** Quantisation and topographic error, and the first of the map at its start. */
    private static double[] square(Session session, Gallery gallery) {
        Rng rng = session.rng().split("square");
        Dataset learned = points(POINTS, rng.split("learned"));
        Dataset test = points(POINTS, rng.split("test"));
        KohonenMap flat = KohonenMap.flat(SIDE, SIDE, learned);
        Map<String, double[][]> spread = new LinkedHashMap<>();
        KohonenMap map = unfold(flat, learned, spread);
        double[] errors = {map.quantisationError(test), map.topographicError(test),
                flat.quantisationError(test)};
        session.say("unit square, %d × %d cells, batch rule: quantisation error %.4f, topographic error %.4f",
                SIDE, SIDE, errors[0], errors[1]);
        KohonenMap online = flat.online(learned, session.quick() ? STEPS / 10 : STEPS, 0.5, NARROW,
                rng.split("online"));
        session.say("             example by example: quantisation error %.4f, topographic error %.4f",
                online.quantisationError(test), online.topographicError(test));
        double[][] dots = rows(learned.range(0, DOTS).all().x());
        KohonenMap crumpled = new KohonenMap(SIDE, SIDE,
                Tensor.uniform(Shape.of(SIDE * SIDE, 2), 0, 1, rng.split("crumpled")));
        Map<String, double[][]> unfolded = new LinkedHashMap<>();
        KohonenMap smoothed = unfold(crumpled, learned, unfolded);
        session.say("             from a crumpled start: quantisation error %.4f, topographic error %.4f",
                smoothed.quantisationError(test), smoothed.topographicError(test));
        gallery.picture("unfolding", "A crumpled sheet unfolds",
                "Each knot is a cell, where its prototype lies in the square; threads join neighbours. It starts at "
                        + "random places. At first all cells learn from all points and draw together, in order; then "
                        + "they spread.",
                () -> Meshes.of(unfolded, SIDE, dots, 4))
                .picture("sheet", "A flat sheet spreads",
                        "The map that is measured starts flat, on the plane of the principal components.",
                        () -> Meshes.of(spread, SIDE, dots, 4));
        return errors;
    }

    /** By the batch rule; keeps what it looked like. */
    private static KohonenMap unfold(KohonenMap start, Dataset data, Map<String, double[][]> panels) {
        panels.put("start", knots(start));
        return start.batch(data, PASSES, NARROW, (pass, now) -> {
            if (SHOWN.contains(pass)) {
                panels.put("pass " + pass, knots(now));
            }
        });
    }

    private static double[][] knots(KohonenMap map) {
        return rows(map.prototypes());
    }

    private static double[][] rows(Tensor matrix) {
        double[] all = matrix.toDoubles();
        int width = matrix.size(1);
        return IntStream.range(0, matrix.size(0))
                .mapToObj(i -> Arrays.copyOfRange(all, i * width, (i + 1) * width)).toArray(double[][]::new);
    }

    /** The share of held-out digits that fall on a cell of their name. */
    private static double digits(Session session, Gallery gallery) {
        Split data = upright(Digits.split());
        int side = session.quick() ? SIDE : DIGIT_SIDE;
        Dataset learned = session.quick() ? data.train().range(0, 1000) : data.train();
        KohonenMap map = KohonenMap.flat(side, side, learned).batch(learned, session.epochs(DIGIT_PASSES),
                DIGIT_NARROW, (_, _) -> {
                });
        int[] labels = map.labels(learned);
        double accuracy = map.accuracy(data.test(), labels);
        session.say("digits, %d × %d cells: %.1f %% of %,d held-out digits fall on a cell of their name, "
                + "%.1f %% of those learned; topographic error %.3f", side, side, 100 * accuracy,
                data.test().size(), 100 * map.accuracy(learned, labels), map.topographicError(data.test()));
        List<String> names = Arrays.stream(labels).mapToObj(l -> data.test().classes().get(l)).toList();
        gallery.grid("digits", "The map of digits",
                "What each cell stands for, where it lies on the map: neighbours are alike.",
                map.prototypes().reshape(side * side, 1, 28, 28), side, 1)
                .picture("digits-u-matrix", "How far neighbours lie apart",
                        "Dark valleys are digits of a kind, light ridges the borders between them; the names were "
                                + "given afterwards.",
                        () -> matrix(map, names, 24));
        return accuracy;
    }

    /** Slanted as they are written, digits of a kind lie far apart. */
    private static Split upright(Split digits) {
        return new Split(upright(digits.train()), digits.validation(), upright(digits.test()));
    }

    private static Dataset upright(Dataset digits) {
        Tensor x = Run.evaluation().call(() -> new Deskew().apply(digits.all().x()));
        return new TensorDataset(x, digits.all().y(), digits.classes());
    }

    private static BufferedImage matrix(KohonenMap map, List<String> names, int cell) {
        double[][] apart = map.distancesToNeighbours();
        double least = Arrays.stream(apart).flatMapToDouble(Arrays::stream).min().orElse(0);
        double most = Arrays.stream(apart).flatMapToDouble(Arrays::stream).max().orElse(1);
        return HeatMap.of(apart, names, HeatMap.RISING, least, most, "", cell, cell);
    }

    private static void iris(Session session, Gallery gallery) {
        Dataset iris = Iris.load();
        KohonenMap map = KohonenMap.flat(IRIS_SIDE, IRIS_SIDE, iris).batch(iris, IRIS_PASSES, IRIS_NARROW,
                (_, _) -> {
                });
        session.say("iris, %d × %d cells: quantisation error %.2f deviations, topographic error %.3f",
                IRIS_SIDE,
                IRIS_SIDE, map.quantisationError(iris), map.topographicError(iris));
        List<Set<String>> kinds = Stream.<Set<String>>generate(TreeSet::new).limit(IRIS_SIDE * IRIS_SIDE)
                .toList();
        int[] winners = map.winners(iris.all().x());
        int[] kind = iris.all().y().toPositions("iris", Iris.KINDS.size());
        for (int i = 0; i < winners.length; i++) {
            kinds.get(winners[i]).add(Iris.KINDS.get(kind[i]).substring(0, 2));
        }
        List<String> names = kinds.stream().map(own -> String.join("/", own)).toList();
        gallery.picture("iris", "Iris",
                "Which flowers a cell won: se = setosa, ve = versicolor, vi = virginica, no name where it won none. "
                        + "The light ridge parts setosa from the others, which run into each other.",
                () -> matrix(map, names, 44));
    }
}
