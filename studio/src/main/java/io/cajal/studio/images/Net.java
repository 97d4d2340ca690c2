package io.cajal.studio.images;

import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import io.cajal.nn.AdaptiveAvgPool2d;
import io.cajal.nn.AdaptiveMaxPool2d;
import io.cajal.nn.AvgPool2d;
import io.cajal.nn.BatchNorm2d;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Elementwise;
import io.cajal.nn.Flatten;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.MaxPool2d;
import io.cajal.nn.MinPool2d;
import io.cajal.nn.Sequential;
import io.cajal.nn.Standardize;
import io.cajal.nn.Summary;
import io.cajal.nn.ZeroPad2d;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A network that can be looked into: its layers in a row, in stages.
 *
 * @param title as a list of networks shows it
 * @param work multiply-adds for one picture, by which the pictures of one question are limited
 */
record Net(String title, Model model, List<Stage> stages, long work) {
    /** Higher or wider pictures, or more numbers in all layers together, would be too much to draw. */
    private static final int LARGEST = 128;
    private static final int MOST_NUMBERS = 1 << 20;
    private static final int MOST_WEIGHTS = 1 << 21;

    static Net of(String title, Model model) {
        checkInput(model.input());
        List<Layer> layers = new ArrayList<>();
        unfold(model.network(), layers);
        return Run.evaluation().call(() -> {
            Tensor blank = model.input().blank(1);
            long work = Math.max(1, Summary.of(model.network(), blank).multiplyAdds());
            return new Net(title, model, new Grouping(layers, blank).stages(), work);
        });
    }

    /** That pictures of this kind can be drawn. */
    static void checkInput(Model.Input input) {
        if (!isPicture(input)) {
            throw new CajalException(
                    "the images tab shows networks for pictures of 1 or 3 channels, up to %d × %d, got %s %s"
                            .formatted(LARGEST, LARGEST, input.kind(), input.shape()));
        }
    }

    static boolean isPicture(Model.Input input) {
        return input.kind().equals("image") && (input.shape().get(0) == 1 || input.shape().get(0) == 3)
                && input.shape().get(1) <= LARGEST && input.shape().get(2) <= LARGEST;
    }

    private static void unfold(Layer layer, List<Layer> into) {
        if (layer instanceof Sequential sequential) {
            sequential.layers().forEach(inner -> unfold(inner, into));
        } else {
            into.add(layer);
        }
    }

    int channels() {
        return model.input().shape().get(0);
    }

    int height() {
        return model.input().shape().get(1);
    }

    int width() {
        return model.input().shape().get(2);
    }

    boolean hasClasses() {
        return !model.classes().isEmpty();
    }

    /** How many pictures may pass through for a question that may take so many multiply-adds. */
    int passes(long budget) {
        return Math.clamp(budget / work, 1, 1 << 20);
    }

    /** What a stage makes of a batch, before its activation or after; where it begins, {@code x} is what came before. */
    static Tensor through(Stage stage, Tensor x, boolean activated) {
        Tensor y = x;
        int end = activated ? stage.layers().size() : stage.core() + 1;
        for (Layer layer : stage.layers().subList(0, end)) {
            y = layer.apply(y);
        }
        return y;
    }

    /** The layers, the classes, and the weights as far as they can be drawn. */
    Frame describe() {
        Frame frame = new Frame().put("title", title).put("shape", model.input().shape())
                .put("classes", model.classes()).put("provenance", model.provenance())
                .put("stages", stages.stream().map(Stage::json).toList());
        int weights = 0;
        for (int i = 0; i < stages.size(); i++) {
            Tensor weight = stages.get(i).weight();
            if (weight == null || weights + weight.shape().elements() > MOST_WEIGHTS) {
                continue;
            }
            weights += weight.shape().elements();
            frame.part("weight" + i, weight.toFloats(), weight.shape().sizes());
            if (stages.get(i).bias() != null) {
                frame.part("bias" + i, stages.get(i).bias().toFloats(), stages.get(i).bias().shape().sizes());
            }
        }
        return frame;
    }

    /** Puts layers together to stages, as it sends a blank picture through them. */
    private static final class Grouping {
        private final List<Stage> stages = new ArrayList<>();
        private final List<Layer> layers = new ArrayList<>();
        private Stage.Kind kind;
        private int core;
        private List<Integer> input;
        private Field field = Field.PIXEL;
        private Field last = Field.PIXEL;
        private Tensor x;
        private long numbers;

        Grouping(List<Layer> all, Tensor blank) {
            x = blank;
            for (Layer layer : all) {
                Tensor y = layer.apply(x);
                if (y != x) { // else it rests in evaluation
                    add(layer, y);
                }
            }
            close();
        }

        List<Stage> stages() {
            if (stages.isEmpty()) {
                throw new CajalException("the network has no layer that does anything");
            }
            return List.copyOf(stages);
        }

        private void add(Layer layer, Tensor y) {
            Stage.Kind is = kind(layer);
            boolean leads = layer instanceof Flatten || layer instanceof ZeroPad2d; // to what follows
            if ((is != null || leads) && kind != null) {
                close();
            }
            if (input == null) {
                input = shape(x);
            }
            layers.add(layer);
            if (is != null) {
                kind = is;
                core = layers.size() - 1;
            }
            last = last == null || y.rank() != 4 ? null : last.after(layer);
            field = last;
            x = y;
            numbers += y.shape().elements();
            if (numbers > MOST_NUMBERS) {
                throw new CajalException("its layers hold more than %,d numbers, too many to draw"
                        .formatted(MOST_NUMBERS));
            }
        }

        private void close() {
            if (layers.isEmpty()) {
                return;
            }
            if (kind == null) { // nothing but changes of form
                kind = Stage.Kind.BLOCK;
                core = layers.size() - 1;
            }
            stages.add(new Stage(label(), kind, List.copyOf(layers), core, input, shape(x), field));
            layers.clear();
            kind = null;
            input = null;
        }

        private String label() {
            long before = stages.stream().filter(stage -> stage.kind() != Stage.Kind.PREPARE).count();
            boolean fromMaps = before > 0 && input.size() == 3;
            return switch (kind) {
                case PREPARE -> "";
                case CONV -> "C";
                case POOL -> "S";
                case FULL -> fromMaps ? "C" : "F"; // the paper's C5: a convolution as large as its maps
                case BLOCK -> "B";
            } + (kind == Stage.Kind.PREPARE ? "" : before + 1);
        }

        private Stage.Kind kind(Layer layer) {
            return switch (layer) {
                case Conv2d _ -> Stage.Kind.CONV;
                case Linear _ -> Stage.Kind.FULL;
                case MaxPool2d _,AvgPool2d _,MinPool2d _,AdaptiveAvgPool2d _,AdaptiveMaxPool2d _ ->
                    Stage.Kind.POOL;
                case Standardize _ when kind == null -> Stage.Kind.PREPARE;
                case Flatten _,ZeroPad2d _,Standardize _,Elementwise _,BatchNorm2d _ -> null;
                default -> layer.getClass().getPackageName().endsWith(".activation") && kind != null ? null
                        : Stage.Kind.BLOCK;
            };
        }

        private static List<Integer> shape(Tensor x) {
            return Arrays.stream(x.shape().sizes()).skip(1).boxed().toList();
        }
    }

    /** One example's shape with a batch of that many. */
    Shape batch(int count) {
        return Shape.of(count, channels(), height(), width());
    }
}
