package io.cajal.zoo.energy;

import io.cajal.base.Rng;
import io.cajal.data.Batch;
import io.cajal.data.Split;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.Init;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.optim.Sgd;
import io.cajal.report.Charts;
import io.cajal.tensor.Gradients;
import io.cajal.train.Accuracy;
import io.cajal.train.History;
import io.cajal.train.Model;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Comparison;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Why deep networks were first trained with restricted Boltzmann machines (Hinton and Salakhutdinov 2006). A
 * perceptron with six layers of 500 logistic units starts from small random weights, N(0, 0.01²), as was
 * usual. Each layer makes signals and gradients about twenty times smaller, the first layers are told
 * nothing, and the network answers the same for every digit. (With four layers it comes loose after a dozen
 * epochs.) The same network with the same optimizer starts from the weights of six machines that learned one
 * after the other, without labels, and learns at once.
 * Three facts are counted:
 * <ol>
 * <li>from small weights nine of ten test images are still wrong after all epochs, those of the machines
 * included;
 * <li>from the machines' weights at most 3 % are, after fine-tuning alone;
 * <li>the gradient that reaches the first layer at the start is a thousand times larger.
 * </ol>
 * Beside them stand weights that make up for the slope of logistic units (Glorot and Bengio 2010): one line
 * of code, found four years later, which made the machines unnecessary.
 */
public final class RbmInitialisation implements Recipe {
    private static final int UNITS = 500;
    private static final int LAYERS = 6;
    /** Each machine learns for an epoch where fine-tuning takes so many. */
    private static final int PRE_SHARE = 2;
    /** Epochs on a twentieth of the images, below which nothing would be seen. */
    private static final int QUICK = 6;
    private static final double WRONG = 80;
    private static final double RIGHT = 3;
    private static final double LARGER = 1000;
    private static final String MACHINES = "from the machines";
    private static final String SMALL = "from small weights";
    private static final String SCALED = "from scaled weights";

    @Override
    public About about() {
        return new About("rbm-init", "4", "a deep network that learns only from Boltzmann machines' weights",
                Goal.atLeast(3, "facts of 3", Double.NaN, ""), 10);
    }

    @Override
    public Result run(Session session) {
        Split images = Mnist.split(session.data());
        Rng rng = session.rng().split("weights");
        int epochs = session.quick() ? Math.max(QUICK, session.epochs(epochs())) : session.epochs(epochs());
        int each = session.quick() ? 2 * QUICK : Math.max(1, epochs / PRE_SHARE);
        DeepBelief small = network(rng.split("small"));
        DeepBelief learned = network(rng.split("learned"));
        Greedy.teach(session, learned, images.train(), each, rng.split("dreams"));
        DeepBelief scaled = network(rng.split("scaled"));
        scale(scaled, rng.split("scales"));
        Comparison comparison = new Comparison(this, session, images);
        Map<String, Sequential> networks = new LinkedHashMap<>();
        networks.put(MACHINES, perceptron(learned, rng));
        networks.put(SMALL, perceptron(small, rng));
        networks.put(SCALED, perceptron(scaled, rng));
        Map<String, double[]> gradients = new LinkedHashMap<>();
        Batch some = images.train().range(0, Math.min(500, images.train().size())).all();
        networks.forEach((name, network) -> gradients.put(name, gradients(network, some)));
        gradients.forEach((name, norms) -> session.say("gradients of the layers at the start, %s: %s", name,
                text(norms)));
        Map<String, Double> errors = new LinkedHashMap<>();
        networks.forEach((name, network) -> errors.put(name,
                comparison.train(name, network,
                        trainer(network, name.equals(SMALL) ? epochs + LAYERS * each : epochs))));
        double larger = gradients.get(MACHINES)[0] / gradients.get(SMALL)[0];
        session.say("the first layer's gradient is %,.0f times larger from the machines' weights", larger);
        session.save(networks.get(MACHINES), Model.Input.image(1, 28, 28), images.train(), this);
        if (session.folder() != null) {
            report(session, comparison, gradients, errors);
        }
        return new Result(
                Result.facts(errors.get(SMALL) >= WRONG, errors.get(MACHINES) <= RIGHT, larger >= LARGER), 0);
    }

    static DeepBelief network(Rng rng) {
        int[] widths = new int[LAYERS + 1];
        Arrays.fill(widths, UNITS);
        widths[0] = 784;
        return DeepBelief.of(0, rng, widths);
    }

    /** Uniform weights of 4 times Glorot's size. */
    private static void scale(DeepBelief belief, Rng rng) {
        int i = 0;
        for (Rbm rbm : belief.machines()) {
            rbm.weight().set(Init.xavierUniform(4, rng.split(i++), rbm.hiddenUnits(), rbm.visibleUnits()));
        }
    }

    /** All begin with the same small weights to the classes. */
    static Sequential perceptron(DeepBelief belief, Rng rng) {
        return belief.classifier(new Linear(Init.normal(0.01, rng.split("out"), 10, UNITS), Init.zeros(10)),
                0, 0, rng);
    }

    private static Trainer trainer(Sequential network, int epochs) {
        return new Trainer(network, new CrossEntropy(), new Sgd(network, 0.1).momentum(0.9)).batchSize(100)
                .epochs(epochs);
    }

    /** Lengths of the gradients of the layers' weights, from the pixels up. */
    static double[] gradients(Sequential network, Batch some) {
        Gradients gradients = new CrossEntropy().of(network.apply(some.x()), some.y()).backward();
        return network.layers().stream().filter(Linear.class::isInstance).map(Linear.class::cast)
                .mapToDouble(layer -> gradients.get(layer.weight()).norm().item()).toArray();
    }

    private static String text(double[] norms) {
        List<String> all = new ArrayList<>();
        for (double norm : norms) {
            all.add(String.format(Locale.ROOT, "%.1e", norm));
        }
        return String.join("  ", all);
    }

    private void report(Session session, Comparison comparison, Map<String, double[]> gradients,
            Map<String, Double> errors) {
        Map<String, History> histories = new LinkedHashMap<>();
        List<List<String>> table = new ArrayList<>(
                List.of(List.of("weights", "test error %",
                        "gradients of the layers at the start, from the pixels up")));
        errors.forEach((name, error) -> {
            histories.put(name, comparison.history(name));
            table.add(List.of(name, String.format(Locale.ROOT, "%.2f", error), text(gradients.get(name))));
        });
        new Gallery(this, session)
                .picture("accuracy", "Accuracy by epoch",
                        "On images that were not learned from. Small weights had more epochs: as many as the machines took, too.",
                        () -> Charts.metric(histories, new Accuracy().name()))
                .losses(histories)
                .table("Three starts", "The network, its optimizer and the order of the images are the same.",
                        table)
                .write(String.format(Locale.ROOT,
                        "test error %.2f %% from the machines' weights, %.2f %% from small ones",
                        errors.get(MACHINES), errors.get(SMALL)));
    }
}
