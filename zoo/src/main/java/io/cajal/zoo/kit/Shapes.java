package io.cajal.zoo.kit;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.TensorDataset;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Rendered pictures of coloured shapes, of which everything is known: kind, hue, place, scale, rotation,
 * light and background. A network that takes such pictures apart, or puts them together, can be checked
 * against the truth.
 *
 * <p>A shape is its signed distance: how far a point is from the outline, negative inside. A pixel whose
 * centre is d pixels outside is covered by the share ½ − d, held within 0 … 1, which gives soft edges at any
 * size. The numbers are the same bits on every machine.
 */
public final class Shapes {
    /** The names of the factors, in the order of {@link Figure#factors}. */
    public static final List<String> FACTORS = List.of("kind", "hue", "x", "y", "scale", "rotation", "light",
            "background");

    private static final double[] GREY = {0.299, 0.587, 0.114}; // how bright red, green and blue seem

    /** What can be drawn. Each fills a circle of radius 1 around its middle. */
    public enum Kind {
        CIRCLE, SQUARE, TRIANGLE, STAR, RING, CROSS, MOON, ARROW;

        /** {@code circle}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Looks the same after this part of a turn, in radians; 0 where it looks the same after any. */
        public double symmetry() {
            return switch (this) {
                case CIRCLE, RING -> 0;
                case SQUARE, CROSS -> Math.PI / 2;
                case TRIANGLE -> 2 * Math.PI / 3;
                case STAR -> 2 * Math.PI / 5;
                case MOON, ARROW -> 2 * Math.PI;
            };
        }

        /**
         * A colour of its own for each kind, to keep from a network and ask it for later: does it know a blue
         * circle that has seen red circles and blue stars?
         */
        public Hue keptBack() {
            return Hue.values()[(ordinal() + 3) % Hue.values().length];
        }

        /** How far the point is from the outline, negative inside. */
        double distance(double x, double y) {
            double radius = Math.sqrt(x * x + y * y);
            return switch (this) {
                case CIRCLE -> radius - 0.95;
                case RING -> Math.abs(radius - 0.74) - 0.24;
                case MOON -> Math.max(radius - 0.98, 0.8 - Math.sqrt((x - 0.5) * (x - 0.5) + y * y));
                case SQUARE -> fromPolygon(SQUARE_OUTLINE, x, y);
                case TRIANGLE -> fromPolygon(TRIANGLE_OUTLINE, x, y);
                case STAR -> fromPolygon(STAR_OUTLINE, x, y);
                case CROSS -> fromPolygon(CROSS_OUTLINE, x, y);
                case ARROW -> fromPolygon(ARROW_OUTLINE, x, y);
            };
        }
    }

    /** The colours, by name. */
    public enum Hue {
        RED(0.90, 0.13, 0.15), ORANGE(0.98, 0.55, 0.08), YELLOW(0.97, 0.90, 0.15), GREEN(0.18, 0.72, 0.25),
        CYAN(
                0.15, 0.82, 0.88),
        BLUE(0.18, 0.32, 0.95), PURPLE(0.60, 0.22, 0.82), WHITE(1, 1, 1);

        private final double[] rgb;

        Hue(double... rgb) {
            this.rgb = rgb;
        }

        /** {@code red}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Red, green and blue in 0 … 1. */
        public double[] rgb() {
            return rgb.clone();
        }
    }

    /**
     * A shape with all its factors.
     *
     * @param x of its middle, from −1 at the left edge of the picture to 1 at the right
     * @param y of its middle, from −1 at the upper edge to 1 at the lower
     * @param scale its radius; 1 is half the side of the picture
     * @param rotation clockwise, in radians
     * @param light 0 for even light, up to 1 where it comes from the right, −1 from the left
     * @param background how bright the ground is, in 0 … 1
     */
    public record Figure(Kind kind, Hue hue, double x, double y, double scale, double rotation, double light,
            double background) {
        public Figure {
            if (!(scale > 0 && Math.abs(light) <= 1 && background >= 0 && background <= 1)) {
                throw new CajalException(
                        ("shapes: a figure needs a scale above 0, light in −1 … 1 and a background "
                                + "in 0 … 1, got %s, %s and %s").formatted(scale, light, background));
            }
        }

        /** In even light, on black. */
        public Figure(Kind kind, Hue hue, double x, double y, double scale, double rotation) {
            this(kind, hue, x, y, scale, rotation, 0, 0);
        }

        /** The numbers of kind and hue and the other factors, in the order of {@link Shapes#FACTORS}. */
        public double[] factors() {
            return new double[] {kind.ordinal(), hue.ordinal(), x, y, scale, rotation, light, background};
        }
    }

