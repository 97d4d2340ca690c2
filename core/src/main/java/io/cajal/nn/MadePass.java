package io.cajal.nn;

import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link Made} pixel by pixel, as drawing needs it, at the cost of one pass: a hidden unit is computed once, as soon as the
 * last pixel that it depends on is there, since no output before that sees it.
 */
final class MadePass {
    private final List<Units> hidden = new ArrayList<>();
    private final Units out;
    private final Units direct;
    private final int[] places;

    /**
     * A layer's weights, zero where a connection is cut.
     *
     * @param ready for each number of pixels, the units that can be computed once so many are there
     */
    private record Units(float[] weight, float[] bias, List<List<Integer>> ready) {
        static Units of(MaskedLinear layer) {
            return new Units(layer.seen().toFloats(), layer.bias().toFloats(), new ArrayList<>());
        }

        /** A unit's sum, given the values below. */
        float sum(int unit, float[] below) {
            float sum = bias[unit];
            int row = unit * below.length;
            for (int j = 0; j < below.length; j++) {
                sum += weight[row + j] * below[j];
            }
            return sum;
        }
    }

    MadePass(Made net) {
        int[] order = net.order();
        places = new int[order.length];
        int[] when = new int[order.length]; // how many pixels must be there
        for (int i = 0; i < order.length; i++) {
            places[order[i]] = i;
            when[i] = order[i] + 1;
        }
        for (MaskedLinear layer : net.hidden()) {
            Units units = Units.of(layer);
            when = times(layer.mask(), when);
            for (int t = 0; t <= order.length; t++) {
                units.ready.add(new ArrayList<>());
            }
            for (int k = 0; k < when.length; k++) {
                units.ready.get(when[k]).add(k);
            }
            hidden.add(units);
        }
        out = Units.of(net.out());
        direct = net.direct() == null ? null : Units.of(net.direct());
    }

    /** When each unit can be computed: with the last of those below that it sees. */
    private static int[] times(Tensor mask, int[] below) {
        float[] sees = mask.toFloats();
        int[] when = new int[mask.size(0)];
        for (int i = 0; i < sees.length; i++) {
            if (sees[i] != 0) {
                int unit = i / below.length;
                when[unit] = Math.max(when[unit], below[i % below.length]);
            }
        }
        return when;
    }

    /** All pixels in the model's order. */
    void over(PixelDrawing images) {
        int count = images.count();
        float[][][] values = new float[hidden.size() + 1][count][]; // by layer and image
        for (int i = 0; i < count; i++) {
            values[0][i] = new float[places.length];
            for (int l = 0; l < hidden.size(); l++) {
                values[l + 1][i] = new float[hidden.get(l).bias.length];
            }
        }
        float[] logits = new float[count];
        for (int t = 0; t < places.length; t++) {
            for (int i = 0; i < count; i++) {
                for (int l = 0; l < hidden.size(); l++) {
                    for (int unit : hidden.get(l).ready.get(t)) {
                        values[l + 1][i][unit] = Math.max(0, hidden.get(l).sum(unit, values[l][i]));
                    }
                }
                logits[i] = out.sum(places[t], values[hidden.size()][i])
                        + (direct == null ? 0 : direct.sum(places[t], values[0][i]));
            }
            images.draw(places[t], logits);
            for (int i = 0; i < count; i++) {
                values[0][i][places[t]] = images.pixel(i, places[t]);
            }
        }
    }
}
