package io.cajal.studio.images;

import io.cajal.base.CajalException;
import io.cajal.data.Dataset;
import io.cajal.data.Digits;
import io.cajal.data.ImageFiles;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.zoo.kit.DataSets;
import io.cajal.zoo.kit.DataStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Digits to try: MNIST's test images where they are on this machine, else the test part of the digits in the library,
 * which a network trained on MNIST has seen. A network reads those all rightly; so where there are few mistakes, digits
 * join them that are read wrongly once they are turned a little.
 */
final class Examples {
    private static final int OF_EACH = 2;
    private static final int MISTAKES = 24;
    private static final int FEW = 12;
    private static final int BATCH = 250;
    private static final int TURNED = 300;
    private static final double[] ANGLES = {-10, 10, -15, 15, -20, 20, -25, 25, -30, 30};
    /** Multiply-adds for the search: some seconds. */
    private static final long BUDGET = 5_000_000_000L;

    private final String source;
    private final Dataset digits;

    /**
     * @param number in its data set
     * @param angle at which it is read so
     */
    private record Example(int number, int label, int guess, double angle) {
        Map<String, Object> json() {
            return Map.of("number", number, "label", label, "guess", guess, "angle", angle);
        }
    }

    private Examples(String source, Dataset digits) {
        this.source = source;
        this.digits = digits;
    }

    /** Of MNIST if its files are at hand; nothing is fetched for this. */
    static Examples find() {
        DataStore store = DataStore.standard(new PrintStream(PrintStream.nullOutputStream()));
        Path images = store.find(DataSets.MNIST_TEST_IMAGES);
        Path labels = store.find(DataSets.MNIST_TEST_LABELS);
        if (images != null && labels != null) {
            try {
                return new Examples("mnist", ImageFiles.idx(images, labels, 10));
            } catch (IOException | CajalException e) {
                // what lies there is damaged, and the library has digits of its own
            }
        }
        return ofTheLibrary();
    }

    static Examples ofTheLibrary() {
        return new Examples("library", Digits.split().test());
    }

    /** Whether a network can be asked about digits at all. */
    static boolean fit(Net net) {
        return net.channels() == 1 && net.model().classes().size() == 10;
    }

    /** The first ones of each class that the network reads rightly. */
    Frame right(Net net) {
        List<Example> found = new ArrayList<>();
        int[] count = new int[10];
        for (int from = 0; from < digits.size() && found.size() < OF_EACH * 10
                && from < net.passes(BUDGET); from += BATCH) {
            for (Example example : read(net, from, Math.min(BATCH, digits.size() - from), 0)) {
                if (example.guess == example.label && count[example.label] < OF_EACH) {
                    count[example.label]++;
                    found.add(example);
                }
            }
        }
        found.sort(Comparator.comparingInt(Example::label));
        return frame("right", found);
    }

    /** Such as it reads wrongly, and if these are few, such as it reads wrongly when they are turned a little. */
    Frame wrong(Net net) {
        List<Example> found = new ArrayList<>();
        int passes = net.passes(BUDGET);
        for (int from = 0; from < digits.size() && found.size() < MISTAKES
                && from < passes / 2; from += BATCH) {
            read(net, from, Math.min(BATCH, digits.size() - from), 0).stream()
                    .filter(example -> example.guess != example.label).forEach(found::add);
        }
        if (found.size() < FEW) {
            found.addAll(turned(net, Math.clamp(passes / 2 / ANGLES.length, 1, TURNED)));
        }
        return frame("wrong", found.subList(0, Math.min(MISTAKES, found.size())));
    }

    /** Each digit once, at the smallest angle. */
    private List<Example> turned(Net net, int count) {
        List<Example> found = new ArrayList<>();
        boolean[] known = new boolean[count];
        for (double angle : ANGLES) {
            for (Example example : read(net, 0, Math.min(count, digits.size()), angle)) {
                if (example.guess != example.label && !known[example.number]) {
                    known[example.number] = true;
                    found.add(example);
                }
            }
            if (found.size() >= MISTAKES) {
                break;
            }
        }
        return found;
    }

    private List<Example> read(Net net, int from, int count, double angle) {
        var batch = digits.batch(IntStream.range(from, from + count).toArray());
        float[] labels = batch.y().toFloats();
        return Run.evaluation().call(() -> {
            Tensor fitted = fitted(batch.x(), net);
            Tensor seen = angle == 0 ? fitted : Scene.turned(fitted, IntStream.range(0, count)
                    .mapToDouble(_ -> angle).toArray());
            float[] guesses = net.model().network().apply(seen).argmax(1).toFloats();
            return IntStream.range(0, count)
                    .mapToObj(i -> new Example(from + i, (int) labels[i], (int) guesses[i], angle)).toList();
        });
    }

    /** In the network's size. */
    private static Tensor fitted(Tensor x, Net net) {
        if (x.size(2) == net.height() && x.size(3) == net.width()) {
            return x;
        }
        float[] values = x.toFloats();
        int area = x.size(2) * x.size(3);
        Tensor[] all = new Tensor[x.size(0)];
        for (int i = 0; i < all.length; i++) {
            byte[] pixels = new byte[area];
            for (int j = 0; j < area; j++) {
                pixels[j] = (byte) Math.round(255 * values[i * area + j]);
            }
            all[i] = new Drawing(1, x.size(2), x.size(3), pixels, false).seen(net.height(), net.width());
        }
        return Tensor.cat(0, all);
    }

    private Frame frame(String group, List<Example> examples) {
        Frame frame = new Frame().put("group", group).put("source", source)
                .put("examples", examples.stream().map(Example::json).toList());
        if (!examples.isEmpty()) {
            Tensor x = digits.batch(examples.stream().mapToInt(Example::number).toArray()).x();
            frame.part("pictures", x.toFloats(), x.size(0), x.size(2), x.size(3));
        }
        return frame;
    }
}
