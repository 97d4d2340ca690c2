package io.cajal.check;

import io.cajal.tensor.Tensor;
import java.util.List;

/** Outputs that add up to 1 where an example may have several labels, or none. */
record SoftmaxForManyLabels() implements Rule {
    @Override
    public String name() {
        return "softmax-for-many-labels";
    }

    @Override
    public List<Finding> look(Walk walk) {
        Tensor y = walk.subject().y();
        if (y == null || y.rank() != 2 || !y.shape().equals(walk.output().shape()) || !walk.isSoftmax()) {
            return List.of();
        }
        float[] targets = y.toFloats();
        float[] sums = y.sum(1).toFloats();
        int others = 0;
        for (float target : targets) {
            if (target != 0 && target != 1) {
                return List.of();
            }
        }
        for (float sum : sums) {
            others += sum == 1 ? 0 : 1;
        }
        return others == 0 ? List.of()
                : List.of(error(walk.end(),
                        "a softmax for targets of which %,d of %,d have no label or several".formatted(others,
                                sums.length),
                        "its outputs add up to 1, so two labels can never both be near 1",
                        "leave the softmax out and take the loss BceWithLogits, a sigmoid for each label"));
    }
}
