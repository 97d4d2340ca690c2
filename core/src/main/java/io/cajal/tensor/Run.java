package io.cajal.tensor;

import io.cajal.backend.Backend;
import io.cajal.backend.cpu.CpuBackend;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import java.util.function.Supplier;

/**
 * How operations run at the moment: for training or evaluation, recorded for a backward pass or not, with
 * which generator, on which device. Scoped and inherited, never a flag in a layer: {@snippet :
 * float accuracy = Run.evaluation().call(() -> score(model, test));
 * }
 * Outside of any scope it is evaluation, recorded, without a generator, on the CPU. Kernels never read it.
 *
 * @param training whether layers such as dropout act as in training
 * @param recording whether operations are recorded, so that {@link Tensor#backward} works
 * @param rng where layers such as dropout draw from; null when nothing was given
 * @param device where new tensors are made
 * @param observer sees every layer's input and output; null for nobody
 */
public record Run(boolean training, boolean recording, Rng rng, Backend device, Observer observer) {

    /** Sees each layer at work: for summaries, for finding where a NaN arose, for pictures. */
    @FunctionalInterface
    public interface Observer {
        void saw(Object layer, Tensor input, Tensor output);
    }

    private static final Run OUTSIDE = new Run(false, true, null, CpuBackend.INSTANCE, null);
    private static final ScopedValue<Run> CURRENT = ScopedValue.newInstance();
    /** The last one whose recording was turned on or off: that of a training, step by step. */
    private static Turned turned;

    private record Turned(Run run, Run other) {
    }

    public static Run current() {
        return CURRENT.orElse(OUTSIDE);
    }

    /** Training: recorded, and layers draw their noise from {@code rng}. */
    public static Run training(Rng rng) {
        Run now = current();
        return new Run(true, true, rng, now.device, now.observer);
    }

    /** Evaluation: not recorded, no noise. */
    public static Run evaluation() {
        Run now = current();
        return new Run(false, false, null, now.device, now.observer);
    }

    /** Evaluation of what draws, such as a bound that is estimated by samples: layers are as in {@link #evaluation()}. */
    public static Run evaluation(Rng rng) {
        Run now = current();
        return new Run(false, false, rng, now.device, now.observer);
    }

    /** As now, but on another device. */
    public static Run on(Backend device) {
        Run now = current();
        return new Run(now.training, now.recording, now.rng, device, now.observer);
    }

    /** As now, with recording on or off. */
    public static Run recording(boolean on) {
        Run now = current();
        if (now.recording == on) {
            return now;
        }
        if (now.observer != null) { // which is not to outlive its work
            return new Run(now.training, on, now.rng, now.device, now.observer);
        }
        Turned known = turned;
        if (known == null || known.run != now) {
            known = new Turned(now, new Run(now.training, on, now.rng, now.device, null));
            turned = known;
        }
        return known.other;
    }

    /** As now, with every layer's input and output shown to {@code observer}. */
    public static Run observed(Observer observer) {
        Run now = current();
        return new Run(now.training, now.recording, now.rng, now.device, observer);
    }

    public <T> T call(Supplier<T> work) {
        return ScopedValue.where(CURRENT, this).call(work::get);
    }

    public void run(Runnable work) {
        ScopedValue.where(CURRENT, this).run(work);
    }

    /** The generator, or a clear message that {@code who} needs one. */
    public Rng rng(String who) {
        if (rng == null) {
            throw new CajalException(who + " draws random numbers in training: run it in Run.training(rng)");
        }
        return rng;
    }
}
