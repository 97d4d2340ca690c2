package io.cajal.train;

import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import io.cajal.nn.LanguageModel;
import io.cajal.nn.Parts;
import io.cajal.nn.ReadsTokens;
import io.cajal.tensor.Tensor;
import io.cajal.text.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The texts that a model of tokens answers for, and how they become its numbers: those of the first tokens, filled up with
 * the padding.
 *
 * @param column that texts had in the table learned from; {@value #USUAL} where there was none
 * @param length the most tokens of a text that are read
 * @param padding the number that fills up
 */
public record TextInput(Tokenizer tokenizer, String column, int length, int padding) {
    public static final String USUAL = "text";
    private static final String COLUMN = "text";

    /** What a model's file says of the column. */
    public static Map<String, String> provenance(String column) {
        return Map.of(COLUMN, column);
    }

    /** Empty for a model that takes no texts; one that goes on with them instead of answering is refused. */
    public static Optional<TextInput> of(Model model) {
        if (model.input().tokenizer() == null) {
            return Optional.empty();
        }
        if (model.network() instanceof LanguageModel) {
            throw new CajalException(
                    "this model writes text instead of answering examples: use cajal generate MODEL");
        }
        int padding = Parts.layers(model.network()).values().stream()
                .filter(ReadsTokens.class::isInstance).map(ReadsTokens.class::cast)
                .mapToInt(ReadsTokens::padding).findFirst()
                .orElseThrow(() -> new CajalException(
                        "this model's network has no TokenReader or OneHot, which says where texts end"));
        return Optional.of(new TextInput(model.input().tokenizer(),
                model.provenance().getOrDefault(COLUMN, USUAL), model.input().elements(), padding));
    }

    /** The numbers of a text, {@link #length} of them. */
    public float[] numbers(String text) {
        int[] ids = tokenizer.encode(text);
        if (ids.length == 0) {
            throw new CajalException("the text is empty");
        }
        float[] numbers = new float[length];
        Arrays.fill(numbers, padding);
        for (int i = 0; i < Math.min(length, ids.length); i++) {
            numbers[i] = ids[i];
        }
        return numbers;
    }

    /** As a network takes them [N × length]. */
    public Tensor batch(List<float[]> texts) {
        float[] all = new float[texts.size() * length];
        for (int i = 0; i < texts.size(); i++) {
            System.arraycopy(texts.get(i), 0, all, i * length, length);
        }
        return Tensor.of(Shape.of(texts.size(), length), all);
    }
}
