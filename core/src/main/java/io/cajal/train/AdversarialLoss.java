package io.cajal.train;

import io.cajal.base.CajalException;
import io.cajal.data.Batch;
import io.cajal.loss.Loss;
import io.cajal.nn.Layer;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;

/**
 * Half of the loss of the examples, and half of the loss of the same examples made harder: each number moved by ε towards
 * what raises the loss (Goodfellow, Shlens and Szegedy 2015, "Explaining and harnessing adversarial examples", equation 4,
 * the fast gradient sign method):
 *
 * <pre>½ L(x, y) + ½ L(x + ε·sign ∇ₓL(x, y), y)</pre>
 *
 * A network that is linear over long stretches can be misled by many small steps that no eye sees; here it learns to
 * withstand them, and errs less on plain examples, too: examples made for the network as it is now are never known by
 * heart. A step takes between two and three times as long. In scoring it is the plain loss.
 *
 * @param model whose inputs are numbers; a class number cannot be moved
 * @param epsilon ε, in the unit of the inputs; they take 0.25 for pixels of 0 … 1
 */
public record AdversarialLoss(Layer model, Loss loss, double epsilon) implements BatchLoss {
    public AdversarialLoss {
        if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
            throw new CajalException("adversarial loss: epsilon must be above 0, got " + epsilon);
        }
    }

    @Override
    public Tensor of(Batch batch) {
        if (!Run.current().training()) {
            return plain(batch.x(), batch.y());
        }
        Tensor x = batch.x().tracked();
        Tensor plain = plain(x, batch.y());
        Tensor harder = batch.x().add(plain.backward().get(x).sign().mul(epsilon));
        return plain.add(plain(harder, batch.y())).mul(0.5);
    }

    private Tensor plain(Tensor x, Tensor y) {
        return loss.of(model.apply(x), y);
    }
}
