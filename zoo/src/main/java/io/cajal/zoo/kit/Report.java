package io.cajal.zoo.kit;

import io.cajal.base.Version;
import io.cajal.data.Dataset;
import io.cajal.io.AtomicFile;
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
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import javax.imageio.ImageIO;

/**
 * What a training on images left to look at: {@code report.html}, one file that needs no other, and its
 * pictures as PNG beside it. Learning curves, the confusion matrix, the gallery of errors, what the first layer
 * looks for, and what the layers see of an example.
 */
final class Report {
    private static final int MOST_ERRORS = 80;
    private static final int MOST_MAPS = 32;

    private final Session session;
    private final StringBuilder body = new StringBuilder();

    private Report(Session session) {
        this.session = session;
    }

    /** Writes the report of a trained classifier, and of what it was compared with, into the run folder. */
    static void write(Session session, Recipe recipe, Layer network, Map<String, History> histories,
            Dataset test, Evaluation scored) throws IOException {
        Report report = new Report(session);
        ConfusionMatrix confusion = ConfusionMatrix.of(scored.outputs(), scored.targets());
        if (!histories.isEmpty()) {
            report.picture("curves", "Loss by epoch", histories.size() == 1 ? ""
                    : "On the validation images.", () -> Charts.losses(histories));
            report.picture("accuracy", "Accuracy on the validation images",
                    "", () -> Charts.metric(histories, new Accuracy().name()));
        }
        report.picture("confusion", "What was taken for what",
                "Rows are the true classes, columns the predicted ones; right answers are left out.",
                () -> Charts.confusion(confusion, test.classes()));
        report.errors(test, scored);
        report.firstLayer(network);
        report.maps(network, test.batch(0).x());
        String head = "%s: %s".formatted(recipe.name(), recipe.shows());
        String figure = String.format(Locale.ROOT,
                "%.2f %% of %,d test images wrong · %,d parameters · seed %d · "
                        + "Cajal %s",
                scored.of(new ErrorRate()), test.size(), Parts.count(network), session.seed(),
                Version.TEXT);
        AtomicFile.write(session.folder().resolve("report.html"), page(head, figure, report.body.toString()));
        session.say("report: " + session.folder().resolve("report.html"));
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
            picture("errors", "Gallery of errors", String.format(Locale.ROOT,
                    "%d of %d mistakes, true → predicted.", shown.length, wrong.size()),
                    () -> Sheet.of(drawable(test.batch(shown).x()), captions, 10, 2, false));
        }
    }

    /** The kernels of a first convolution, or the weights from the pixels to the first units. */
    private void firstLayer(Layer network) throws IOException {
        for (Layer layer : Parts.layers(network).values()) {
            if (layer instanceof Conv2d conv) {
                Tensor kernels = conv.weight().detach();
                picture("kernels", "What the first layer looks for",
                        "Its kernels: bright excites, dark inhibits.", () -> Sheet.of(
                                firsts(drawable(kernels)), List.of(), 8, 12, true));
                return;
            }
            if (layer instanceof Linear linear) {
                int side = (int) Math.round(Math.sqrt(linear.weight().size(1)));
                if (side * side == linear.weight().size(1)) {
                    Tensor weights = linear.weight().detach().reshape(linear.weight().size(0), side, side);
                    picture("kernels", "What the first units look for",
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
            picture("maps" + (i + 1), "What convolution " + (i + 1) + " sees of the first test image",
                    "One map for each of its channels.",
                    () -> Sheet.of(maps, List.of(), 8, Math.max(2, 84 / maps.size(2)), true));
        }
    }

    /** As a file of its own and in the page. */
    private void picture(String name, String title, String caption, Supplier<BufferedImage> drawing)
            throws IOException {
        BufferedImage image;
        try {
            image = drawing.get();
        } catch (RuntimeException | Error e) { // a Java without fonts, as in small containers, cannot write text
            session.say("report: without \"%s\", as text cannot be drawn here: %s".formatted(title, e));
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        AtomicFile.write(session.folder().resolve(name + ".png"), out -> out.write(bytes.toByteArray()));
        body.append("<section><h2>").append(title).append("</h2>\n");
        if (!caption.isEmpty()) {
            body.append("<p>").append(caption).append("</p>\n");
        }
        body.append("<img alt=\"").append(title).append("\" src=\"data:image/png;base64,")
                .append(Base64.getEncoder().encodeToString(bytes.toByteArray())).append("\"></section>\n");
    }

    private static String page(String title, String figure, String body) {
        return """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>%1$s</title>
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <style>
                body { font: 16px/1.5 system-ui, sans-serif; color: #111827; background: #f3f4f6; margin: 0 }
                main { max-width: 1380px; margin: auto; padding: 24px; display: flex; flex-wrap: wrap; gap: 24px; align-items: flex-start }
                header { flex: 100%% } h1 { margin: 0; font-size: 24px } h2 { margin: 0; font-size: 17px }
                p { margin: 4px 0; color: #4b5563 } img { max-width: 100%%; margin-top: 8px }
                section { background: #fff; border-radius: 8px; padding: 16px; box-shadow: 0 1px 3px #0002 }
                </style></head><body><main><header><h1>%1$s</h1><p>%2$s</p></header>
                %3$s</main></body></html>
                """.formatted(title, figure, body);
    }
}
