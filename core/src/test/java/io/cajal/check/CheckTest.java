package io.cajal.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Column;
import io.cajal.loss.Bce;
import io.cajal.loss.BceWithLogits;
import io.cajal.loss.CrossEntropy;
import io.cajal.loss.Loss;
import io.cajal.loss.Mse;
import io.cajal.loss.Nll;
import io.cajal.nn.BatchNorm1d;
import io.cajal.nn.BatchNorm2d;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Dropout;
import io.cajal.nn.Embedding;
import io.cajal.nn.Flatten;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Residual;
import io.cajal.nn.Sequential;
import io.cajal.nn.Standardize;
import io.cajal.nn.activation.LogSoftmax;
import io.cajal.nn.activation.Relu;
import io.cajal.nn.activation.Sigmoid;
import io.cajal.nn.activation.Softmax;
import io.cajal.nn.activation.Softplus;
import io.cajal.nn.activation.Tanh;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule on a network with its fault and on one without. */
class CheckTest {
    private static final Rng RNG = Rng.of(1);
    private static final int ROWS = 100;
    private static final Tensor X = Tensor.normal(Shape.of(ROWS, 6), RNG.split("x"));
    private static final Tensor IMAGES = Tensor.uniform(Shape.of(ROWS, 1, 6, 6), 0, 1, RNG.split("images"));
    private static final Tensor LABELS = labels(3);
    private static final Tensor VALUES = Tensor.normal(Shape.of(ROWS, 1), RNG.split("values"));
    private static final Tensor YES_OR_NO = labels(2).reshape(ROWS, 1);

    /** A fault, as the rule that must find it, how bad it is, and a part of what it must say. */
    private record Fault(String rule, Severity severity, String where, String what, Subject bad,
            Subject good) {
        @Override
        public String toString() {
            return rule + " " + where;
        }
    }

    private static Tensor labels(int classes) {
        float[] labels = new float[ROWS];
        Rng rng = RNG.split("labels");
        for (int i = 0; i < ROWS; i++) {
            labels[i] = rng.below(classes);
        }
        return Tensor.of(Shape.of(ROWS), labels);
    }

    private static Linear linear(int in, int out) {
        return Linear.of(in, out, RNG.split(in).split(out));
    }

    /** With that weight everywhere. */
    private static Linear constant(int in, int out, double weight) {
        Linear linear = linear(in, out);
        linear.weight().set(linear.weight().filled(weight));
        return linear;
    }

    private static Linear scaled(int in, int out, double factor) {
        Linear linear = linear(in, out);
        linear.weight().set(linear.weight().mul(factor));
        return linear;
    }

    /** Whose units are off for every row. */
    private static Linear low(int in, int out) {
        Linear linear = linear(in, out);
        linear.bias().set(linear.bias().filled(-50));
        return linear;
    }

    private static Sequential network(Layer... layers) {
        return Sequential.of(layers);
    }

    private static Subject classes(Layer... layers) {
        return Subject.of(network(layers)).loss(new CrossEntropy()).data(X, LABELS);
    }

    private static Subject values(Loss loss, Tensor y, Layer... layers) {
        return Subject.of(network(layers)).loss(loss).data(X, y);
    }

    private static Subject images(Layer... layers) {
        return Subject.of(network(layers)).loss(new CrossEntropy()).data(IMAGES, LABELS);
    }

    private static final Subject PLAIN = classes(linear(6, 8), new Relu(), linear(8, 3));
    private static final Subject YES = values(new BceWithLogits(), YES_OR_NO, linear(6, 8), new Relu(),
            linear(8, 1));

    /** The first column is 100 times as large and shifted. */
    private static Tensor wide() {
        return Tensor.cat(1, X.narrow(1, 0, 1).mul(100).add(500), X.narrow(1, 1, 5));
    }

    private static Tensor manyLabels() {
        return Tensor.uniform(Shape.of(ROWS, 3), 0, 1, RNG.split("many")).gt(0.5);
    }

    private static Subject named(String column, String target) {
        return PLAIN.columns(Stream.of("a", "b", column, "d", "e", "f").map(Column::number).toList(), target);
    }

    static Stream<Fault> faults() {
        return Stream.concat(ofLayers(), ofData());
    }

