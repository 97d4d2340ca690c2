package io.cajal.studio.images;

import io.cajal.io.Json;
import io.cajal.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer with many numbers: the length of a header (4 bytes), the header as JSON, filled up with spaces to a multiple
 * of four, then the numbers of its {@code parts} one after the other as float32, all little-endian. The page reads the
 * numbers in place.
 */
final class Frame {
    private final Map<String, Object> header = new LinkedHashMap<>();
    private final List<Object> parts = new ArrayList<>();
    private final List<float[]> numbers = new ArrayList<>();
    private int count;

    Frame put(String key, Object value) {
        header.put(key, value);
        return this;
    }

    /** Numbers under a name, row by row. */
    Frame part(String name, float[] values, int... shape) {
        parts.add(Map.of("name", name, "shape", Arrays.stream(shape).boxed().toList(), "from", count));
        numbers.add(values);
        count += values.length;
        return this;
    }

    /** The first example of a batch. */
    Frame part(String name, Tensor batch) {
        Tensor one = batch.size(0) == 1 ? batch : batch.narrow(0, 0, 1);
        int[] sizes = batch.shape().sizes();
        return part(name, one.toFloats(), Arrays.copyOfRange(sizes, 1, sizes.length));
    }

    ByteBuffer bytes() {
        header.put("parts", parts);
        byte[] text = Json.write(header).getBytes(StandardCharsets.UTF_8);
        int room = (text.length + 3) / 4 * 4;
        ByteBuffer bytes = ByteBuffer.allocate(4 + room + 4 * count).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(room).put(text);
        while (bytes.position() < 4 + room) {
            bytes.put((byte) ' ');
        }
        for (float[] some : numbers) {
            bytes.asFloatBuffer().put(some);
            bytes.position(bytes.position() + 4 * some.length);
        }
        return bytes.flip();
    }
}
