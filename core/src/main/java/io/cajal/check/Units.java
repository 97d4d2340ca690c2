package io.cajal.check;

import io.cajal.tensor.Tensor;
import java.util.Arrays;

/**
 * The least and largest number of each unit, or channel, of a layer's result [N × units × …].
 */
public record Units(float[] least, float[] largest) {
    public static Units of(Tensor out) {
        int units = out.rank() < 2 ? 1 : out.size(1);
        int places = out.shape().elements() / Math.max(1, out.size(0) * units);
        float[] least = new float[units];
        float[] largest = new float[units];
        Arrays.fill(least, Float.POSITIVE_INFINITY);
        Arrays.fill(largest, Float.NEGATIVE_INFINITY);
        float[] values = out.toFloats();
        for (int i = 0; i < values.length; i++) {
            int unit = i / places % units;
            least[unit] = Math.min(least[unit], values[i]);
            largest[unit] = Math.max(largest[unit], values[i]);
        }
        return new Units(least, largest);
    }

    public int count() {
        return least.length;
    }

    /** How many never change. */
    public int constant() {
        int constant = 0;
        for (int i = 0; i < least.length; i++) {
            constant += least[i] == largest[i] ? 1 : 0;
        }
        return constant;
    }
}
