package io.cajal.studio.models;

import io.cajal.nn.Architecture;
import io.cajal.nn.Conv1d;
import io.cajal.nn.Conv2d;
import io.cajal.nn.ConvTranspose2d;
import io.cajal.nn.Embedding;
import io.cajal.nn.EmbeddingBag;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.MultiheadAttention;
import io.cajal.nn.Recurrent;
import io.cajal.tensor.Param;
import io.cajal.tensor.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A layer in few words: what it is called, what it does with what, and of which family it is. */
final class LayerWords {
    /** Settings that tell nothing of what a layer does. */
    private static final Set<String> SILENT = Set.of("type", "stream", "eps", "momentum", "lists");
    private static final int MOST_LISTED = 4;

    private LayerWords() {
    }

    static String type(Layer layer) {
        Class<?> type = layer.getClass();
        return type.isHidden() || type.isAnonymousClass() ? "function" : type.getSimpleName();
    }

    /** {@code 1 → 6, 5 × 5, padding 2}. */
    static String settings(Layer layer) {
        return switch (layer) {
            case Linear linear -> arrow(linear.weight(), 1, 0, 1);
            case Conv1d conv ->
                arrow(conv.weight(), 1, 0, conv.groups()) + ", " + conv.weight().size(2) + " wide";
            case Conv2d conv -> arrow(conv.weight(), 1, 0, conv.groups()) + ", " + window(conv.window());
            case ConvTranspose2d conv -> arrow(conv.weight(), 0, 1, 1);
            case Embedding embedding -> vectors(embedding.weight());
            case EmbeddingBag bag -> vectors(bag.weight());
            case Recurrent recurrent -> recurrent(recurrent);
            case MultiheadAttention attention -> "%d heads, width %d".formatted(attention.heads(),
                    attention.inProjWeight().size(1));
            default -> others(layer);
        };
    }

    private static String arrow(Param weight, int in, int out, int groups) {
        return "%d → %d".formatted(weight.size(in) * groups, weight.size(out));
    }

    private static String vectors(Param weight) {
        return "%d vectors of %d".formatted(weight.size(0), weight.size(1));
    }

    private static String recurrent(Recurrent layer) {
        int layers = layer.cells().size() / layer.directions();
        return "%d → %d".formatted(layer.cells().getFirst().in(), layer.cells().getFirst().hidden())
                + (layers > 1 ? ", " + layers + " layers" : "")
                + (layer.bidirectional() ? ", both ways" : "");
    }

    private static String window(Window window) {
        return "%d × %d".formatted(window.height(), window.width())
                + pair(", stride ", window.strideY(), window.strideX(), 1)
                + pair(", padding ", window.paddingY(), window.paddingX(), 0)
                + pair(", dilation ", window.dilationY(), window.dilationX(), 1);
    }

    private static String pair(String word, int down, int across, int usual) {
        return down == usual && across == usual ? ""
                : word + (down == across ? Integer.toString(down) : down + " × " + across);
    }

    /** Settings as the model's file has them: numbers, words, and what is true. */
    private static String others(Layer layer) {
        if (!layer.getClass().isRecord()) {
            return "";
        }
        List<String> words = new ArrayList<>();
        for (Map.Entry<String, Object> setting : Architecture.toJson(layer).entrySet()) {
            String name = setting.getKey();
            if (SILENT.contains(name)) {
                continue;
            }
            if (name.equals("window") && setting.getValue() instanceof List<?> list
                    && list.size() == Window.NUMBERS) {
                words.add(window(Window.of(list.stream().mapToInt(n -> ((Number) n).intValue()).toArray())));
            } else if (setting.getValue() instanceof Number || setting.getValue() instanceof String) {
                words.add(name.replace('_', ' ') + " " + setting.getValue());
            } else if (setting.getValue() instanceof List<?> list && !list.isEmpty()
                    && list.size() <= MOST_LISTED
                    && list.getFirst() instanceof Number) {
                words.add(name.replace('_', ' ') + " " + list);
            }
        }
        return String.join(", ", words);
    }

    /** By which the page colours a layer. */
    static String family(Layer layer) {
        String type = type(layer);
        if (layer instanceof Recurrent || type.endsWith("Cell")) {
            return "recurrent";
        }
        if (type.contains("Conv")) {
            return "convolution";
        }
        if (type.contains("Attention")) {
            return "attention";
        }
        if (type.contains("Embedding") || type.contains("Positions")) {
            return "embedding";
        }
        if (type.contains("Pool") || List.of("Upsample", "PixelShuffle", "PixelUnshuffle").contains(type)) {
            return "pool";
        }
        if (type.contains("Norm")) {
            return "norm";
        }
        if (List.of("Linear", "MaskedLinear", "Bilinear", "Maxout").contains(type)) {
            return "dense";
        }
        if (layer.getClass().getPackageName().endsWith(".activation")) {
            return "activation";
        }
        return type.startsWith("Dropout") || type.startsWith("Random") || type.endsWith("Noise") ? "chance"
                : "other";
    }
}
