package io.cajal.zoo.memory;

import io.cajal.base.CajalException;
import io.cajal.base.ShapeException;
import io.cajal.tensor.RowRule;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tape of a neural Turing machine and one step of its heads (Graves, Wayne and Danihelka 2014, section 3). Nothing
 * here is learned: the controller says what the heads are to do, and every way of doing it is smooth, so that gradients
 * tell the controller what it should have said.
 *
 * <p>Each head gets numbers from the controller: a key k = tanh(·) and how strongly to look for it, β = softplus(·); a
 * gate g = σ(·) between what is found and where the head was; a shift s = softmax(·); and a sharpness γ = 1 +
 * softplus(·). {@link Addressing} makes its weights w of them. A head that writes also gets an erase vector e = σ(·) and
 * an add vector a = tanh(·).
 * <ul><li>Read: r = Σᵢ w(i) M(i), equation 2, from the tape as it was before this step's writing.
 * <li>Write: M(i) ← M(i) ⊙ Πₕ (1 − wₕ(i) eₕ) + Σₕ wₕ(i) aₕ, equations 3 and 4.</ul>
 *
 * <p>A step is one operation ({@link TapeLoops}): composed of tensor operations it is over a hundred, of which most are
 * too small to be worth their overhead. Between steps everything is in one row for each example: the memory [width ×
 * slots], the weights of all heads [heads × slots], those that read first, and what was read [reads × width].
 *
 * @param slots of the memory, N in the paper
 * @param width numbers in a slot, M in the paper
 * @param reads heads that read
 * @param writes heads that write
 * @param reach how many slots a head moves at most in a step
 */
record Tape(int slots, int width, int reads, int writes, int reach) implements RowRule {
    /** Of every number of an empty tape: so small that nothing is there, and yet not 0 (Collier and Beel 2018). */
    private static final double BLANK = 1e-6;

    Tape {
        if (slots < 2 || width < 1 || reads < 1 || writes < 1 || reach < 0 || 2 * reach + 1 > slots) {
            throw new CajalException(
                    "tape: needs 2 slots or more, heads that read and write, and a reach within the slots, got "
                            + "%d slots of %d, %d and %d heads, reach %d"
                                    .formatted(slots, width, reads, writes, reach));
        }
    }

    int heads() {
        return reads + writes;
    }

    int shifts() {
        return 2 * reach + 1;
    }

    /** Numbers from the controller that move a head: k, β, g, s, γ. */
    int moving() {
        return width + 3 + shifts();
    }

    /** Numbers from the controller for all heads: those that move each, then e and a of those that write. */
    int commands() {
        return heads() * moving() + 2 * writes * width;
    }

    /** Numbers of a row of the state. */
    int state() {
        return cells() + heads() * slots + reads * width;
    }

    int cells() {
        return width * slots;
    }

    /** Where a head's weights begin in a row of the state. */
    int weightsAt(int head) {
        return cells() + head * slots;
    }

    /** Where what was read begins in a row of the state. */
    int readAt() {
        return cells() + heads() * slots;
    }

    /** Of so many examples: an empty tape, all heads at its first slot, nothing read. */
    Tensor start(int examples) {
        double[] row = new double[state()];
        Arrays.fill(row, 0, cells(), BLANK);
        for (int h = 0; h < heads(); h++) {
            row[weightsAt(h)] = 1;
        }
        return Tensor.of(row).unsqueeze(0).repeat(0, examples);
    }

    /** Commands, all 0 but that what is erased begins with so much: the less, the longer a tape keeps what is on it. */
    Tensor keeping(double erase) {
        double[] row = new double[commands()];
        for (int h = 0; h < writes; h++) {
            int at = heads() * moving() + 2 * h * width;
            Arrays.fill(row, at, at + width, erase);
        }
        return Tensor.of(row);
    }

    /** The state after a step, from the state before [N × state] and what the controller says [N × commands]. */
    Tensor step(Tensor state, Tensor commands) {
        return Tensor.rowWise(this, state, commands);
    }

    /** What all reading heads read, [N × reads·width]. */
    Tensor read(Tensor state) {
        return state.narrow(1, readAt(), reads * width);
    }

    /** Where a head is, [N × slots]. */
    Tensor weights(Tensor state, int head) {
        return state.narrow(1, weightsAt(head), slots);
    }

    /** What is on the tape, [N × width × slots]. */
    Tensor memory(Tensor state) {
        return state.narrow(1, 0, cells()).reshape(state.size(0), width, slots);
    }

    @Override
    public String name() {
        return "tape";
    }

    @Override
    public int width(int... in) {
        if (in.length != 2 || in[0] != state() || in[1] != commands()) {
            throw new ShapeException("tape: expected a state [N × %d] and commands [N × %d], got widths %s"
                    .formatted(state(), commands(), Arrays.toString(in)));
        }
        return state();
    }

    @Override
    public Tensor composed(Tensor... in) {
        Tensor state = in[0];
        Tensor memory = memory(state); // [N × width × slots]
        List<Tensor> weights = new ArrayList<>();
        for (int h = 0; h < heads(); h++) {
            weights.add(move(memory, weights(state, h), in[1].narrow(1, h * moving(), moving())));
        }
        Tensor kept = memory;
        Tensor added = null;
        for (int h = 0; h < writes; h++) {
            Tensor w = weights.get(reads + h).unsqueeze(1); // [N × 1 × slots]
            int at = heads() * moving() + 2 * h * width;
            Tensor erase = in[1].narrow(1, at, width).sigmoid().unsqueeze(2); // [N × width × 1]
            Tensor add = in[1].narrow(1, at + width, width).tanh().unsqueeze(2);
            kept = kept.mul(w.mul(erase).neg().add(1));
            added = added == null ? w.mul(add) : added.add(w.mul(add));
        }
        List<Tensor> parts = new ArrayList<>(List.of(kept.add(added).reshape(state.size(0), cells())));
        parts.addAll(weights);
        for (Tensor w : weights.subList(0, reads)) {
            parts.add(w.unsqueeze(1).matmulTransposed(memory).squeeze(1)); // [N × width]
        }
        return Tensor.cat(1, parts.toArray(Tensor[]::new));
    }

    /** A head's new weights. */
    private Tensor move(Tensor memory, Tensor before, Tensor commands) {
        Tensor key = commands.narrow(1, 0, width).tanh();
        Tensor strength = commands.narrow(1, width, 1).softplus();
        Tensor gate = commands.narrow(1, width + 1, 1).sigmoid();
        Tensor shift = commands.narrow(1, width + 2, shifts()).softmax(1);
        Tensor sharpness = commands.narrow(1, width + 2 + shifts(), 1).softplus().add(1);
        Tensor found = Addressing.content(Addressing.likeness(key, memory), strength);
        return Addressing.sharpen(
                Addressing.shift(Addressing.interpolate(found, before, gate), shift), sharpness);
    }

    @Override
    public int kept() {
        return TapeLoops.kept(this);
    }

    @Override
    public void forward(float[][] in, float[] y, float[] kept, int row) {
        new TapeLoops(this, in[0], in[1], y, kept, row).forward();
    }

    @Override
    public void backward(float[][] in, float[] y, float[] kept, float[] g, float[][] out, int row) {
        new TapeLoops(this, in[0], in[1], y, kept, row).backward(g, out[0], out[1]);
    }
}
