package io.cajal.cli;

import io.cajal.explain.IntegratedGradients;
import io.cajal.explain.Outcome;
import io.cajal.io.AtomicFile;
import io.cajal.io.Json;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * Which pixels of an image speak for a model's answer, and which against it.
 *
 * @param number of the image in its file, from 1
 * @param asked the class to explain, or −1 for the most probable one
 */
record ImageExplanation(Model model, Path data, int number, int asked) {

    /** Of images [N × C × H × W] that one; draws it beside its heat map. */
    void print(Tensor images, Path out, boolean json) throws IOException {
        Tensor image = images.narrow(0, number - 1, 1);
        boolean classes = !model.classes().isEmpty();
        int place = !classes ? 0 : asked >= 0 ? asked : (int) model.predict(image).argmax(1).toFloats()[0];
        IntegratedGradients found = IntegratedGradients.of(Outcome.output(model.network(), place), image,
                image.mul(0), IntegratedGradients.STEPS);
        Path path = out != null ? out : beside();
        AtomicFile.write(path,
                stream -> ImageIO.write(HeatMap.of(image, found.contributions()), "png", stream));
        String what = classes ? "the logit of " + model.classes().get(place) : "output 1";
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            if (classes) {
                object.put("class", model.classes().get(place));
                object.put("probability", model.predict(image).toDoubles()[place]);
            }
            object.put("output", found.value());
            object.put("base", found.base());
            object.put("gap", found.gap());
            object.put("png", path.toString());
            System.out.println(Json.write(object));
            return;
        }
        System.out.printf("%s: %s%n", data, new Predictions(model, false).line(image));
        System.out.printf(Locale.ROOT,
                "%s is %.4g, that of a black picture %.4g; the pixels' shares add up to the difference within %.2g%n",
                what, found.value(), found.base(), Math.abs(found.gap()));
        System.out.printf("heat map saved: %s (the picture as the model sees it; red pixels speak for %s, "
                + "blue ones against it)%n", path, classes ? model.classes().get(place) : "a larger value");
    }

    private Path beside() {
        String name = data.getFileName().toString().replaceFirst("\\.gz$", "").replaceFirst("\\.[^.]*$", "");
        return data.resolveSibling(name + "-explained.png");
    }
}