    /** Numbers from {@code low} to {@code high}; one number where they are the same. */
    public record Range(double low, double high) {
        public static final Range ZERO = only(0);

        public static Range only(double value) {
            return new Range(value, value);
        }

        double draw(Rng rng) {
            double u = rng.uniform(); // drawn in any case, so that fixing one factor moves no other
            return low + (high - low) * u;
        }
    }

    /** The figures to draw from, each factor by itself. */
    public record Variety(List<Kind> kinds, List<Hue> hues, Range x, Range y, Range scale, Range rotation,
            Range light, Range background) {
        public Variety {
            kinds = List.copyOf(kinds);
            hues = List.copyOf(hues);
            if (kinds.isEmpty() || hues.isEmpty()) {
                throw new CajalException("shapes: needs a kind and a hue to draw from, got none");
            }
        }

        /** All kinds and hues, wholly inside of the picture, turned any way, in even light on black. */
        public static Variety usual() {
            return new Variety(List.of(Kind.values()), List.of(Hue.values()), new Range(-0.5, 0.5),
                    new Range(-0.5, 0.5), new Range(0.25, 0.5), new Range(0, 2 * Math.PI), Range.ZERO,
                    Range.ZERO);
        }

        public Variety kinds(Kind... some) {
            return new Variety(List.of(some), hues, x, y, scale, rotation, light, background);
        }

        public Variety hues(Hue... some) {
            return new Variety(kinds, List.of(some), x, y, scale, rotation, light, background);
        }

        /** Of both x and y. */
        public Variety place(double low, double high) {
            return new Variety(kinds, hues, new Range(low, high), new Range(low, high), scale, rotation,
                    light, background);
        }

        public Variety scale(double low, double high) {
            return new Variety(kinds, hues, x, y, new Range(low, high), rotation, light, background);
        }

        public Variety rotation(double low, double high) {
            return new Variety(kinds, hues, x, y, scale, new Range(low, high), light, background);
        }

        public Variety light(double low, double high) {
            return new Variety(kinds, hues, x, y, scale, rotation, new Range(low, high), background);
        }

        public Figure draw(Rng rng) {
            return new Figure(kinds.get(rng.below(kinds.size())), hues.get(rng.below(hues.size())),
                    x.draw(rng),
                    y.draw(rng), scale.draw(rng), rotation.draw(rng), light.draw(rng), background.draw(rng));
        }

        /** So many figures; figure i follows from the generator's key and i alone. */
        public List<Figure> draw(int count, Rng rng) {
            return IntStream.range(0, count).mapToObj(i -> draw(rng.split(i))).toList();
        }
    }

    private static final double[] SQUARE_OUTLINE = {-0.78, -0.78, 0.78, -0.78, 0.78, 0.78, -0.78, 0.78};
    private static final double[] TRIANGLE_OUTLINE = wheel(3, 1, 1);
    private static final double[] STAR_OUTLINE = wheel(5, 1, 0.45);
    private static final double[] CROSS_OUTLINE = {-0.3, -0.95, 0.3, -0.95, 0.3, -0.3, 0.95, -0.3, 0.95, 0.3,
            0.3,
            0.3, 0.3, 0.95, -0.3, 0.95, -0.3, 0.3, -0.95, 0.3, -0.95, -0.3, -0.3, -0.3};
    private static final double[] ARROW_OUTLINE = {0, -1, 0.72, -0.1, 0.26, -0.1, 0.26, 0.95, -0.26, 0.95,
            -0.26,
            -0.1, -0.72, -0.1};

    private Shapes() {
    }

    /**
     * The figures one on top of the other, the later above, on the first one's ground: [channels × size ×
     * size].
     */
    public static Tensor picture(int size, int channels, Figure... figures) {
        check(size, channels);
        return Tensor.of(Shape.of(channels, size, size), render(size, channels, figures));
    }

    /**
     * A picture of each figure [N × channels × size × size], values in 0 … 1; one channel is grey, three are
     * colour.
     */
    public static Tensor images(List<Figure> figures, int size, int channels) {
        return images(figures.size(), i -> new Figure[] {figures.get(i)}, size, channels);
    }

    /** A picture of each group of figures. */
    public static Tensor scenes(List<List<Figure>> groups, int size, int channels) {
        return images(groups.size(), i -> groups.get(i).toArray(Figure[]::new), size, channels);
    }

