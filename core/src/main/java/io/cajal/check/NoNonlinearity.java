package io.cajal.check;

import io.cajal.nn.AdaptiveAvgPool2d;
import io.cajal.nn.AvgPool1d;
import io.cajal.nn.AvgPool2d;
import io.cajal.nn.Conv1d;
import io.cajal.nn.Conv2d;
import io.cajal.nn.ConvTranspose1d;
import io.cajal.nn.ConvTranspose2d;
import io.cajal.nn.Dropout;
import io.cajal.nn.Dropout2d;
import io.cajal.nn.Flatten;
import io.cajal.nn.GaussianNoise;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Parts;
import io.cajal.nn.Unflatten;
import io.cajal.nn.ZeroPad2d;
import io.cajal.nn.activation.Identity;
import io.cajal.tensor.Param;
import java.util.ArrayList;
import java.util.List;

/**
 * Two weighted sums in a row, which are one weighted sum. Where the first gives fewer numbers than go in and come out, the
 * two have fewer weights than one would, which may be meant; convolutions in groups are parted on purpose, too.
 */
record NoNonlinearity() implements Rule {
    @Override
    public String name() {
        return "no-nonlinearity";
    }

    @Override
    public List<Finding> look(Walk walk) {
        List<Finding> findings = new ArrayList<>();
        for (Walk.Step step : walk.steps()) {
            Walk.Step before = isSum(step.layer()) ? sumBefore(walk, step) : null;
            if (before != null && !isNarrow(before.layer(), step.layer())) {
                findings.add(warning(before.where(),
                        "no nonlinearity between it and " + step.where(),
                        "a weighted sum of weighted sums is one weighted sum: the two layers can do no more than one",
                        "put an activation such as Relu between them, or leave one out"));
            }
        }
        return findings;
    }

    /** The layer whose sums arrive here with nothing but linear layers between; null when there is none. */
    private static Walk.Step sumBefore(Walk walk, Walk.Step step) {
        Walk.Step before = walk.before(step);
        while (before != null && isLinear(before.layer())) {
            before = walk.before(before);
        }
        return before != null && isSum(before.layer()) ? before : null;
    }

    private static boolean isSum(Layer layer) {
        return switch (layer) {
            case Linear _,Conv1d _,ConvTranspose1d _,ConvTranspose2d _ -> true;
            case Conv2d conv -> conv.groups() == 1;
            default -> false;
        };
    }

    private static boolean isLinear(Layer layer) {
        return switch (layer) {
            case Flatten _,Unflatten _,Dropout _,Dropout2d _,GaussianNoise _,Identity _ -> true;
            case AvgPool1d _,AvgPool2d _,AdaptiveAvgPool2d _,ZeroPad2d _ -> true;
            default -> NormAtEnd.isBatchNorm(layer);
        };
    }

    private static boolean isNarrow(Layer first, Layer second) {
        Param in = weight(first);
        Param out = weight(second);
        int between = in.size(0);
        return between < in.shape().elements() / between && between < out.size(0);
    }

    private static Param weight(Layer layer) {
        return Parts.params(layer).get("weight");
    }
}
