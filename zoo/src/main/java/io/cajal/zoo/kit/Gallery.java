package io.cajal.zoo.kit;

import io.cajal.base.Version;
import io.cajal.report.Charts;
import io.cajal.report.Page;
import io.cajal.report.Sheet;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.History;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The report of a recipe whose results are pictures: what went in, what came out, how it came. Empty without
 * a run folder.
 */
public final class Gallery {
    /** How many deviations a traversal goes from the middle, in how many steps: ½ each. */
    private static final int REACH = 3;
    private static final int STEPS = 13;
    private static final List<String> HEADS = List.of("−3σ", "", "−2σ", "", "−σ", "", "0", "", "σ", "", "2σ",
            "", "3σ");

    private final Recipe recipe;
    private final Session session;
    private final Page page;

    public Gallery(Recipe recipe, Session session) {
        this.recipe = recipe;
        this.session = session;
        this.page = session.folder() == null ? null : session.page();
    }

    /**
     * Rows of images [N × C × height × width] with values in 0 … 1, one channel or three, by what they are;
     * in the order of the map.
     *
     * @param file of the picture, without .png
     */
    public Gallery rows(String file, String title, String caption, Map<String, Tensor> rows, int zoom) {
        return picture(file, title, caption, () -> Sheet.rows(rows, zoom));
    }

    /** Images [N × C × height × width] with values in 0 … 1, so many in a line. */
    public Gallery grid(String file, String title, String caption, Tensor images, int columns, int zoom) {
        return picture(file, title, caption, () -> Sheet.grid(images, columns, zoom));
    }

    /** Loss by epoch, of one training or of several by name. */
    public Gallery losses(Map<String, History> histories) {
        return picture("curves", "Loss by epoch", "", () -> Charts.losses(histories));
    }

    /**
     * Figures of a training by epoch in one chart: the named losses of a {@link io.cajal.train.Step}, say.
     */
    public Gallery metrics(String file, String title, String caption, History history,
            List<String> metrics) {
        return picture(file, title, caption, () -> Charts.metrics(history, metrics));
    }

    /** What was drawn from the same noise after epochs, a row each. */
    public Gallery strips(String file, String title, String caption, Samples samples) {
        return samples.rows().isEmpty() ? this : rows(file, title, caption, samples.rows(), 1);
    }

    /** The same for images [N × C × height × width] after epochs 1, 2, …. */
    public Gallery strips(String file, String title, String caption, List<Tensor> epochs) {
        Map<String, Tensor> rows = new LinkedHashMap<>();
        epochs.forEach(images -> rows.put("epoch " + (rows.size() + 1), images));
        return rows(file, title, caption, rows, 1);
    }

    /** Codes [N × 2] in their plane, coloured by labels [N] that are places in the classes. */
    public Gallery map(String file, String title, String caption, Tensor codes, Tensor labels,
            List<String> classes) {
        return picture(file, title, caption, () -> Charts.map(codes, labels, classes));
    }

    /**
     * What each number of a code means: a row for a dimension, which goes from −3 to 3 while the others stay.
     *
     * @param decode codes [N × D] to images [N × C × height × width]
     * @param code [D] whose other numbers stay; zeros are the middle
     * @param dimensions by what the rows are called, such as {@code angle → 2}
     */
    public Gallery traversals(String file, String title, String caption, UnaryOperator<Tensor> decode,
            Tensor code, Map<String, Integer> dimensions, int zoom) {
        return picture(file, title, caption, () -> {
            Map<String, Tensor> rows = new LinkedHashMap<>();
            dimensions.forEach((name, dimension) -> rows.put(name, Run.evaluation().call(
                    () -> decode.apply(Codes.line(code, dimension, -REACH, REACH, STEPS)))));
            return Sheet.rows(rows, HEADS, zoom);
        });
    }

    /** The same for the first so many dimensions, called z1, z2, …. */
    public Gallery traversals(String file, String title, String caption, UnaryOperator<Tensor> decode,
            Tensor code, int dimensions, int zoom) {
        Map<String, Integer> named = new LinkedHashMap<>();
        for (int i = 0; i < dimensions; i++) {
            named.put("z" + (i + 1), i);
        }
        return traversals(file, title, caption, decode, code, named, zoom);
    }

    /** The plane of codes of two numbers, decoded from −reach to reach, lying as a {@link #map} does. */
    public Gallery plane(String file, String title, String caption, UnaryOperator<Tensor> decode,
            double reach, int side, int zoom) {
        return picture(file, title, caption, () -> Sheet.grid(
                Run.evaluation().call(() -> decode.apply(Codes.plane(reach, side))), side, zoom));
    }

    /** Any drawing. */
    public Gallery picture(String file, String title, String caption, Supplier<BufferedImage> drawing) {
        if (page != null) {
            try {
                page.picture(file, title, caption, drawing);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return this;
    }

    /** Rows of text, the first as a header. */
    public Gallery table(String title, String caption, List<List<String>> rows) {
        if (page != null) {
            page.table(title, caption, rows);
        }
        return this;
    }

    /** Leaves the page, with a line that names the figure and, where the run failed, how. */
    public void write(String figure, List<String> failures) {
        write(failures.isEmpty() ? figure : figure + "; " + String.join("; ", failures));
    }

    /** Leaves the page, with a line that names the figure. */
    public void write(String figure) {
        if (page == null) {
            return;
        }
        try {
            session.say("report: " + page.write("%s: %s".formatted(recipe.name(), recipe.shows()),
                    "%s · seed %d · Cajal %s".formatted(figure, session.seed(), Version.TEXT)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
