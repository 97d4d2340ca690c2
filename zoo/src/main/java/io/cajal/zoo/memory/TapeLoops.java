package io.cajal.zoo.memory;

import io.cajal.backend.cpu.Kernels;
import java.util.Arrays;

/**
 * A step of a {@link Tape} for one example, on floats, and its gradient by hand. Slots lie side by side in memory, so the
 * inner loops go over them. Names are the paper's: M the memory, w the weights, k, β, g, s and γ what moves a head; dX is
 * ∂L/∂X.
 */
final class TapeLoops {
    private static final Kernels KERNELS = Kernels.best();
    // Where a head's scalars lie in what is kept of it.
    private static final int STRENGTH = 0;
    private static final int GATE = 1;
    private static final int SHARPNESS = 2;
    private static final int KEY_LENGTH = 3;
    private static final int SCALARS = 4;
    /** Rows of a number for each slot that are kept of a head: likeness, found, mixed, moved, and its logarithm. */
    private static final int ROWS = 5;

    private final Tape tape;
    private final int slots;
    private final int width;
    private final float[] before;
    private final int from;
    private final float[] commands;
    private final int told;
    private final float[] after;
    private final float[] kept;
    private final int keptFrom;

    /** Of row {@code row} of the state before, the commands, the state after, and what is kept. */
    TapeLoops(Tape tape, float[] before, float[] commands, float[] after, float[] kept, int row) {
        this.tape = tape;
        slots = tape.slots();
        width = tape.width();
        this.before = before;
        from = row * tape.state();
        this.commands = commands;
        told = row * tape.commands();
        this.after = after;
        this.kept = kept;
        keptFrom = row * kept(tape);
    }

    /** Numbers that are kept of a row: 1/|M(i)|, then those of each head, then e and a of those that write. */
    static int kept(Tape tape) {
        return tape.slots() + tape.heads() * ofHead(tape) + 2 * tape.writes() * tape.width();
    }

    /** Key, shift, scalars, rows. */
    private static int ofHead(Tape tape) {
        return tape.width() + tape.shifts() + SCALARS + ROWS * tape.slots();
    }

    private int key(int head) {
        return keptFrom + slots + head * ofHead(tape);
    }

    private int shift(int head) {
        return key(head) + width;
    }

    private int scalars(int head) {
        return shift(head) + tape.shifts();
    }

    private int row(int head, int number) {
        return scalars(head) + SCALARS + number * slots;
    }

    private int likeness(int head) {
        return row(head, 0);
    }

    private int found(int head) {
        return row(head, 1);
    }

    private int mixed(int head) {
        return row(head, 2);
    }

    private int moved(int head) {
        return row(head, 3);
    }

    private int logarithm(int head) {
        return row(head, 4);
    }

    private int erase(int writer) {
        return keptFrom + slots + tape.heads() * ofHead(tape) + 2 * writer * width;
    }

    private int add(int writer) {
        return erase(writer) + width;
    }

    private int weights(int head) {
        return from + tape.weightsAt(head);
    }

    private int command(int head) {
        return told + head * tape.moving();
    }

    private int writing(int writer) {
        return told + tape.heads() * tape.moving() + 2 * writer * width;
    }

    // Forward

    void forward() {
        Arrays.fill(kept, keptFrom, keptFrom + slots, Addressing.SMALL);
        for (int m = 0; m < width; m++) {
            int at = from + m * slots;
            for (int n = 0; n < slots; n++) {
                kept[keptFrom + n] += before[at + n] * before[at + n];
            }
        }
        for (int n = keptFrom; n < keptFrom + slots; n++) {
            kept[n] = 1 / (float) Math.sqrt(kept[n]);
        }
        for (int head = 0; head < tape.heads(); head++) {
            find(head);
            move(head);
        }
        for (int head = 0; head < tape.reads(); head++) {
            for (int m = 0; m < width; m++) {
                after[from + tape.readAt() + head * width + m] = KERNELS.dot(before, from + m * slots, after,
                        weights(head), slots);
            }
        }
        write();
    }

