package io.cajal.studio.images;

import io.cajal.nn.AvgPool2d;
import io.cajal.nn.BatchNorm2d;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Elementwise;
import io.cajal.nn.Layer;
import io.cajal.nn.MaxPool2d;
import io.cajal.nn.MinPool2d;
import io.cajal.nn.Standardize;
import io.cajal.nn.ZeroPad2d;
import io.cajal.tensor.Window;
import java.util.List;

/**
 * The receptive field of a layer's units: which part of the picture each of them can see. The unit in row i begins to see
 * at {@code top + i · down} and sees {@code height} rows; columns alike.
 */
record Field(int height, int width, int down, int across, int top, int left) {
    /** A pixel sees itself. */
    static final Field PIXEL = new Field(1, 1, 1, 1, 0, 0);

    /** That of a layer's outputs, when this is that of its inputs; null when it has no simple form. */
    Field after(Layer layer) {
        return switch (layer) {
            case Conv2d conv -> moved(conv.window());
            case MaxPool2d pool -> moved(pool.window());
            case MinPool2d pool -> moved(pool.window());
            case AvgPool2d pool -> moved(pool.window());
            case ZeroPad2d pad -> new Field(height, width, down, across, top - pad.top() * down,
                    left - pad.left() * across);
            case Elementwise _,BatchNorm2d _,Standardize _ -> this;
            default -> null;
        };
    }

    private Field moved(Window window) {
        return new Field(height + (window.height() - 1) * window.dilationY() * down,
                width + (window.width() - 1) * window.dilationX() * across, down * window.strideY(),
                across * window.strideX(), top - window.paddingY() * down, left - window.paddingX() * across);
    }

    List<Integer> numbers() {
        return List.of(height, width, down, across, top, left);
    }
}
