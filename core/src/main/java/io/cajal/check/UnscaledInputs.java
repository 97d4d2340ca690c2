package io.cajal.check;

import io.cajal.nn.Embedding;
import io.cajal.nn.EmbeddingBag;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Inputs that reach the first weights far from mean 0 and deviation 1. */
record UnscaledInputs() implements Rule {
    private static final double LARGE = 10;
    private static final double SMALL = 0.01;
    private static final int SHOWN = 3;

    @Override
    public String name() {
        return "unscaled-inputs";
    }

    /** Numbers of things are no quantities. */
    private static boolean isLookup(Walk.Step step) {
        return step.layer() instanceof EmbeddingBag || step.layer() instanceof Embedding;
    }

    @Override
    public List<Finding> look(Walk walk) {
        if (walk.subject().drawn()) {
            return List.of();
        }
        Walk.Step first = walk.steps().stream().filter(step -> step.isWeighted() && !isLookup(step))
                .findFirst()
                .orElse(null);
        Tensor in = first == null ? walk.subject().x() : first.in();
        boolean tokens = walk.steps().stream()
                .anyMatch(step -> isLookup(step) && step.in() == walk.subject().x());
        if (in.rank() < 2 || tokens) {
            return List.of();
        }
        int[] others = new int[in.rank() - 1]; // all axes but that of the features
        for (int i = 1; i < others.length; i++) {
            others[i] = i + 1;
        }
        float[] means = in.mean(others).toFloats();
        float[] variances = in.variance(0, others).toFloats();
        boolean named = in == walk.subject().x();
        List<String> far = new ArrayList<>();
        double widest = 0;
        for (int i = 0; i < means.length; i++) {
            double deviation = Math.sqrt(variances[i]);
            widest = Math.max(widest, deviation);
            if (Math.abs(means[i]) > LARGE || deviation > LARGE) {
                far.add(String.format(Locale.ROOT, "%s (mean %.3g, deviation %.3g)",
                        named ? walk.subject().column(i) : "input " + (i + 1), means[i], deviation));
            }
        }
        String where = first == null ? "the input" : first.where();
        if (!far.isEmpty()) {
            return List.of(warning(where,
                    "%d of %d inputs %s far from mean 0 and deviation 1: %s%s".formatted(
                            far.size(), means.length, far.size() == 1 ? "is" : "are",
                            String.join(", ", far.subList(0, Math.min(SHOWN, far.size()))),
                            far.size() > SHOWN ? ", …" : ""),
                    "no learning rate suits weights of such different inputs; large ones saturate units",
                    "put Standardize.fit(rows), fitted on the training part, before the first layer"));
        }
        return widest > 0 && widest < SMALL ? List.of(warning(where,
                String.format(Locale.ROOT, "the inputs hardly vary, with deviations of %.2g at most", widest),
                "the first weights would have to grow large before anything is seen",
                "put Standardize.fit(rows), fitted on the training part, before the first layer"))
                : List.of();
    }
}
