package io.cajal.export;

import io.cajal.base.Shape;
import io.cajal.nn.AdaptiveAvgPool2d;
import io.cajal.nn.AvgPool2d;
import io.cajal.nn.BatchNorm1d;
import io.cajal.nn.BatchNorm2d;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Dropout;
import io.cajal.nn.Dropout2d;
import io.cajal.nn.EmbeddingBag;
import io.cajal.nn.Flatten;
import io.cajal.nn.GaussianNoise;
import io.cajal.nn.Layer;
import io.cajal.nn.LayerNorm;
import io.cajal.nn.Linear;
import io.cajal.nn.MaxPool2d;
import io.cajal.nn.Maxout;
import io.cajal.nn.MinPool2d;
import io.cajal.nn.PlaneFeatures;
import io.cajal.nn.RandomAffine;
import io.cajal.nn.RandomCrop;
import io.cajal.nn.RandomElastic;
import io.cajal.nn.RandomErasing;
import io.cajal.nn.RandomFlip;
import io.cajal.nn.RandomShift;
import io.cajal.nn.Standardize;
import io.cajal.nn.Unflatten;
import io.cajal.nn.ZeroPad2d;
import io.cajal.nn.activation.Identity;
import io.cajal.nn.activation.LogSoftmax;
import io.cajal.nn.activation.PRelu;
import io.cajal.nn.activation.Softmax;
import io.cajal.nn.activation.Softmin;
import io.cajal.table.Features;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One layer in plain Java, as it acts in evaluation on one example. Its numbers lie in a flat array, row after
 * row, as in a tensor.
 *
 * @param name of its method
 * @param says what it does, for the comment above
 * @param constants what it has learned, by name: {@code float[]} or {@code int[]}
 * @param body from the array x to the result; the constants are variables there
 */
record LayerSource(String name, String says, Map<String, Object> constants, String body) {
    /** What a person can do who has another layer. */
    static final String KNOWN = "Java code is written for Linear, Conv2d, MaxPool2d, AvgPool2d, "
            + "AdaptiveAvgPool2d, BatchNorm1d, BatchNorm2d, LayerNorm, Standardize, Maxout, ZeroPad2d, Flatten, "
            + "Dropout, distortions, activations, softmax, Features, PlaneFeatures, EmbeddingBag, ForecastNet, "
            + "Sequential, Residual, Spans, Averaged";

    /**
     * The one place that knows how each layer is written.
     *
     * @param in the shape of what goes in, without the batch, as is {@code out}
     * @return null when there is no code for such a layer
     */
    static LayerSource of(Layer layer, Shape in, Shape out) {
        String each = ElementSource.of(layer);
        if (each != null) {
            return each(layer, each);
        }
        return switch (layer) {
            case Linear l -> AffineSource.linear(l, in);
            case Conv2d c -> AffineSource.conv2d(c, in, out);
            case Maxout m -> AffineSource.maxout(m, in);
            case MaxPool2d p -> PoolSource.extreme("max", p.window(), in, out);
            case MinPool2d p -> PoolSource.extreme("min", p.window(), in, out);
            case AvgPool2d p -> PoolSource.mean(p, in, out);
            case AdaptiveAvgPool2d _ -> PoolSource.fields(in, out);
            case ZeroPad2d p -> PoolSource.placed("zeroPad", -p.top(), -p.left(), in, out);
            case RandomCrop _ -> PoolSource.placed("crop", (in.size(1) - out.size(1)) / 2,
                    (in.size(2) - out.size(2)) / 2, in, out);
            case BatchNorm1d b ->
                NormSource.batch(b.weight(), b.bias(), b.runningMean(), b.runningVar(), b.eps(),
                        in);
            case BatchNorm2d b ->
                NormSource.batch(b.weight(), b.bias(), b.runningMean(), b.runningVar(), b.eps(),
                        in);
            case LayerNorm l -> NormSource.layer(l, in);
            case Standardize s -> NormSource.standardize(s, in);
            case PRelu p -> NormSource.prelu(p, in);
            case Softmax s -> SoftmaxSource.of("softmax", s.axis(), in);
            case LogSoftmax s -> SoftmaxSource.of("logSoftmax", s.axis(), in);
            case Softmin s -> SoftmaxSource.of("softmin", s.axis(), in);
            case PlaneFeatures p -> plane(p);
            case Features f -> TableSource.features(f);
            case EmbeddingBag e -> TableSource.bag(e);
            default -> null;
        };
    }

    /** Whether a layer hands on what it gets, perhaps under another shape. */
    static boolean isIdle(Layer layer) {
        return switch (layer) {
            case Flatten _,Unflatten _,Identity _,Dropout _,Dropout2d _,GaussianNoise _ -> true;
            case RandomAffine _,RandomElastic _,RandomErasing _,RandomFlip _,RandomShift _ -> true;
            default -> false;
        };
    }

    private static LayerSource each(Layer layer, String expression) {
        String type = layer.getClass().getSimpleName();
        return new LayerSource(type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1),
                "%s of each number.".formatted(type), Map.of(), Template.fill("""
                        float[] y = new float[x.length];
                        for (int i = 0; i < x.length; i++) {
                            double v = x[i];
                            y[i] = (float) $f;
                        }
                        return y;
                        """, "f",
                        expression.matches("Math\\.\\w+\\([^()]*\\)") ? expression : "(" + expression + ")"));
    }

    private static LayerSource plane(PlaneFeatures layer) {
        String values = layer.names().stream().map(name -> switch (name) {
            case "x" -> "x[0]";
            case "y" -> "x[1]";
            case "xSquared" -> "x[0] * x[0]";
            case "ySquared" -> "x[1] * x[1]";
            case "xTimesY" -> "x[0] * x[1]";
            case "sinX" -> "(float) Math.sin(x[0])";
            default -> "(float) Math.sin(x[1])";
        }).collect(Collectors.joining(", "));
        return new LayerSource("features", "What the network sees of a point: %s.".formatted(
                String.join(", ", layer.names())), Map.of(), "return new float[] {%s};\n".formatted(values));
    }

    /** The sizes as a comment shows them: {@code 6 x 28 x 28}. */
    static String sizes(Shape shape) {
        return Arrays.stream(shape.sizes()).mapToObj(Integer::toString).collect(Collectors.joining(" x "));
    }
}