    private static Stream<Fault> ofLayers() {
        return Stream.of(
                new Fault("squashed-twice", Severity.ERROR, "Softmax 3", "softmax before the cross-entropy",
                        classes(linear(6, 8), new Relu(), linear(8, 3), new Softmax()), PLAIN),
                new Fault("squashed-twice", Severity.ERROR, "function", "softmax before the cross-entropy",
                        Subject.of(x -> PLAIN.network().apply(x).softmax(-1)).loss(new CrossEntropy()).data(X,
                                LABELS),
                        Subject.of(x -> PLAIN.network().apply(x)).loss(new CrossEntropy()).data(X, LABELS)),
                new Fault("squashed-twice", Severity.ERROR, "Sigmoid 1", "sigmoid before the binary",
                        values(new BceWithLogits(), YES_OR_NO, linear(6, 1), new Sigmoid()),
                        values(new Bce(), YES_OR_NO, linear(6, 1), new Sigmoid())),
                new Fault("squashed-twice", Severity.ERROR, "Softmax 1", "negative log-likelihood",
                        values(new Nll(), LABELS, linear(6, 3), new Softmax()),
                        values(new Nll(), LABELS, linear(6, 3), new LogSoftmax())),
                new Fault("squashed-twice", Severity.WARNING, "Softmax 1", "softmax before the binary",
                        values(new Bce(), LABELS.oneHot(3), linear(6, 3), new Softmax()),
                        values(new Bce(), LABELS.oneHot(3), linear(6, 3), new Sigmoid())),
                new Fault("squashed-twice", Severity.NOTE, "LogSoftmax 1", "log-softmax",
                        classes(linear(6, 3), new LogSoftmax()), PLAIN),
                new Fault("softmax-for-many-labels", Severity.ERROR, "Softmax 1", "no label or several",
                        values(new Mse(), manyLabels(), linear(6, 3), new Softmax()),
                        values(new Mse(), LABELS.oneHot(3), linear(6, 3), new Softmax())),
                new Fault("no-nonlinearity", Severity.WARNING, "Linear 0", "Linear 2",
                        classes(linear(6, 8), Dropout.of(0.5, RNG), linear(8, 3)),
                        classes(linear(6, 8), new Relu(), Dropout.of(0.5, RNG), linear(8, 3))),
                new Fault("no-nonlinearity", Severity.WARNING, "Conv2d 0", "Linear 2",
                        images(Conv2d.of(1, 4, 3, RNG), new Flatten(), linear(64, 3)),
                        images(Conv2d.of(1, 4, 3, RNG), new Relu(), new Flatten(), linear(64, 3))),
                new Fault("no-nonlinearity", Severity.WARNING, "Linear 0.body.0", "Linear 0.body.1",
                        classes(Residual.of(linear(6, 6), linear(6, 6)), new Relu(), linear(6, 3)),
                        classes(Residual.of(linear(6, 6)), Residual.of(linear(6, 6)), linear(6, 2),
                                linear(2, 3))),
                new Fault("norm-at-end", Severity.WARNING, "BatchNorm1d 1", "last layer",
                        classes(linear(6, 3), BatchNorm1d.of(3)),
                        classes(linear(6, 8), BatchNorm1d.of(8), new Relu(), linear(8, 3))),
                new Fault("useless-bias", Severity.NOTE, "Conv2d 0", "before BatchNorm2d 1",
                        images(Conv2d.of(1, 4, 3, RNG), BatchNorm2d.of(4), new Relu(), new Flatten(),
                                linear(64, 3)),
                        images(Conv2d.of(1, 4, 3, RNG).withoutBias(), BatchNorm2d.of(4), new Relu(),
                                new Flatten(),
                                linear(64, 3))),
                new Fault("dropout-at-end", Severity.WARNING, "Dropout 3", "after the last layer",
                        classes(linear(6, 8), new Relu(), linear(8, 3), Dropout.of(0.2, RNG)),
                        classes(linear(6, 8), new Relu(), Dropout.of(0.2, RNG), linear(8, 3),
                                Dropout.of(0, RNG))),
                new Fault("bad-weights", Severity.ERROR, "0.weight", "NaN",
                        classes(constant(6, 8, Double.NaN),
                                new Relu(), linear(8, 3)),
                        PLAIN),
                new Fault("bad-weights", Severity.ERROR, "0.weight", "all 48 weights are 0.0",
                        classes(constant(6, 8, 0), new Tanh(), linear(8, 3)), PLAIN),
                new Fault("bad-weights", Severity.NOTE, "0.weight", "all 18 weights are 0.0",
                        classes(constant(6, 3, 0)), classes(linear(6, 3))));
    }

