package io.cajal.studio.zoo;

import io.cajal.base.Rng;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.data.Digits;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.AvgPool2d;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Flatten;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.MaxPool2d;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Relu;
import io.cajal.nn.activation.Tanh;
import io.cajal.optim.Adam;
import io.cajal.optim.Optimizer;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** A convolutional network of three kernels that learns to tell the digits 0, 1 and 2 apart, seen 14 pixels wide. */
final class DigitReader implements Miniature {
    private static final int CLASSES = 3;
    private static final int SIDE = 14;
    private static final int QUARTERS = 4;
    private static final int HELD_BACK = 100;
    private static final int BATCH = 8;
    private static final int FRAMES_A_PICTURE = 6;
    private static final int FRAMES_A_START = 600;
    private static final int COUNTED = 20;

    /** Small pictures of the first digits of the set in the library, read when the first network asks. */
    private static final class Data {
        static final Batch ALL = read();

        private static Batch read() {
            Dataset digits = Digits.load();
            float[] labels = digits.targets();
            int[] few = IntStream.range(0, 2000).filter(i -> labels[i] < CLASSES).toArray();
            Batch batch = digits.batch(few);
            return new Batch(new AvgPool2d(Window.of(2).stride(2), true).apply(batch.x()), batch.y());
        }
    }

    /** The network, and the layers whose outputs the diagram shows. */
    private record Net(Layer layers, Layer maps, Layer pooled, Layer hidden) {
        static Net of(Rng rng) {
            Layer maps = new Relu();
            Layer pooled = new MaxPool2d(Window.of(2).stride(2));
            Layer hidden = new Tanh();
            return new Net(
                    Sequential.of(Conv2d.of(1, 3, 5, rng.split("kernels")), maps, pooled, new Flatten(),
                            Linear.of(3 * 5 * 5, 4, rng.split("hidden")), hidden,
                            Linear.of(4, CLASSES, rng.split("out"))),
                    maps, pooled, hidden);
        }
    }

    private Net net;
    private Optimizer optimizer;
    private Rng order;
    private int start;
    private int frame;
    private int picture;
    /** Of the last pictures, whether they were read right. */
    private final Deque<Boolean> right = new ArrayDeque<>();

    private void begin() {
        start++;
        net = Net.of(Rng.of(start));
        optimizer = new Adam(net.layers, 0.005);
        order = Rng.of(start).split("order");
        frame = 0;
        right.clear();
    }

    @Override
    public Frame next() {
        if (net == null || frame >= FRAMES_A_START) {
            begin();
        }
        Batch all = Data.ALL;
        int learned = all.x().size(0) - HELD_BACK;
        int[] some = IntStream.generate(() -> HELD_BACK + order.below(learned)).limit(BATCH).toArray();
        optimizer.step(new CrossEntropy()
                .of(net.layers.apply(all.x().indexSelect(0, some)), all.y().indexSelect(0, some)).backward());
        boolean isNew = frame++ % FRAMES_A_PICTURE == 0;
        picture = isNew ? (picture + 1) % HELD_BACK : picture;
        return look(all.x().narrow(0, picture, 1), (int) all.y().toFloats()[picture], isNew);
    }

    private Frame look(Tensor x, int wanted, boolean isNew) {
        Map<Object, Tensor> seen = new IdentityHashMap<>();
        double[] odds = Run.evaluation().call(() -> Run.observed((layer, _, out) -> seen.put(layer, out))
                .call(() -> net.layers.apply(x).softmax(-1).toDoubles()));
        int best = IntStream.range(0, CLASSES).reduce(0, (a, b) -> odds[b] > odds[a] ? b : a);
        if (isNew) {
            right.addLast(best == wanted);
            if (right.size() > COUNTED) {
                right.removeFirst();
            }
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("said", (long) best);
        values.put("odds", String.format(Locale.ROOT, "%.0f", 100 * odds[best]));
        values.put("wanted", (long) wanted);
        values.put("right", right.stream().filter(was -> was).count());
        values.put("of", (long) right.size());
        values.put("step", (long) frame);
        float[] pixels = x.toFloats();
        double[] hidden = seen.get(net.hidden).toDoubles();
        return new Frame(Miniature.joined(List.of(quarters(pixels), strongest(seen.get(net.maps)),
                strongest(seen.get(net.pooled)), hidden, odds)),
                best == wanted ? "digit-right" : "digit-wrong", values,
                IntStream.range(0, pixels.length).map(i -> Math.round(255 * pixels[i])).toArray());
    }

    /** How bright the quarters of the picture are from above, beside the brightest. */
    private static double[] quarters(float[] pixels) {
        double[] sums = new double[QUARTERS];
        for (int i = 0; i < pixels.length; i++) {
            sums[i / SIDE * QUARTERS / SIDE] += pixels[i];
        }
        double most = Math.max(1e-9, Arrays.stream(sums).max().orElse(1));
        return Arrays.stream(sums).map(sum -> sum / most).toArray();
    }

    /** The mean of each map's values [1 × C × H × W], beside the strongest map. */
    private static double[] strongest(Tensor maps) {
        double[] means = maps.mean(2, 3).toDoubles();
        double most = Math.max(1e-9, Arrays.stream(means).max().orElse(1));
        return Arrays.stream(means).map(mean -> mean / most).toArray();
    }
}
