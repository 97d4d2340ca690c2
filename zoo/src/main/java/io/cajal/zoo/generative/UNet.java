package io.cajal.zoo.generative;

import io.cajal.base.CajalException;
import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * From picture to picture through a narrow middle, with bridges (Ronneberger, Fischer and Brox 2015): each
 * stage down halves the picture, each stage up doubles it, and what a stage down gave is handed to the stage
 * up that goes on from its size, so that the middle must carry only what the picture is, not where each line
 * runs.
 *
 * @param down stages of which each gives a bridge; an identity as the first bridges the input itself
 * @param up as many, the first from the middle on; each other reads what came up and, after it, what its
 *     bridge brings
 */
record UNet(List<Layer> down, List<Layer> up) implements Layer {
    UNet {
        if (down.isEmpty() || down.size() != up.size()) {
            throw new CajalException("u-net: needs as many stages up as down, got %d down and %d up"
                    .formatted(down.size(), up.size()));
        }
        down = List.copyOf(down);
        up = List.copyOf(up);
    }

    @Override
    public Tensor forward(Tensor x) {
        List<Tensor> bridges = new ArrayList<>();
        Tensor y = x;
        for (Layer stage : down) {
            y = stage.apply(y);
            bridges.add(y);
        }
        y = up.getFirst().apply(y);
        for (int i = 1; i < up.size(); i++) {
            y = up.get(i).apply(Tensor.cat(1, y, bridges.get(up.size() - 1 - i)));
        }
        return y;
    }
}
