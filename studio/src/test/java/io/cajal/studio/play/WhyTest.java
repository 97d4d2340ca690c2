package io.cajal.studio.play;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cajal.data.Batch;
import io.cajal.io.Json;
import io.cajal.nn.activation.Activations;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The factors of the chain rule are those of autograd, and lead where the training goes. */
class WhyTest {
    static List<String> activations() {
        return Activations.names();
    }

    @ParameterizedTest
    @MethodSource("activations")
    void everyActivationIsExplained(String name) {
        theSumsAreTheGradient("{'layers': [{'units': 3, 'activation': '%s'}]}".formatted(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'layers': [{'units': 4}, {'units': 3, 'activation': 'Sinusoid'}]}",
            "{'loss': 'square', 'layers': [{'units': 3, 'activation': 'Relu'}], 'penalty': {'name': 'l2', 'rate': 0.1}}",
            "{'data': {'name': 'plane'}, 'layers': [{'units': 3, 'activation': 'Identity'}], 'optimizer': {'momentum': 0.9}}",
            "{'data': {'name': 'clusters'}, 'layers': [{'units': 4, 'activation': 'Gelu'}], 'penalty': {'name': 'l1', 'rate': 0.01}}",
            "{'layers': [{'units': 4, 'norm': true, 'dropout': 0.3}, {'units': 3, 'dropout': 0.2, 'activation': 'Softsign'}], 'optimizer': {'name': 'adam'}}",
            "{'layers': [{'units': 3}], 'optimizer': {'name': 'adamw', 'rate': 0.1}, 'penalty': {'name': 'l2', 'rate': 0.1}}",
            "{'data': {'name': 'rings'}, 'optimizer': {'name': 'rmsprop', 'momentum': 0.4}, 'schedule': {'name': 'step', 'every': 1}}",
            "{'optimizer': {'name': 'adagrad'}, 'layers': []}",
            "{'data': {'count': 40}, 'optimizer': {'name': 'lbfgs', 'rate': 1}, 'layers': [{'units': 3}], 'penalty': {'name': 'l2', 'rate': 0.01}}"})
    void theSumsAreTheGradient(String json) {
        Spec spec = Specs.of(json);
        Learner learner = new Learner(spec);
        for (int i = 0; i < 30; i++) {
            learner.take();
        }
        Moment moment = learner.keep();
        Batch batch = learner.batch();
        Gradients real = learner.asInStep(() -> learner.net().loss()
                .of(learner.net().whole().apply(batch.x()), batch.y()).backward());
        for (int layer = 0; layer < learner.net().blocks().size(); layer++) {
            int inputs = learner.net().blocks().get(layer).linear().weight().size(1);
            for (int unit = 0; unit < spec.sizes().get(layer); unit++) {
                for (int input = -1; input < inputs; input++) {
                    check(learner, moment, new Link(layer, unit, input), real);
                }
            }
        }
    }

    private static void check(Learner learner, Moment moment, Link link, Gradients real) {
        Spec spec = learner.spec();
        Map<String, Object> why = new Why(new Learner(spec), moment, link).toJson();
        Net.Block block = learner.net().blocks().get(link.layer());
        Tensor of = link.isBias() ? block.linear().bias() : block.linear().weight();
        double expected = real.get(of).toDoubles()[learner.net().index(link)];
        double size = 0;
        double sum = 0;
        List<?> examples = (List<?>) why.get("examples");
        for (Object entry : examples) {
            Map<?, ?> example = (Map<?, ?>) entry;
            double share = (Double) example.get("share");
            size += Math.abs(share) / examples.size();
            sum += share / examples.size();
            assertEquals((Double) example.get("delta") * (Double) example.get("input"), share, 1e-12);
            if (example.get("slope") != null && example.get("normed") == null) {
                assertEquals((Double) example.get("upstream") * (Double) example.get("slope"),
                        (Double) example.get("delta"),
                        2e-6 * Math.abs((Double) example.get("upstream")) + 1e-9);
            }
        }
        double tolerance = 1e-6 * Math.max(size, Math.abs(expected)) + 1e-9;
        assertEquals(expected, (Double) why.get("gradient"), tolerance, link + " of " + spec);
        assertEquals(expected, sum, tolerance, link.toString());
        new Step(learner, moment, link, why).check();
        assertEquals(why.get("gradient"),
                Json.parse(Json.write(why)) instanceof Map<?, ?> told ? told.get("gradient") : null);
    }

    /** From the gradient to the new weight. */
    private record Step(Learner learner, Moment moment, Link link, Map<String, Object> why) {
        void check() {
            Learner copy = new Learner(learner.spec());
            copy.load(moment);
            double old = number(copy);
            copy.take();
            assertEquals(old, (Double) why.get("old"));
            assertEquals(number(copy), (Double) why.get("new"));
            Map<?, ?> optimizer = (Map<?, ?>) why.get("optimizer");
            double rate = (Double) optimizer.get("rate");
            double total = (Double) why.get("total");
            if (learner.spec().optimizer().name().equals("sgd")) {
                double change = learner.spec().optimizer().momentum() == 0 ? total
                        : after(optimizer, "momentum_buffer");
                assertEquals(old - rate * change, number(copy), 1e-6 * Math.max(1, Math.abs(old)));
            } else if (learner.spec().optimizer().name().startsWith("adam")) {
                double mean = after(optimizer, "exp_avg") / (1 - Math.pow(0.9, moment.step() + 1));
                double square = after(optimizer, "exp_avg_sq") / (1 - Math.pow(0.999, moment.step() + 1));
                double shrunk = (Boolean) why.get("penaltyApart") ? old - rate * (Double) why.get("penalty")
                        : old;
                assertEquals(shrunk - rate * mean / (Math.sqrt(square) + 1e-8), number(copy), 1e-5);
            }
        }

        private double number(Learner of) {
            Net.Block block = of.net().blocks().get(link.layer());
            Tensor tensor = link.isBias() ? block.linear().bias() : block.linear().weight();
            return tensor.toFloats()[of.net().index(link)];
        }

        private static double after(Map<?, ?> optimizer, String name) {
            return (Double) ((List<?>) ((Map<?, ?>) optimizer.get("state")).get(name)).get(1);
        }
    }
}
