package io.cajal.data;

import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import io.cajal.tensor.Tensor;
import java.util.List;

/**
 * Images with labels, a byte for each pixel and channel as in their files: a quarter of what floats take.
 * Batches have x [N × channels × height × width] in 0 … 1 and y [N].
 */
public final class ByteImages implements Dataset {
    private static final float[] SHADES = new float[256];

    private final byte[] pixels;
    private final byte[] labels;
    private final int channels;
    private final int height;
    private final int width;
    private final List<String> classes;
    private final ThreadLocal<float[]> room = new ThreadLocal<>();

    static {
        for (int i = 0; i < SHADES.length; i++) {
            SHADES[i] = i / 255f;
        }
    }

    ByteImages(byte[] pixels, byte[] labels, int channels, int height, int width, List<String> classes) {
        this.pixels = pixels;
        this.labels = labels;
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.classes = List.copyOf(classes);
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    /** Batches are mostly of one size, and the tensor takes a copy. */
    private float[] room(int size) {
        float[] last = room.get();
        if (last == null || last.length != size) {
            last = new float[size];
            room.set(last);
        }
        return last;
    }

    @Override
    public Batch batch(int... numbers) {
        int area = channels * height * width;
        Shape shape = Shape.of(numbers.length, channels, height, width);
        float[] x = room(shape.elements());
        float[] y = new float[numbers.length];
        int to = 0;
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] < 0 || numbers[i] >= labels.length) {
                throw new CajalException(
                        "images: there are %d, asked for number %d".formatted(labels.length, numbers[i]));
            }
            for (int from = numbers[i] * area; from < (numbers[i] + 1) * area; from++) {
                x[to++] = SHADES[pixels[from] & 0xff];
            }
            y[i] = labels[numbers[i]] & 0xff;
        }
        return new Batch(Tensor.of(shape, x), Tensor.of(Shape.of(y.length), y));
    }
}
