package io.cajal.zoo.kit;

import io.cajal.io.AtomicFile;
import io.cajal.io.Safetensors;
import io.cajal.nn.StateDict;
import io.cajal.report.Sheet;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.History;
import io.cajal.train.Listener;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.imageio.ImageIO;

/**
 * Keeps what a model draws from the same noise before a training and after its epochs, to see it learn: {@snippet :
 * Samples samples = new Samples(session, epochs, () -> generator.apply(fixed));
 * session.fit(trainer.listener(samples), images);
 * gallery.strips("samples", "Samples by epoch", "From the same 12 codes.", samples);
 * }
 * Without a run folder it draws nothing. In one it leaves {@code samples.safetensors}, with which a resumed
 * training goes on, and after each of those epochs {@code samples.png}, which the studio shows.
 */
public final class Samples implements Listener {
    private static final int MOST_ROWS = 12;
    private static final String NAME = "epoch.";

    private final Path file;
    private final int epochs;
    private final Supplier<Tensor> draw;
    private final Map<Integer, Tensor> kept = new TreeMap<>();

    /**
     * Of each epoch, or of 12 that lie the closer together the earlier they are.
     *
     * @param draw images [N × C × height × width] with values in 0 … 1, of an equal N each time
     */
    public Samples(Session session, int epochs, Supplier<Tensor> draw) {
        this(session, "", epochs, draw);
    }

    /** For one of several trainings, by its name. */
    public Samples(Session session, String name, int epochs, Supplier<Tensor> draw) {
        this(session.folder() == null ? null
                : session.folder().file((name.isEmpty() ? "" : name + "-") + "samples.safetensors"), epochs,
                draw);
    }

    Samples(Path file, int epochs, Supplier<Tensor> draw) {
        this.file = file;
        this.epochs = epochs;
        this.draw = draw;
    }

    /**
     * Whether an epoch has a row: 0 and the last always, and of many a series that grows by the same factor.
     */
    static boolean shows(int epoch, int epochs) {
        if (epochs < MOST_ROWS || epoch == 0) {
            return true;
        }
        double last = 0;
        for (int row = 1; row < MOST_ROWS; row++) {
            double next = StrictMath.pow(epochs, (row - 1) / (MOST_ROWS - 2.0));
            last = Math.max(Math.rint(next), last + 1); // not two rows of one epoch
            if (epoch == (int) last) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void started(Plan plan) {
        kept.clear();
        if (file == null) {
            return;
        }
        try {
            if (plan.firstEpoch() > 1 && Files.exists(file)) {
                StateDict.tensors(Safetensors.read(file).tensors()).forEach((name, images) -> {
                    int epoch = Integer.parseInt(name.substring(NAME.length()));
                    if (epoch < plan.firstEpoch()) {
                        kept.put(epoch, images);
                    }
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (plan.firstEpoch() == 1) {
            keep(0);
        }
    }

    @Override
    public void finishedEpoch(History.Epoch epoch, boolean best) {
        if (file != null && shows(epoch.number(), epochs)) {
            keep(epoch.number());
        }
    }

    private void keep(int epoch) {
        kept.put(epoch, Run.evaluation().call(draw).keep());
        Map<String, Tensor> named = new LinkedHashMap<>();
        kept.forEach((number, images) -> named.put(NAME + number, images));
        try {
            Safetensors.write(file, StateDict.entries(named), Map.of());
            draw();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Beside the file, for those who watch the training. */
    private void draw() throws IOException {
        BufferedImage sheet;
        try {
            sheet = Sheet.rows(rows(), 1);
        } catch (RuntimeException | Error _) {
            return; // a Java without fonts: the report says so
        }
        AtomicFile.write(file.resolveSibling(file.getFileName().toString().replace(".safetensors", ".png")),
                out -> ImageIO.write(sheet, "png", out));
    }

    /** What was kept, by {@code untrained}, {@code epoch 1}, …. */
    public Map<String, Tensor> rows() {
        Map<String, Tensor> rows = new LinkedHashMap<>();
        kept.forEach((epoch, images) -> rows.put(epoch == 0 ? "untrained" : "epoch " + epoch, images));
        return rows;
    }
}
