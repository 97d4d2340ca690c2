package io.cajal.train;

import io.cajal.data.Batch;
import io.cajal.data.TokenWindows;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.LanguageModel;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.stream.IntStream;

/** How well a language model foretells a text. */
public final class NextToken {
    private static final int BATCH = 32;

    private NextToken() {
    }

    /**
     * The mean of −ln p of each token, in nats; its exponential is the perplexity. Tokens are read in windows of {@code
     * context}, half a window apart, of which the second half counts: each is foretold from half of {@code context} or
     * more.
     */
    public static double nats(LanguageModel model, int[] tokens, int context) {
        TokenWindows windows = new TokenWindows(tokens, context, context / 2);
        double sum = 0;
        for (int from = 0; from < windows.size(); from += BATCH) {
            Batch batch = windows
                    .batch(IntStream.range(from, Math.min(windows.size(), from + BATCH)).toArray());
            sum += batch.size() * Run.evaluation()
                    .call(() -> new CrossEntropy().of(late(model.apply(batch.x())), late(batch.y())).item());
        }
        return sum / windows.size();
    }

    private static Tensor late(Tensor sequences) {
        int length = sequences.size(1);
        return sequences.narrow(1, length / 2, length - length / 2);
    }
}