    /** Pictures with the factors as targets [N × 8], in the order of {@link #FACTORS}. */
    public static TensorDataset factors(List<Figure> figures, int size, int channels) {
        return new TensorDataset(images(figures, size, channels),
                Tensor.of(figures.stream().map(Figure::factors).toArray(double[][]::new)));
    }

    private static Tensor images(int count, IntFunction<Figure[]> figures, int size, int channels) {
        check(size, channels);
        int each = channels * size * size;
        float[] all = new float[count * each];
        IntStream.range(0, count).parallel()
                .forEach(
                        i -> System.arraycopy(render(size, channels, figures.apply(i)), 0, all, i * each,
                                each));
        return Tensor.of(Shape.of(count, channels, size, size), all);
    }

    private static void check(int size, int channels) {
        if (size < 4 || size > 1024 || channels != 1 && channels != 3) {
            throw new CajalException(
                    "shapes: a picture has 4 … 1024 pixels a side and 1 or 3 channels, got %d and %d"
                            .formatted(size, channels));
        }
    }

    private static float[] render(int size, int channels, Figure... figures) {
        if (figures.length == 0) {
            throw new CajalException("shapes: needs a figure to draw, got none");
        }
        float[] pixels = new float[channels * size * size];
        Arrays.fill(pixels, (float) figures[0].background());
        for (Figure figure : figures) {
            paint(figure, size, channels, pixels);
        }
        return pixels;
    }

    private static void paint(Figure figure, int size, int channels, float[] pixels) {
        double half = size / 2.0;
        double radius = figure.scale() * half; // in pixels
        double left = (figure.x() + 1) * half;
        double top = (figure.y() + 1) * half;
        double cos = StrictMath.cos(figure.rotation());
        double sin = StrictMath.sin(figure.rotation());
        double[] colour = channels == 3 ? figure.hue().rgb : new double[] {grey(figure.hue().rgb)};
        int reach = (int) (radius + 2);
        for (int row = Math.max(0, (int) top - reach); row < Math.min(size, top + reach); row++) {
            for (int column = Math.max(0, (int) left - reach); column < Math.min(size,
                    left + reach); column++) {
                double u = (column + 0.5 - left) / radius;
                double v = (row + 0.5 - top) / radius;
                double outside = figure.kind().distance(u * cos + v * sin, v * cos - u * sin) * radius;
                double covered = Math.clamp(0.5 - outside, 0, 1);
                double lit = 1 - 0.4 * (Math.abs(figure.light()) - figure.light() * Math.clamp(u, -1, 1));
                for (int c = 0; c < channels; c++) {
                    int at = (c * size + row) * size + column;
                    pixels[at] = (float) (pixels[at] + covered * (lit * colour[c] - pixels[at]));
                }
            }
        }
    }

    private static double grey(double[] rgb) {
        return GREY[0] * rgb[0] + GREY[1] * rgb[1] + GREY[2] * rgb[2];
    }

    /**
     * A regular polygon or star with its first corner above: corners on one circle and, between them, on
     * another.
     */
    private static double[] wheel(int corners, double outer, double inner) {
        int steps = inner == outer ? corners : 2 * corners;
        double[] outline = new double[2 * steps];
        for (int i = 0; i < steps; i++) {
            double radius = steps == corners || i % 2 == 0 ? outer : inner;
            double angle = 2 * Math.PI * i / steps;
            outline[2 * i] = radius * StrictMath.sin(angle);
            outline[2 * i + 1] = -radius * StrictMath.cos(angle);
        }
        return outline;
    }

    /** To the nearest side; inside where a ray crosses the outline an odd number of times. */
    private static double fromPolygon(double[] outline, double x, double y) {
        double nearest = Double.POSITIVE_INFINITY;
        boolean inside = false;
        for (int i = 0, j = outline.length - 2; i < outline.length; j = i, i += 2) {
            double ax = outline[i];
            double ay = outline[i + 1];
            double sideX = outline[j] - ax;
            double sideY = outline[j + 1] - ay;
            double along = Math.clamp(
                    ((x - ax) * sideX + (y - ay) * sideY) / (sideX * sideX + sideY * sideY),
                    0, 1);
            double dx = x - ax - along * sideX;
            double dy = y - ay - along * sideY;
            nearest = Math.min(nearest, dx * dx + dy * dy);
            if (ay > y != outline[j + 1] > y && x < ax + sideX * (y - ay) / sideY) {
                inside = !inside;
            }
        }
        return inside ? -Math.sqrt(nearest) : Math.sqrt(nearest);
    }
}