    /** Equation 5: softmax(β K[k, M(i)]). */
    private void find(int head) {
        int k = key(head);
        int raw = command(head);
        KERNELS.tanh(commands, raw, kept, k, width);
        float keyLength = 1
                / (float) Math.sqrt(KERNELS.dot(kept, k, kept, k, width) + Addressing.SMALL);
        float strength = softplus(commands[raw + width]);
        kept[scalars(head) + KEY_LENGTH] = keyLength;
        kept[scalars(head) + STRENGTH] = strength;
        int like = likeness(head);
        Arrays.fill(kept, like, like + slots, 0);
        for (int m = 0; m < width; m++) {
            KERNELS.axpy(kept[k + m], before, from + m * slots, kept, like, slots);
        }
        int found = found(head);
        for (int n = 0; n < slots; n++) {
            kept[like + n] *= keyLength * kept[keptFrom + n];
            kept[found + n] = strength * kept[like + n];
        }
        softmax(kept, found, kept, found, slots);
    }

    /** Equations 7 to 9: interpolation, shift, sharpening. */
    private void move(int head) {
        int raw = command(head) + width + 1;
        float gate = sigmoid(commands[raw]);
        kept[scalars(head) + GATE] = gate;
        int found = found(head);
        int mixed = mixed(head);
        for (int n = 0; n < slots; n++) {
            float last = before[weights(head) + n];
            kept[mixed + n] = gate * (kept[found + n] - last) + last;
        }
        int shift = shift(head);
        softmax(commands, raw + 1, kept, shift, tape.shifts());
        int moved = moved(head);
        Arrays.fill(kept, moved, moved + slots, Addressing.TINY);
        for (int j = 0; j < tape.shifts(); j++) { // what goes over the end comes in at the beginning
            int on = on(j);
            KERNELS.axpy(kept[shift + j], kept, mixed, kept, moved + on, slots - on);
            KERNELS.axpy(kept[shift + j], kept, mixed + slots - on, kept, moved, on);
        }
        float sharpness = 1 + softplus(commands[raw + 1 + tape.shifts()]);
        kept[scalars(head) + SHARPNESS] = sharpness;
        int logarithm = logarithm(head);
        KERNELS.log(kept, moved, kept, logarithm, slots);
        int w = weights(head);
        for (int n = 0; n < slots; n++) {
            after[w + n] = sharpness * kept[logarithm + n];
        }
        softmax(after, w, after, w, slots);
    }

    /** How many slots shift number j goes on, round the tape: 0 … slots − 1. */
    private int on(int j) {
        return Math.floorMod(j - tape.reach(), slots);
    }

    /** Equations 3 and 4: all heads erase, then all add. */
    private void write() {
        System.arraycopy(before, from, after, from, tape.cells());
        for (int h = 0; h < tape.writes(); h++) {
            KERNELS.sigmoid(commands, writing(h), kept, erase(h), width);
            KERNELS.tanh(commands, writing(h) + width, kept, add(h), width);
            for (int m = 0; m < width; m++) {
                float e = kept[erase(h) + m];
                int at = from + m * slots;
                int w = weights(tape.reads() + h);
                for (int n = 0; n < slots; n++) {
                    after[at + n] *= 1 - e * after[w + n];
                }
            }
        }
        for (int h = 0; h < tape.writes(); h++) {
            for (int m = 0; m < width; m++) {
                KERNELS.axpy(kept[add(h) + m], after, weights(tape.reads() + h), after, from + m * slots,
                        slots);
            }
        }
    }

    private static void softmax(float[] x, int xo, float[] y, int yo, int n) {
        float each = 1 / KERNELS.expMinus(x, xo, KERNELS.max(x, xo, n), y, yo, n);
        for (int i = yo; i < yo + n; i++) {
            y[i] *= each;
        }
    }

