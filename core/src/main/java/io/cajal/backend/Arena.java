package io.cajal.backend;

import java.util.function.Supplier;

/**
 * Memory that the steps of a training use again and again: {@snippet :
 * Arena arena = Run.current().device().arena();
 * for (Batch batch : batches) {
 *     arena.step(() -> optimizer.step(loss.of(model.apply(batch.x()), batch.y()).backward()));
 * }
 * }
 * The blocks that a device makes in a step, on the thread that runs it, are taken back at the step's end and
 * handed out again in the next: after the first steps no numbers are left to the garbage collector, and each
 * operation finds its memory warm in the cache. Results are the same bits as without. A tensor that is used
 * after its step fails with a message; {@code Tensor.keep()} takes one along. Parameters, buffers and
 * optimizer states have memory of their own.
 *
 * <p>An arena serves one step at a time. A step inside a step hands back its own blocks at its own end.
 */
public interface Arena {
    /** Takes nothing back: for devices that leave memory to the garbage collector. */
    Arena NONE = Supplier::get;

    /** Runs a step; what it returns must not be a tensor made in it, unless that is kept. */
    <T> T step(Supplier<T> work);

    /** How many numbers all of its blocks hold; 0 where it keeps none. */
    default long numbers() {
        return 0;
    }

    /** Runs a step. */
    default void step(Runnable work) {
        this.<Void>step(() -> {
            work.run();
            return null;
        });
    }
}
