package io.cajal.zoo.kit;

import io.cajal.base.CajalException;
import io.cajal.nn.Layer;
import io.cajal.nn.Sequential;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Looks at drawn digits as somebody does who can read: the {@link TrainedLeNet5}, which takes 0.79 % of
 * MNIST's test images for others. It says how sure it is of each (a clear digit), how evenly the digits come
 * (a varied set), and how far their features are from those of real ones. It sees digits in everything, and
 * repeated ones do not bother it: look at the pictures too.
 */
public final class Judge {
    /** How probable a digit must be to count as clear. */
    private static final double CLEAR = 0.9;
    private static final int BLOCK = 500;
    private static final int SIZE = 28;

    private final Layer body;
    private final Layer head;

    public Judge() {
        List<Layer> layers = ((Sequential) TrainedLeNet5.model().network()).layers();
        this.body = new Sequential(layers.subList(0, layers.size() - 1));
        this.head = layers.getLast();
    }

    /** Probabilities [N × 10] of the digits for images [N × 1 × 28 × 28] in 0 … 1. */
    public Tensor classify(Tensor images) {
        Tensor features = features(images);
        return Run.evaluation().call(() -> head.apply(features).softmax(1));
    }

    /** What the layer before the answers makes of images: [N × 84]. */
    public Tensor features(Tensor images) {
        if (images.rank() != 4 || images.size(0) == 0 || images.size(1) != 1 || images.size(2) != SIZE
                || images.size(3) != SIZE) {
            throw new CajalException("judge: reads images [N × 1 × 28 × 28], got " + images.shape());
        }
        if (!images.isFinite()) {
            throw new CajalException("judge: the images have numbers that are not finite");
        }
        int count = images.size(0);
        return Run.evaluation().call(() -> Tensor.cat(0, IntStream.range(0, Math.ceilDiv(count, BLOCK))
                .mapToObj(i -> body.apply(
                        images.narrow(0, i * BLOCK, Math.min(BLOCK, count - i * BLOCK))))
                .toArray(Tensor[]::new)));
    }

    /**
     * exp E KL(p(y|x) ‖ p(y)) of what it reads in these images, between 1 and 10: how clear and how varied
     * they are.
     */
    public double score(Tensor images) {
        return scoreOf(classify(images));
    }

    /**
     * exp E KL(p(y|x) ‖ p(y)) for probabilities p(y|x) [N × classes], where p(y) is their mean (the inception
     * score of Salimans et al. 2016, over the set as a whole): 1 when all are the same, the number of classes
     * when each example is sure and the classes are as frequent as each other.
     */
    static double scoreOf(Tensor probabilities) {
        int count = probabilities.size(0);
        int classes = probabilities.size(1);
        double[] p = probabilities.toDoubles();
        double[] mean = new double[classes];
        for (int i = 0; i < p.length; i++) {
            mean[i % classes] += p[i] / count;
        }
        double divergence = 0;
        for (int i = 0; i < p.length; i++) {
            divergence += p[i] == 0 ? 0 : p[i] * Math.log(p[i] / mean[i % classes]) / count;
        }
        return Math.exp(divergence);
    }

    /** The {@link Frechet} distance between the features of two sets of images. */
    public double distance(Tensor images, Tensor real) {
        return Frechet.distance(features(images), features(real));
    }

    /** Which digits are in a set. */
    public Digits digits(Tensor images) {
        double[] p = classify(images).toDoubles();
        int[] clear = new int[10];
        for (int i = 0; i < p.length; i++) {
            clear[i % 10] += p[i] >= CLEAR ? 1 : 0;
        }
        return new Digits(clear, p.length / 10);
    }

    /**
     * @param clear how many of the images are each digit with a probability of 0.9 or more
     * @param images how many there are, with those that are none clearly
     */
    public record Digits(int[] clear, int images) {
        /** Digits that make up a hundredth of the images or more: what a set has that did not collapse. */
        public List<Integer> covered() {
            return IntStream.range(0, clear.length).filter(i -> clear[i] > 0 && clear[i] * 100L >= images)
                    .boxed().toList();
        }

        public List<Integer> missing() {
            return IntStream.range(0, clear.length).filter(i -> !covered().contains(i)).boxed().toList();
        }

        /** {@code 0: 98, 1: 112, …, 9: 91, unclear: 62}. */
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < clear.length; i++) {
                text.append(i).append(": ").append(clear[i]).append(", ");
            }
            return text.append("unclear: ").append(images - Arrays.stream(clear).sum()).toString();
        }
    }
}
