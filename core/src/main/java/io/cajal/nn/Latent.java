package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A model that makes examples from codes: z is drawn from a prior, and a network turns it into an example, such as the
 * generator of Goodfellow et al. (2014) or the decoder of a variational autoencoder. Where it has classes, the code is
 * followed by a 1 at the place of the class that is wanted (Mirza and Osindero 2014), and {@link #generate} goes through
 * the classes in turn.
 *
 * @param network from z [N × (size + classes)] to examples [N × …], such as images in 0 … 1
 * @param size how many numbers a code has
 * @param classes how many classes can be asked for; 0 for none
 */
public record Latent(Layer network, Prior prior, int size, int classes) implements ConditionalModel {
    private static final int BATCH = 100;
    private static final int IN_TURN = -1;

    public Latent {
        if (size < 1 || classes < 0) {
            throw new CajalException(
                    "latent: a code needs 1 number or more and 0 classes or more, got %d and %d"
                            .formatted(size, classes));
        }
    }

    /** Without classes. */
    public Latent(Layer network, Prior prior, int size) {
        this(network, prior, size, 0);
    }

    @Override
    public Tensor forward(Tensor z) { // [N × (size + classes)]
        return network.apply(z);
    }

    /** Codes from the prior [count × size]. */
    public Tensor draw(int count, Rng rng) {
        double[] numbers = new double[count * size];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = prior.draw(rng);
        }
        return Tensor.of(Shape.of(count, size), numbers);
    }

    /** Codes [N × size] with the classes that are wanted, one label for each: [N × (size + classes)]. */
    public Tensor of(Tensor codes, Tensor labels) {
        return Tensor.cat(1, codes, labels.oneHot(classes));
    }

    /** The codes of the first so many examples that {@code rng} stands for, with their classes. */
    public Tensor codes(int count, Rng rng) {
        return codes(0, count, rng, IN_TURN);
    }

    private Tensor codes(int from, int to, Rng rng, int label) {
        Tensor[] rows = IntStream.range(from, to).mapToObj(i -> draw(1, rng.split(i))).toArray(Tensor[]::new);
        Tensor codes = Tensor.cat(0, rows);
        if (classes == 0) {
            return codes;
        }
        double[] labels = IntStream.range(from, to).mapToDouble(i -> label == IN_TURN ? i % classes : label)
                .toArray();
        return of(codes, Tensor.of(labels));
    }

    @Override
    public Tensor generate(int count, Rng rng) {
        return examples(count, IN_TURN, rng);
    }

    @Override
    public Tensor generate(int count, int label, Rng rng) {
        if (label < 0 || label >= classes) {
            throw new CajalException("latent: there is no class %d of %d".formatted(label, classes));
        }
        return examples(count, label, rng);
    }

    private Tensor examples(int count, int label, Rng rng) {
        return Run.evaluation().call(() -> {
            List<Tensor> parts = new ArrayList<>();
            for (int i = 0; i < count; i += BATCH) {
                parts.add(apply(codes(i, Math.min(count, i + BATCH), rng, label)));
            }
            return Tensor.cat(0, parts.toArray(Tensor[]::new));
        });
    }
}
