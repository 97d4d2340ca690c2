package io.cajal.zoo;

import io.cajal.nn.Layer;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;
import java.util.Arrays;

/**
 * A convolution of which each map sees only some of the channels, by a table: so the maps must become different, and
 * there are fewer weights (LeCun et al. 1989 and 1998).
 *
 * @param weight the kernels that exist, [kernels × height × width]
 * @param bias one number for each map, or null
 * @param maps of the result
 * @param places for each map and channel the number of its kernel, that of none being the number of kernels
 */
record TableConv(Param weight, Param bias, Window window, int maps, int... places) implements Layer {
    /** {@code table[map]} lists the channels that the map sees; kernels stand in that order. */
    static TableConv of(int[][] table, Param weight, Param bias, Window window) {
        int channels = 1 + Arrays.stream(table).flatMapToInt(Arrays::stream).max().orElse(0);
        int[] places = new int[table.length * channels];
        Arrays.fill(places, weight.size(0));
        int next = 0;
        for (int map = 0; map < table.length; map++) {
            for (int channel : table[map]) {
                places[channels * map + channel] = next++;
            }
        }
        return new TableConv(weight, bias, window, table.length, places);
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor dense = weight.pad(0, 0, 1, 0.0).indexSelect(0, places);
        return x.conv2d(dense.reshape(maps, places.length / maps, weight.size(1), weight.size(2)), bias,
                window, 1);
    }
}
