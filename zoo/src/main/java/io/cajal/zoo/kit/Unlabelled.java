package io.cajal.zoo.kit;

import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.data.Split;
import io.cajal.tensor.Tensor;

/** Examples whose targets are themselves: what is learned from where nobody said what they are. */
public record Unlabelled(Dataset examples) implements Dataset {
    /** All three parts. */
    public static Split of(Split split) {
        return new Split(new Unlabelled(split.train()), new Unlabelled(split.validation()),
                new Unlabelled(split.test()));
    }

    @Override
    public int size() {
        return examples.size();
    }

    @Override
    public Batch batch(int... numbers) {
        Tensor x = examples.batch(numbers).x();
        return new Batch(x, x);
    }
}
