package io.cajal.report;

import io.cajal.base.Version;
import io.cajal.data.Dataset;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Parts;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.Accuracy;
import io.cajal.train.ConfusionMatrix;
import io.cajal.train.ErrorRate;
import io.cajal.train.Evaluation;
import io.cajal.train.History;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a training on images left to look at: {@code report.html}, one file that needs no other, and its
 * pictures as PNG beside it. Learning curves, the confusion matrix, the gallery of errors, what the first layer
 * looks for, and what the layers see of an example.
 */
public final class ImageReport {
    private static final int MOST_ERRORS = 80;
    private static final int MOST_MAPS = 32;

    private final Page page;

    private ImageReport(Page page) {
        this.page = page;
    }

    /**
     * The report of a trained classifier, and of what it was compared with.
     *
     * @param figure names it in a line, beside the share of errors and the number of parameters
     */
    public static Path write(Page page, String title, String figure, Layer network,
            Map<String, History> histories,
            Dataset test, Evaluation scored) throws IOException {
        ImageReport report = new ImageReport(page);
        ConfusionMatrix confusion = ConfusionMatrix.of(scored.outputs(), scored.targets());
        if (!histories.isEmpty()) {
            page.picture("curves", "Loss by epoch", histories.size() == 1 ? ""
                    : "On the validation images.", () -> Charts.losses(histories));
            page.picture("accuracy", "Accuracy on the validation images",
                    "", () -> Charts.metric(histories, new Accuracy().name()));
        }
        page.picture("confusion", "What was taken for what",
                "Rows are the true classes, columns the predicted ones; right answers are left out.",
                () -> Charts.confusion(confusion, test.classes()));
        report.errors(test, scored);
        report.firstLayer(network);
        report.maps(network, test.batch(0).x());
        return page.write(title,
                String.format(Locale.ROOT,
                        "%.2f %% of %,d test images wrong · %,d parameters · %s · Cajal %s",
                        scored.of(new ErrorRate()), test.size(), Parts.count(network), figure, Version.TEXT));
    }

    private void errors(Dataset test, Evaluation scored) throws IOException {
        float[] predicted = scored.outputs().argmax(1).toFloats();
        float[] labels = scored.targets().toFloats();
        List<Integer> wrong = new ArrayList<>();
        List<String> captions = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            if (predicted[i] != labels[i]) {
                wrong.add(i);
                captions.add(test.classes().get((int) labels[i]) + " → "
                        + test.classes().get((int) predicted[i]));
            }
        }
        int[] shown = wrong.stream().limit(MOST_ERRORS).mapToInt(i -> i).toArray();
        if (shown.length > 0) {
            page.picture("errors", "Gallery of errors", String.format(Locale.ROOT,
                    "%d of %d mistakes, true → predicted.", shown.length, wrong.size()),
                    () -> Sheet.of(drawable(test.batch(shown).x()), captions, 10, 2, false));
        }
    }

    /** The kernels of a first convolution, or the weights from the pixels to the first units. */
    private void firstLayer(Layer network) throws IOException {
        for (Layer layer : Parts.layers(network).values()) {
            if (layer instanceof Conv2d conv) {
                Tensor kernels = conv.weight().detach();
                page.picture("kernels", "What the first layer looks for",
                        "Its kernels: bright excites, dark inhibits.", () -> Sheet.of(
                                firsts(drawable(kernels)), List.of(), 8, 12, true));
                return;
            }
            if (layer instanceof Linear linear) {
                int side = (int) Math.round(Math.sqrt(linear.weight().size(1)));
                if (side * side == linear.weight().size(1)) {
                    Tensor weights = linear.weight().detach().reshape(linear.weight().size(0), side, side);
                    page.picture("kernels", "What the first units look for",
                            "The weights from each pixel: white excites, black inhibits.",
                            () -> Sheet.of(firsts(weights), List.of(), 8, 2, true));
                }
                return;
            }
        }
    }

    /** In colour where there are three channels, else the first in grey. */
    private static Tensor drawable(Tensor pictures) {
        return pictures.size(1) == 3 ? pictures : pictures.select(1, 0);
    }

    private static Tensor firsts(Tensor pictures) {
        return pictures.narrow(0, 0, Math.min(MOST_MAPS, pictures.size(0)));
    }

    /** What each convolution makes of one image. */
    private void maps(Layer network, Tensor image) throws IOException {
        List<Tensor> seen = new ArrayList<>();
        Run.evaluation().run(() -> Run.observed((layer, _, y) -> {
            if (layer instanceof Conv2d) {
                seen.add(y.detach());
            }
        }).run(() -> network.apply(image)));
        for (int i = 0; i < Math.min(2, seen.size()); i++) {
            Tensor maps = firsts(seen.get(i).squeeze(0));
            page.picture("maps" + (i + 1), "What convolution " + (i + 1) + " sees of the first test image",
                    "One map for each of its channels.",
                    () -> Sheet.of(maps, List.of(), 8, Math.max(2, 84 / maps.size(2)), true));
        }
    }
}
