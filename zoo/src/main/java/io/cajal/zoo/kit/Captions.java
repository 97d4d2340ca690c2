package io.cajal.zoo.kit;

import io.cajal.base.Rng;
import io.cajal.zoo.kit.Shapes.Figure;
import io.cajal.zoo.kit.Shapes.Hue;
import io.cajal.zoo.kit.Shapes.Kind;
import java.util.List;

/**
 * What one says of a shape in a picture: {@code a small red circle above left}. A caption names four
 * attributes: kind, hue, one of two sizes and one of nine places; what it leaves open is chance.
 */
public final class Captions {
    public static final List<String> SIZES = List.of("small", "large");

    /** Row by row from above. */
    public static final List<String> PLACES = List.of("above left", "above", "above right",
            "on the left", "in the middle", "on the right", "below left", "below", "below right");

    private static final List<List<String>> SIZE_WORDS = List.of(List.of("small", "little", "tiny"),
            List.of("large", "big", "huge"));
    private static final double STEP = 0.5; // from one place to the next
    private static final double SPREAD = 0.08; // around a place
    private static final double BETWEEN_SIZES = 0.355;

    /**
     * What a caption says.
     *
     * @param size in {@link #SIZES}
     * @param place in {@link #PLACES}
     */
    public record Said(Kind kind, Hue hue, int size, int place) {
        /** The usual sentence: {@code a small red circle above left}. */
        public String text() {
            return sentence(0, SIZES.get(size));
        }

        /** The same in words drawn from several. */
        public String text(Rng rng) {
            List<String> words = SIZE_WORDS.get(size);
            return sentence(rng.below(4), words.get(rng.below(words.size())));
        }

        private String sentence(int form, String sizeWord) {
            String thing = "%s %s %s".formatted(sizeWord, hue.text(), kind.text());
            String where = PLACES.get(place);
            return switch (form) {
                case 1 -> "%s, a %s".formatted(where, thing);
                case 2 -> "there is a %s %s".formatted(thing, where);
                case 3 ->
                    "%s %s %s, %s, %s".formatted(hue == Hue.ORANGE ? "an" : "a", hue.text(), kind.text(),
                            sizeWord, where);
                default -> "a %s %s".formatted(thing, where);
            };
        }

        /** A figure of which this is true; what is left open is drawn. */
        public Figure figure(Rng rng) {
            double x = (place % 3 - 1) * STEP + rng.uniform(-SPREAD, SPREAD);
            double y = (place / 3 - 1) * STEP + rng.uniform(-SPREAD, SPREAD);
            double scale = size == 0 ? rng.uniform(0.26, 0.31) : rng.uniform(0.4, 0.44);
            return new Figure(kind, hue, x, y, scale, rng.uniform(-0.3, 0.3));
        }
    }

    private Captions() {
    }

    /** What is true of a figure. */
    public static Said of(Figure figure) {
        return new Said(figure.kind(), figure.hue(), figure.scale() < BETWEEN_SIZES ? 0 : 1,
                third(figure.y()) * 3 + third(figure.x()));
    }

    private static int third(double where) {
        return where < -STEP / 2 ? 0 : where <= STEP / 2 ? 1 : 2;
    }
}
