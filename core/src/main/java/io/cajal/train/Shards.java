package io.cajal.train;

import io.cajal.backend.Arena;
import io.cajal.backend.cpu.Workers;
import io.cajal.base.Rng;
import io.cajal.data.Batch;
import io.cajal.loss.Loss;
import io.cajal.nn.Layer;
import io.cajal.optim.Objective;
import io.cajal.tensor.Buffer;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The step of a batch that is cut into a fixed number of pieces. Each runs through the model and back whole,
 * on one thread, where the usual step shares out each operation and waits for all threads after it. The
 * pieces' losses and gradients are added in order, so the number of threads does not change the bits; the
 * number of pieces does, as sums of floats depend on their order.
 */
final class Shards {
    private final Piece[] pieces;

    Shards(int count) {
        pieces = Stream.generate(Piece::new).limit(count).toArray(Piece[]::new);
    }

    /** What a piece keeps from step to step. */
    private static final class Piece {
        private final Arena arena = Run.current().device().arena();
        /** Memory of their own, as the piece's step ends before the gradients are added up. */
        private final Map<Tensor, Buffer> gradients = new LinkedHashMap<>();
        private Collection<Tensor> leaves;
        private double loss;

        void step(Layer model, Loss loss, Batch batch, int from, int size) {
            Tensor x = batch.x().narrow(0, from, size);
            Tensor y = batch.y().narrow(0, from, size);
            Tensor value = loss.of(model.apply(x), y).mul((double) size / batch.size());
            this.loss = value.item();
            Gradients all = value.backward();
            leaves = all.leaves();
            for (Tensor leaf : leaves) {
                Tensor gradient = all.get(leaf);
                Buffer kept = gradients.get(leaf);
                if (kept == null) {
                    gradients.put(leaf, Buffer.of(gradient));
                } else {
                    kept.set(gradient);
                }
            }
        }
    }

    /** The mean loss over the batch and its gradient; {@code noise} is what the pieces' generators split off. */
    Objective.Value evaluate(Layer model, Loss loss, Batch batch, Rng noise) {
        int count = Math.min(pieces.length, batch.size());
        Run[] runs = new Run[count];
        for (int i = 0; i < count; i++) {
            runs[i] = Run.training(noise.split(i)); // here, as another thread knows nothing of this one's run
        }
        Workers.shared().run(count, i -> {
            int from = (int) ((long) batch.size() * i / count);
            int to = (int) ((long) batch.size() * (i + 1) / count);
            runs[i].run(() -> pieces[i].arena
                    .step(() -> pieces[i].step(model, loss, batch, from, to - from)));
        });
        return sum(count);
    }

    private Objective.Value sum(int count) {
        double loss = 0;
        Map<Tensor, Tensor> sums = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            Piece piece = pieces[i];
            loss += piece.loss;
            for (Tensor leaf : piece.leaves) {
                sums.merge(leaf, piece.gradients.get(leaf), Tensor::add);
            }
        }
        return new Objective.Value(loss, Gradients.of(sums));
    }
}
