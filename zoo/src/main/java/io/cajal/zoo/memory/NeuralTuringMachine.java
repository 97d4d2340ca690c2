package io.cajal.zoo.memory;

import io.cajal.base.Rng;
import io.cajal.base.ShapeException;
import io.cajal.nn.Init;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.LstmCell;
import io.cajal.nn.RecurrentCell;
import io.cajal.nn.RecurrentState;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Tanh;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A neural Turing machine (Graves, Wayne and Danihelka 2014, arXiv 1410.5401): a network, the controller, beside a tape
 * of {@code slots} vectors that it reads and writes by heads. In each step the controller sees the input and what was
 * read the step before, h = controller(x, r₋₁); it moves the heads by W h + b, whose numbers {@link Tape} explains; and
 * the machine answers W′ [h, r] + b′, with what its heads read now. A cell of a recurrent network keeps few numbers and
 * changes all of them in each step; the tape keeps many, and a head changes only those it stands at, so what a machine
 * learns on short sequences goes on working on longer ones: it has learned a program.
 *
 * <p>Every sequence begins with an empty tape and all heads at its first slot, as Turing's do. The constant that an empty
 * tape is made of matters: tapes that begin with random numbers learn far more slowly (Collier and Beel 2018).
 *
 * <p>A controller with a state of its own ({@link LstmCell}) can count and remember beside the tape; without ({@link
 * #withFeedForward}) all memory is on the tape, and what the machine does can be read from its heads. When not to use
 * it: nearly always. It is hard to train and goes step by step; attention reads a whole sequence at once. It is here for
 * what it shows.
 *
 * @param controller a recurrent cell, or a layer without a state, of x [N × in + reads·width]
 * @param heads from h to the commands of the tape
 * @param out from [h, r] to the answer
 * @param slots N in the paper
 * @param width numbers in a slot, M in the paper
 * @param reads heads that read
 * @param writes heads that write
 * @param reach how many slots a head moves at most in a step
 */
public record NeuralTuringMachine(Layer controller, Linear heads, Linear out, int slots, int width, int reads,
        int writes, int reach) implements Layer {
    /**
     * What an erase vector begins with, before the logistic function: the tape keeps what is on it until the controller has
     * learned otherwise, as an LSTM does whose forget gates begin open. A head with nothing to do is everywhere at once.
     */
    private static final double KEEPING = -3;

    public NeuralTuringMachine {
        Tape tape = new Tape(slots, width, reads, writes, reach);
        int hidden = heads.weight().size(1);
        if (heads.weight().size(0) != tape.commands() || out.weight().size(1) != hidden + reads * width) {
            throw new ShapeException(
                    "NeuralTuringMachine: needs heads to %d commands, and an answer from %d + %d numbers, got %s and %s"
                            .formatted(tape.commands(), hidden, reads * width, heads.weight().shape(),
                                    out.weight().shape()));
        }
    }

    /** The sizes of a tape with its heads, which move by one slot at most. */
    public record Memory(int slots, int width, int reads, int writes) {
        private Tape tape() {
            return new Tape(slots, width, reads, writes, 1);
        }
    }

    /** With an LSTM for a controller. */
    public static NeuralTuringMachine withLstm(int in, int hidden, int out, Memory memory, Rng rng) {
        return of(LstmCell.of(in + memory.reads * memory.width, hidden, rng.split("controller")), hidden, out,
                memory, rng);
    }

    /** With a controller of one hidden layer, without a state. */
    public static NeuralTuringMachine withFeedForward(int in, int hidden, int out, Memory memory, Rng rng) {
        return of(Sequential.of(
                Linear.of(in + memory.reads * memory.width, hidden, rng.split("controller")), new Tanh()),
                hidden, out, memory, rng);
    }

    private static NeuralTuringMachine of(Layer controller, int hidden, int out, Memory memory, Rng rng) {
        Tape tape = memory.tape();
        return new NeuralTuringMachine(controller,
                new Linear(Init.xavierUniform(1, rng.split("heads"), tape.commands(), hidden),
                        Param.of(tape.keeping(KEEPING))),
                Linear.of(hidden + memory.reads * memory.width, out, rng.split("out")), memory.slots,
                memory.width, memory.reads, memory.writes, tape.reach());
    }

    Tape tape() {
        return new Tape(slots, width, reads, writes, reach);
    }

    @Override
    public Tensor forward(Tensor x) { // [N × T × in]
        return run(x, _ -> {
        }); // [N × T × out]
    }

    /** The same, showing the state of the tape after each step. */
    Tensor run(Tensor x, Consumer<Tensor> states) {
        if (x.rank() != 3) {
            throw new ShapeException("NeuralTuringMachine: needs sequences [N × T × in], got " + x.shape());
        }
        Tape tape = tape();
        Tensor state = tape.start(x.size(0));
        Tensor read = tape.read(state);
        RecurrentState own = null;
        List<Tensor> answers = new ArrayList<>();
        for (int t = 0; t < x.size(1); t++) {
            Tensor seen = Tensor.cat(1, x.select(1, t), read); // [N × in + reads·width]
            Tensor h;
            if (controller instanceof RecurrentCell cell) {
                own = cell.step(seen, own);
                h = own.h();
            } else {
                h = controller.apply(seen);
            }
            state = tape.step(state, heads.apply(h));
            states.accept(state);
            read = tape.read(state);
            answers.add(Tensor.cat(1, h, read));
        }
        return out.apply(Tensor.stack(1, answers.toArray(Tensor[]::new)));
    }
}