    private static float softplus(float x) {
        return (float) (x > 0 ? x + StrictMath.log1p(StrictMath.exp(-x))
                : StrictMath.log1p(StrictMath.exp(x)));
    }

    private static float sigmoid(float x) {
        return (float) (1 / (1 + StrictMath.exp(-x)));
    }

    // Backward

    /** From the gradient g of the state after to those of the state before and of the commands. */
    void backward(float[] g, float[] dBefore, float[] dCommands) {
        float[] dw = new float[tape.heads() * slots];
        System.arraycopy(g, from + tape.cells(), dw, 0, dw.length);
        unwrite(g, dBefore, dCommands, dw);
        for (int head = 0; head < tape.reads(); head++) { // r = Σ w(i) M(i)
            for (int m = 0; m < width; m++) {
                float dr = g[from + tape.readAt() + head * width + m];
                KERNELS.axpy(dr, before, from + m * slots, dw, head * slots, slots);
                KERNELS.axpy(dr, after, weights(head), dBefore, from + m * slots, slots);
            }
        }
        Arrays.fill(dBefore, from + tape.readAt(), from + tape.state(), 0);
        float[] dLength = new float[slots]; // Σ over heads of dK K, for the lengths of slots
        for (int head = 0; head < tape.heads(); head++) {
            float[] dMoved = new float[slots];
            unsharpen(head, dw, dMoved, dCommands);
            float[] dFound = unmix(head, unshift(head, dMoved, dCommands), dBefore, dCommands);
            unfind(head, dFound, dBefore, dCommands, dLength);
        }
        for (int n = 0; n < slots; n++) {
            dLength[n] *= kept[keptFrom + n] * kept[keptFrom + n];
        }
        for (int m = 0; m < width; m++) {
            int at = from + m * slots;
            for (int n = 0; n < slots; n++) {
                dBefore[at + n] -= before[at + n] * dLength[n];
            }
        }
    }

    /** Of M(i) Π (1 − w(i) e) + Σ w(i) a: writes dM, and adds to dw of the heads that write. */
    private void unwrite(float[] g, float[] dBefore, float[] dCommands, float[] dw) {
        System.arraycopy(g, from, dBefore, from, tape.cells());
        float[] dErased = new float[slots];
        for (int h = 0; h < tape.writes(); h++) {
            int w = weights(tape.reads() + h);
            int to = (tape.reads() + h) * slots;
            for (int m = 0; m < width; m++) {
                int at = from + m * slots;
                float e = kept[erase(h) + m];
                float a = kept[add(h) + m];
                for (int n = 0; n < slots; n++) { // of w(i) e
                    dErased[n] = -g[at + n] * before[at + n];
                }
                eraseByOthers(h, m, dErased);
                for (int n = 0; n < slots; n++) {
                    dBefore[at + n] *= 1 - e * after[w + n];
                }
                KERNELS.axpy(e, dErased, 0, dw, to, slots);
                KERNELS.axpy(a, g, at, dw, to, slots);
                dCommands[writing(h) + m] = KERNELS.dot(dErased, 0, after, w, slots) * e * (1 - e);
                dCommands[writing(h) + width + m] = KERNELS.dot(g, at, after, w, slots) * (1 - a * a);
            }
        }
    }

    /** What the other heads leave of number m of each slot: Π (1 − w e). */
    private void eraseByOthers(int writer, int m, float[] cells) {
        for (int h = 0; h < tape.writes(); h++) {
            if (h != writer) {
                float e = kept[erase(h) + m];
                int w = weights(tape.reads() + h);
                for (int n = 0; n < slots; n++) {
                    cells[n] *= 1 - e * after[w + n];
                }
            }
        }
    }

