package io.cajal.studio.play;

import io.cajal.base.Shape;
import io.cajal.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that the future of a training depends on.
 *
 * @param numbers of the network
 * @param plateau what a schedule remembers; null if it remembers nothing
 */
record Moment(long step, float[] numbers, Packed optimizer, double rate, double penaltyRate, double lastLoss,
        double[] plateau) {

    /** About the memory it takes. */
    long bytes() {
        return 4L * numbers.length + optimizer.bytes() + 200;
    }

    /** Tensors by name, as plain arrays. */
    record Packed(Map<String, Shape> shapes, float[][] numbers) {
        static Packed of(Map<String, Tensor> tensors) {
            Map<String, Shape> shapes = new LinkedHashMap<>();
            tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
            return new Packed(shapes,
                    tensors.values().stream().map(Tensor::toFloats).toArray(float[][]::new));
        }

        Map<String, Tensor> tensors() {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            shapes.forEach((name, shape) -> tensors.put(name, Tensor.of(shape, numbers[tensors.size()])));
            return tensors;
        }

        long bytes() {
            long bytes = 0;
            for (float[] part : numbers) {
                bytes += 4L * part.length + 100; // with its entry
            }
            return bytes;
        }
    }
}