    private static Stream<Fault> ofData() {
        return Stream.of(
                new Fault("output-range", Severity.ERROR, "Sigmoid 3", "targets reach from",
                        values(new Mse(), VALUES, linear(6, 8), new Relu(), linear(8, 1), new Sigmoid()),
                        values(new Mse(), VALUES.sigmoid(), linear(6, 8), new Relu(), linear(8, 1),
                                new Sigmoid())),
                new Fault("output-range", Severity.WARNING, "Relu 1", "gives 0 and more",
                        values(new Mse(), VALUES.abs(), linear(6, 1), new Relu()),
                        values(new Mse(), VALUES.abs(), linear(6, 1), new Softplus())),
                new Fault("output-range", Severity.WARNING, "Tanh 1", "logits are held within -1 … 1",
                        classes(linear(6, 3), new Tanh()), PLAIN),
                new Fault("output-range", Severity.ERROR, "Linear 0", "outside of 0 … 1",
                        values(new Bce(), YES_OR_NO, scaled(6, 1, 5)),
                        values(new Bce(), YES_OR_NO, scaled(6, 1, 5), new Sigmoid())),
                new Fault("unscaled-inputs", Severity.WARNING, "Linear 0", "1 of 6 inputs",
                        PLAIN.data(wide(), LABELS),
                        Subject.of(network(Standardize.fit(wide()), linear(6, 3))).data(wide(), LABELS)),
                new Fault("unscaled-inputs", Severity.WARNING, "Linear 1", "36 of 36 inputs are far",
                        Subject.of(network(new Flatten(), linear(36, 3))).data(IMAGES.mul(256), LABELS),
                        Subject.of(network(new Flatten(), linear(36, 3))).data(IMAGES, LABELS)),
                new Fault("unscaled-inputs", Severity.WARNING, "Linear 0", "hardly vary",
                        PLAIN.data(X.mul(0.001), LABELS), PLAIN),
                new Fault("leakage", Severity.WARNING, "column input 2", "alone tells the target",
                        YES.data(Tensor.cat(1, X.narrow(1, 0, 1), YES_OR_NO.mul(3), X.narrow(1, 2, 4)),
                                YES_OR_NO
                                        .reshape(ROWS))
                                .loss(null),
                        YES),
                new Fault("leakage", Severity.WARNING, "column input 1", "100.0 %",
                        YES.data(Tensor.cat(1, VALUES.exp(), X.narrow(1, 1, 5)), VALUES).loss(new Mse()),
                        YES),
                new Fault("leakage", Severity.NOTE, "column log_price", "contains that of the target",
                        named("log_price", "Price"), named("size", "Price")),
                new Fault("loss-at-chance", Severity.WARNING, "Linear 2", "costs ln 3 = 1.1",
                        classes(linear(6, 8), new Relu(), scaled(8, 3, 30)), PLAIN),
                new Fault("loss-at-chance", Severity.ERROR, "Linear 2", "cannot be computed",
                        PLAIN.data(X, LABELS.add(1)), PLAIN),
                new Fault("loss-at-chance", Severity.WARNING, "Linear 2", "ln 2 = 0.693",
                        values(new BceWithLogits(), YES_OR_NO, linear(6, 8), new Relu(), scaled(8, 1, 30)),
                        YES),
                new Fault("dead-units", Severity.WARNING, "Relu 1", "8 of 8 units are off on all 100 rows",
                        classes(low(6, 8), new Relu(), linear(8, 3)), PLAIN),
                new Fault("dead-units", Severity.WARNING, "Sigmoid 1", "say the same",
                        classes(constant(6, 8, 0), new Sigmoid(), linear(8, 3)),
                        classes(linear(6, 8), new Sigmoid(), linear(8, 3))),
                new Fault("saturated-units", Severity.WARNING, "Tanh 1", "at the ends of -1 … 1",
                        classes(scaled(6, 8, 100), new Tanh(), linear(8, 3)),
                        classes(linear(6, 8), new Tanh(), linear(8, 3))),
                new Fault("few-examples", Severity.NOTE, "the network", "for each",
                        classes(linear(6, 3000), new Relu(), linear(3000, 3)),
                        classes(linear(6, 3000), new Relu(), linear(3000, 3)).examples(10_000)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsFoundAndItsAbsenceToo(Fault fault) {
        List<Finding> found = Check.of(fault.bad).stream().filter(f -> f.rule().equals(fault.rule)).toList();
        assertEquals(1, found.size(), found.toString());
        Finding finding = found.getFirst();
        assertEquals(fault.severity, finding.severity());
        assertEquals(fault.where, finding.where());
        assertTrue(finding.what().contains(fault.what), finding.what());
        assertFalse(finding.why().isEmpty() || finding.change().isEmpty());
        assertEquals(List.of(),
                Check.of(fault.good).stream().filter(f -> f.rule().equals(fault.rule)).toList());
    }

    @Test
    void everyRuleHasItsRow() {
        assertEquals(Check.rules(), faults().map(Fault::rule).collect(Collectors.toSet()).size());
    }

    @Test
    void numbersOfThingsHaveNoScale() {
        Layer network = Sequential.of(Embedding.of(100, 4, Rng.of(1)), new Flatten(),
                Linear.of(8, 2, Rng.of(2)));
        Tensor words = Tensor.uniform(Shape.of(200, 2), 0, 100, Rng.of(3)).floor();
        Tensor labels = Tensor.arange(200).lt(100);
        assertFalse(Check.of(network, new CrossEntropy(), words, labels).stream()
                .anyMatch(finding -> finding.rule().equals("unscaled-inputs")));
    }

    @Test
    void goodNetworksHaveNoFindings() {
        for (Subject good : List.of(PLAIN, YES,
                classes(linear(6, 8), BatchNorm1d.of(8), new Relu(), Dropout.of(0.5, RNG), linear(8, 3))
                        .loss(null),
                values(new Mse(), VALUES, linear(6, 8), new Tanh(), linear(8, 1)),
                images(Conv2d.of(1, 4, 3, RNG), new Relu(), new Flatten(), linear(64, 3)))) {
            assertEquals(List.of(),
                    Check.of(good).stream().filter(f -> f.severity() != Severity.NOTE).toList());
        }
        assertEquals(List.of(), Check.of(PLAIN.network(), new CrossEntropy(), X, LABELS));
    }

    @Test
    void theWorstComesFirst() {
        List<Severity> severities = Check
                .of(classes(constant(6, 8, 0), new Tanh(), linear(8, 3), Dropout.of(0.1, RNG),
                        new LogSoftmax()))
                .stream().map(Finding::severity).toList();
        assertEquals(severities.stream().sorted((a, b) -> b.compareTo(a)).toList(), severities);
        assertEquals(Severity.ERROR, severities.getFirst());
        assertEquals(Severity.NOTE, severities.getLast());
    }

    /** What a model file says of itself is enough for the rules that need no data. */
    @Test
    void aModelIsCheckedWithMadeUpInputs() {
        Model squashed = new Model(network(new Flatten(), linear(36, 3), new Softmax()),
                Model.Input.image(1, 6, 6),
                List.of("a", "b", "c"), Map.of());
        assertEquals(List.of("squashed-twice"),
                Check.of(Subject.of(squashed)).stream().map(Finding::rule).toList());
        Model named = new Model(network(linear(2, 1), new Sigmoid()), Model.Input.numbers(List.of("x", "y")),
                List.of(),
                Map.of("loss", "BceWithLogits"));
        assertEquals(List.of("squashed-twice"),
                Check.of(Subject.of(named)).stream().map(Finding::rule).toList());
    }

    @Test
    void whatDoesNotFitIsToldSo() {
        assertThrows(CajalException.class, () -> Check.of(Subject.of(PLAIN.network())));
        assertThrows(CajalException.class, () -> PLAIN.data(X, LABELS.narrow(0, 0, 5)));
    }
}
