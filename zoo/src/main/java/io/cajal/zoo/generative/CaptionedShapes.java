package io.cajal.zoo.generative;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.tensor.Tensor;
import io.cajal.text.Vocabulary;
import io.cajal.text.Words;
import io.cajal.zoo.kit.Captions;
import io.cajal.zoo.kit.Captions.Said;
import io.cajal.zoo.kit.Shapes;
import io.cajal.zoo.kit.Shapes.Figure;
import io.cajal.zoo.kit.Shapes.Hue;
import io.cajal.zoo.kit.Shapes.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Captions with pictures of which they are true: x numbers of words [N × {@value #WORDS}], y pictures [N × 3
 * × 32 × 32], drawn when they are asked for. One hue of each kind is held out, so that a network can be asked
 * for what it never saw: if it knows red circles and blue stars, does it know blue circles?
 */
record CaptionedShapes(List<Said> said, List<String> texts, List<Figure> figures) implements Dataset {
    static final int SIDE = 32;
    static final int WORDS = 10;
    static final List<String> ATTRIBUTES = List.of("shape", "colour", "size", "place");
    private static final int KINDS = Kind.values().length;
    private static final int HUES = Hue.values().length;

    /** All words of captions, padding to fill up short ones; a word that no caption has is an error. */
    static final Words VOCABULARY = wordList();

    /** So many captions of one sort: of the pairs of kind and hue that are held out, or of the others. */
    static CaptionedShapes of(int count, boolean heldOut, Rng rng) {
        List<Said> said = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Rng own = rng.split(i);
            Said drawn = drawn(own);
            while (heldOut(drawn) != heldOut) {
                drawn = drawn(own);
            }
            said.add(drawn);
        }
        return of(said, rng);
    }

    /** Captions of all pairs. */
    static CaptionedShapes ofAll(int count, Rng rng) {
        return of(IntStream.range(0, count).mapToObj(i -> drawn(rng.split(i))).toList(), rng);
    }

    private static CaptionedShapes of(List<Said> said, Rng rng) {
        List<String> texts = new ArrayList<>();
        List<Figure> figures = new ArrayList<>();
        for (int i = 0; i < said.size(); i++) {
            texts.add(said.get(i).text(rng.split("words").split(i)));
            figures.add(said.get(i).figure(rng.split("figures").split(i)));
        }
        return new CaptionedShapes(said, texts, figures);
    }

    private static Said drawn(Rng rng) {
        return new Said(Kind.values()[rng.below(KINDS)], Hue.values()[rng.below(HUES)],
                rng.below(Captions.SIZES.size()), rng.below(Captions.PLACES.size()));
    }

    static boolean heldOut(Said said) {
        return said.hue() == said.kind().keptBack();
    }

    private static Words wordList() {
        Rng rng = Rng.of(1);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            texts.add(drawn(rng).text(rng));
        }
        // Counted as equally frequent: their order is then that of the alphabet, whatever was drawn.
        return new Words(Vocabulary.of(texts.stream().flatMap(text -> Words.tokens(text, true)).distinct())
                .withPadding(), true);
    }

    /** Texts as the network takes them [N × WORDS]. */
    static Tensor numbers(List<String> texts) {
        float[] all = new float[texts.size() * WORDS];
        Arrays.fill(all, VOCABULARY.vocabulary().padding());
        for (int i = 0; i < texts.size(); i++) {
            int[] ids = VOCABULARY.encode(texts.get(i));
            for (int j = 0; j < Math.min(WORDS, ids.length); j++) {
                all[i * WORDS + j] = ids[j];
            }
        }
        return Tensor.of(Shape.of(texts.size(), WORDS), all);
    }

    @Override
    public int size() {
        return said.size();
    }

    @Override
    public Batch batch(int... numbers) {
        return new Batch(numbers(Arrays.stream(numbers).mapToObj(texts::get).toList()), pictures(numbers));
    }

    Tensor pictures(int... numbers) {
        return Shapes.images(Arrays.stream(numbers).mapToObj(figures::get).toList(), SIDE, 3);
    }

    /** The same pictures with their four attributes as targets [N × 4]: for the judge. */
    Dataset attributes() {
        CaptionedShapes all = this;
        return new Dataset() {
            @Override
            public int size() {
                return all.size();
            }

            @Override
            public Batch batch(int... numbers) {
                return new Batch(all.pictures(numbers),
                        Tensor.of(Arrays.stream(numbers).mapToObj(i -> attributes(all.said.get(i)))
                                .toArray(double[][]::new)));
            }
        };
    }

    /** In the order of {@link #ATTRIBUTES}. */
    static double[] attributes(Said said) {
        return new double[] {said.kind().ordinal(), said.hue().ordinal(), said.size(), said.place()};
    }

    /** How many values each attribute has. */
    static int[] choices() {
        return new int[] {KINDS, HUES, Captions.SIZES.size(), Captions.PLACES.size()};
    }
}
