package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;
import java.util.Arrays;

/**
 * What a recurrent layer remembers of a text: numbers of tokens x [N × L] to its state after the last one, [N × hidden], or
 * twice as wide, with what it remembers of the text from its end, where it goes both ways. Texts may differ in length:
 * after its end a text is filled up with the embedding's padding.
 *
 * @param tokens a vector for each token, with a padding
 */
public record TokenReader(Embedding tokens, Recurrent body) implements ReadsTokens {
    public TokenReader {
        if (tokens.padding() < 0) {
            throw new CajalException(
                    "token reader: the embedding needs a padding, which tells where texts end");
        }
    }

    @Override
    public int padding() {
        return tokens.padding();
    }

    @Override
    public Tensor forward(Tensor x) { // [N × L]
        if (x.rank() != 2) {
            throw new ShapeException("token reader: needs numbers [N × L], got " + x.shape());
        }
        int[] lengths = lengths(x);
        int longest = Arrays.stream(lengths).max().orElse(1);
        Tensor read = longest < x.size(1) ? x.narrow(1, 0, longest) : x; // padding of all costs nothing
        Tensor h = body.run(tokens.apply(read), lengths, null).state().h(); // [cells × N × hidden]
        int last = body.cells().size() - 1;
        return body.bidirectional() ? Tensor.cat(1, h.select(0, last - 1), h.select(0, last))
                : h.select(0, last);
    }

    /** Of each text, up to its last token; a text of nothing counts as one padding. */
    private int[] lengths(Tensor x) {
        float[] numbers = x.toFloats();
        int longest = x.size(1);
        int[] lengths = new int[x.size(0)];
        for (int i = 0; i < lengths.length; i++) {
            int length = longest;
            while (length > 1 && numbers[i * longest + length - 1] == tokens.padding()) {
                length--;
            }
            lengths[i] = length;
        }
        return lengths;
    }
}
