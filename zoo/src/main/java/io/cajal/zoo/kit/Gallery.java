package io.cajal.zoo.kit;

import io.cajal.base.Version;
import io.cajal.report.Charts;
import io.cajal.report.Page;
import io.cajal.report.Sheet;
import io.cajal.tensor.Tensor;
import io.cajal.train.History;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The report of a recipe whose results are pictures: what went in, what came out, how it came. Empty without a run folder. */
public final class Gallery {
    private final Recipe recipe;
    private final Session session;
    private final Page page;

    public Gallery(Recipe recipe, Session session) {
        this.recipe = recipe;
        this.session = session;
        this.page = session.folder() == null ? null : session.page();
    }

    /**
     * Rows of images [N × C × height × width] with values in 0 … 1, one channel or three, by what they are; in the order of the map.
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
