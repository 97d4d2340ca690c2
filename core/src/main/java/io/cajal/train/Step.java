package io.cajal.train;

import io.cajal.base.CajalException;
import io.cajal.data.Batch;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One step of a training whose rule is its own, such as two networks that learn against each other (Goodfellow et al.
 * 2014): {@snippet :
 * Step adversarial = batch -> {
 *     Tensor fake = generator.apply(noise(batch.size()));
 *     Tensor judged = real(critic.apply(batch.x())).add(made(critic.apply(fake.detach())));
 *     criticOptimizer.step(judged.backward());
 *     Tensor fooled = real(critic.apply(fake));
 *     generatorOptimizer.step(fooled.backward());
 *     return Losses.of("critic", judged.item()).and("generator", fooled.item());
 * };
 * new Trainer(generator, adversarial, List.of(criticOptimizer, generatorOptimizer)).epochs(20).fit(images, rng);
 * }
 * It changes parameters itself, by optimizers that the trainer knows, whose learning rates follow its schedule and
 * whose state goes into its checkpoints, as does all that they change: an optimizer is best made for the whole network,
 * {@code new Adam(critic, rate)}, so that its buffers are known too. Random numbers come from {@link io.cajal.tensor.Run#rng}.
 */
@FunctionalInterface
public interface Step {
    /** Learns from a batch, and says which losses it saw. */
    Losses take(Batch batch);

    /** Losses by name, in order; the first is what a training shows as its loss. */
    record Losses(Map<String, Double> values) {
        public Losses {
            if (values.isEmpty()) {
                throw new CajalException("step: needs a loss to show, got none");
            }
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        public static Losses of(String name, double value) {
            return new Losses(Map.of(name, value));
        }

        public Losses and(String name, double value) {
            Map<String, Double> more = new LinkedHashMap<>(values);
            more.put(name, value);
            return new Losses(more);
        }

        String firstName() {
            return values.keySet().iterator().next();
        }

        double first() {
            return values.get(firstName());
        }
    }
}