    /** Of softmax(γ ln w̃). */
    private void unsharpen(int head, float[] dw, float[] dMoved, float[] dCommands) {
        int w = weights(head);
        int to = head * slots;
        float mean = KERNELS.dot(after, w, dw, to, slots);
        for (int n = 0; n < slots; n++) {
            dMoved[n] = after[w + n] * (dw[to + n] - mean);
        }
        int raw = command(head) + width + 2 + tape.shifts();
        dCommands[raw] = KERNELS.dot(dMoved, 0, kept, logarithm(head), slots) * sigmoid(commands[raw]);
        float sharpness = kept[scalars(head) + SHARPNESS];
        int moved = moved(head);
        for (int n = 0; n < slots; n++) {
            dMoved[n] *= sharpness / kept[moved + n];
        }
    }

    /** Of the circular convolution: returns the gradient of what was shifted. */
    private float[] unshift(int head, float[] dMoved, float[] dCommands) {
        int shift = shift(head);
        int mixed = mixed(head);
        float[] dMixed = new float[slots];
        float[] dShift = new float[tape.shifts()];
        float mean = 0;
        for (int j = 0; j < dShift.length; j++) {
            float s = kept[shift + j];
            int on = on(j);
            KERNELS.axpy(s, dMoved, on, dMixed, 0, slots - on);
            KERNELS.axpy(s, dMoved, 0, dMixed, slots - on, on);
            dShift[j] = KERNELS.dot(dMoved, on, kept, mixed, slots - on)
                    + KERNELS.dot(dMoved, 0, kept, mixed + slots - on, on);
            mean += dShift[j] * s;
        }
        for (int j = 0; j < dShift.length; j++) {
            dCommands[command(head) + width + 2 + j] = kept[shift + j] * (dShift[j] - mean);
        }
        return dMixed;
    }

    /** Of g w꜀ + (1 − g) w₋₁: returns the gradient of w꜀, in place, and writes that of w₋₁. */
    private float[] unmix(int head, float[] dMixed, float[] dBefore, float[] dCommands) {
        float gate = kept[scalars(head) + GATE];
        int found = found(head);
        int w = weights(head);
        dCommands[command(head) + width + 1] = (KERNELS.dot(dMixed, 0, kept, found, slots)
                - KERNELS.dot(dMixed, 0, before, w, slots)) * gate * (1 - gate);
        for (int n = 0; n < slots; n++) {
            dBefore[w + n] = (1 - gate) * dMixed[n];
            dMixed[n] *= gate;
        }
        return dMixed;
    }

    /** Of softmax(β K): adds to dM but for the lengths of slots, for which dK K is added to {@code dLength}. */
    private void unfind(int head, float[] dFound, float[] dBefore, float[] dCommands, float[] dLength) {
        int found = found(head);
        int like = likeness(head);
        int k = key(head);
        int raw = command(head);
        float strength = kept[scalars(head) + STRENGTH];
        float keyLength = kept[scalars(head) + KEY_LENGTH];
        float mean = KERNELS.dot(kept, found, dFound, 0, slots);
        for (int n = 0; n < slots; n++) {
            dFound[n] = kept[found + n] * (dFound[n] - mean);
        }
        float dStrength = KERNELS.dot(dFound, 0, kept, like, slots);
        dCommands[raw + width] = dStrength * sigmoid(commands[raw + width]);
        for (int n = 0; n < slots; n++) {
            float dLike = strength * dFound[n];
            dLength[n] += dLike * kept[like + n];
            dFound[n] = dLike * keyLength * kept[keptFrom + n]; // of k·M(i)
        }
        float dKeyLength = strength * dStrength * keyLength * keyLength;
        for (int m = 0; m < width; m++) {
            float key = kept[k + m];
            float dKey = KERNELS.dot(dFound, 0, before, from + m * slots, slots) - key * dKeyLength;
            dCommands[raw + m] = dKey * (1 - key * key);
            KERNELS.axpy(key, dFound, 0, dBefore, from + m * slots, slots);
        }
    }
}
