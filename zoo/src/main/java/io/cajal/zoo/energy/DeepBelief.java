package io.cajal.zoo.energy;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.distribution.Bernoulli;
import io.cajal.nn.Dropout;
import io.cajal.nn.Flatten;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Sigmoid;
import io.cajal.optim.Optimizer;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * The deep belief network (Hinton, Osindero and Teh 2006): {@link Rbm restricted Boltzmann machines} on top
 * of each other, each of which learns what the one below makes of the data, one after the other. Adding a
 * layer raises a bound on the likelihood of the data: the new one is a better prior for the layer below than
 * its own.
 *
 * <p>What comes of it can be used in two ways. Downwards it draws: the top machine dreams, and the layers
 * below make a picture of its dream, each by p(v|h). With the labels joined to what the top machine sees, it
 * dreams of the class it is told. Upwards it is a start for a classifier: the weights, taken for those of a
 * multilayer perceptron, already find strokes and digits, and back-propagation only has to make them tell
 * classes apart (Hinton and Salakhutdinov 2006). That is how deep networks were first made to learn, when
 * logistic units and small random weights got nowhere.
 *
 * <p>Not for new work: good starting values and rectifiers have made it unnecessary where there are labels.
 *
 * @param machines from the pixels up
 * @param classes how many labels the top machine sees beside what comes from below; 0 for none
 */
public record DeepBelief(List<Rbm> machines, int classes) implements Layer {
    public DeepBelief {
        machines = List.copyOf(machines);
        for (int i = 1; i < machines.size(); i++) {
            int seen = machines.get(i).visibleUnits() - (i == machines.size() - 1 ? classes : 0);
            if (machines.get(i - 1).hiddenUnits() != seen) {
                throw new CajalException(
                        "deep belief: machine %d sees %d units, the one below has %d hidden ones"
                                .formatted(i + 1, seen, machines.get(i - 1).hiddenUnits()));
            }
        }
    }

    /** Small weights: {@code of(10, rng, 784, 500, 500, 2000)}. */
    public static DeepBelief of(int classes, Rng rng, int... widths) {
        List<Rbm> machines = new ArrayList<>();
        for (int i = 0; i + 1 < widths.length; i++) {
            boolean top = i + 2 == widths.length;
            machines.add(Rbm.of(widths[i] + (top ? classes : 0), widths[i + 1], rng.split(i)));
        }
        return new DeepBelief(machines, classes);
    }

    /** What the machine of that number sees of examples, without labels: probabilities. */
    Tensor below(Tensor x, int machine) {
        Tensor v = x.flatten(1);
        for (Rbm rbm : machines.subList(0, machine)) {
            v = rbm.hidden(v);
        }
        return v;
    }

    /** What the highest machine sees: the features of examples [N × …]. */
    @Override
    public Tensor forward(Tensor x) {
        return below(x, machines.size() - 1);
    }

    /** What the machine of that number sees of a batch; the top one sees the labels as well. */
    Tensor seen(Batch batch, int machine) {
        Tensor v = below(batch.x(), machine);
        boolean labelled = machine == machines.size() - 1 && classes > 0;
        return labelled ? Tensor.cat(1, v, batch.y().oneHot(classes)) : v;
    }

    /** Teaches one machine what those below make of the data; they have learned already. */
    Step step(int machine, Contrast contrast, Optimizer optimizer, int k) {
        Step inner = contrast.step(optimizer, k);
        return batch -> inner
                .take(new Batch(Run.recording(false).call(() -> seen(batch, machine)), batch.y()));
    }

    // Downwards

    /**
     * What the machine dreams of, when it is told the class: pictures [N × pixels], how likely each pixel is
     * on.
     *
     * @param labels [N]
     * @param steps of the top machine
     */
    public Tensor dream(Tensor labels, int steps, Rng rng) {
        Rbm top = machines.getLast();
        int n = labels.size(0);
        int features = top.visibleUnits() - classes;
        return Run.recording(false).call(() -> {
            Tensor start = Bernoulli.draw(top.visibleBias().sigmoid().expand(Shape.of(n, top.visibleUnits())),
                    rng.split("start")).narrow(1, 0, features);
            Tensor told = Tensor.cat(1, start, labels.oneHot(classes));
            Tensor known = Tensor.arange(top.visibleUnits()).ge(features).expand(told.shape());
            return down(top.fill(told, known, steps, rng.split("top")).narrow(1, 0, features),
                    rng.split("down"));
        });
    }

    /** From states of what the top machine sees to probabilities of pixels. */
    private Tensor down(Tensor states, Rng rng) {
        Tensor h = states;
        for (int i = machines.size() - 2; i > 0; i--) {
            h = Bernoulli.draw(machines.get(i).visible(h), rng.split(i));
        }
        return machines.getFirst().visible(h);
    }

    // Upwards

    /**
     * The perceptron that begins with copies of these weights, with dropout before each layer.
     *
     * @param out from the highest hidden units to the classes
     */
    public Sequential classifier(Linear out, double inputDropout, double hiddenDropout, Rng rng) {
        List<Layer> layers = new ArrayList<>(List.of(new Flatten()));
        for (int i = 0; i < machines.size(); i++) {
            Rbm rbm = machines.get(i);
            int joined = i == machines.size() - 1 ? classes : 0;
            Tensor weight = rbm.weight().detach().narrow(1, 0, rbm.visibleUnits() - joined);
            drop(layers, i == 0 ? inputDropout : hiddenDropout, rng.split(i));
            layers.add(new Linear(Param.of(weight), Param.of(rbm.hiddenBias().detach())));
            layers.add(new Sigmoid());
        }
        drop(layers, hiddenDropout, rng.split("last"));
        layers.add(out);
        return new Sequential(layers);
    }

    private static void drop(List<Layer> layers, double share, Rng rng) {
        if (share > 0) {
            layers.add(Dropout.of(share, rng));
        }
    }
}
