package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;

/**
 * A language model that remembers in a state what it has read (Mikolov, Karafiát, Burget, Černocký and Khudanpur 2010;
 * with LSTM cells Graves 2013): a vector for each token, recurrent layers, and the logits of the next token.
 *
 * @param tokens a vector for each token
 * @param body goes forward only: on its way back it would see what it has to foretell
 * @param dropout of the outputs of the last layer in training; null for none
 */
public record RecurrentLm(Embedding tokens, Recurrent body, Dropout dropout,
        Linear head) implements LanguageModel {
    public RecurrentLm {
        if (body.bidirectional()) {
            throw new CajalException(
                    "language model: a bidirectional layer sees the tokens that it has to foretell; give one that goes forward");
        }
    }

    /** One that begins with {@code embedding} numbers a token. */
    public static RecurrentLm of(int vocabulary, int embedding, Recurrent body, Rng rng) {
        return new RecurrentLm(Embedding.of(vocabulary, embedding, rng.split("tokens")), body, null,
                Linear.of(body.cells().getLast().hidden(), vocabulary, rng.split("head")));
    }

    /** Of the outputs of the last layer, in training. */
    public RecurrentLm withDropout(double p, Rng rng) {
        return new RecurrentLm(tokens, body, Dropout.of(p, rng), head);
    }

    @Override
    public int vocabulary() {
        return tokens.weight().size(0);
    }

    @Override
    public int context() {
        return Integer.MAX_VALUE;
    }

    @Override
    public Tensor forward(Tensor x) { // [N × L]
        check(x);
        Tensor y = body.apply(tokens.apply(x)); // [N × L × hidden]
        return head.apply(dropout == null ? y : dropout.apply(y)); // [N × L × vocabulary]
    }

    @Override
    public Reader reader() {
        return new Reader() {
            private RecurrentState state;

            @Override
            public Tensor read(Tensor x) {
                check(x);
                Recurrent.Result result = body.run(tokens.apply(x), null, state);
                state = result.state().keep();
                return head.apply(result.outputs().select(1, -1));
            }
        };
    }

    private static void check(Tensor x) {
        if (x.rank() != 2 || x.size(1) == 0) {
            throw new ShapeException("language model: needs numbers [N × L], got " + x.shape());
        }
    }
}
