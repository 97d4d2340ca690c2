package io.cajal.studio.images;

import io.cajal.io.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads frames as the page does. */
final class Frames {
    private Frames() {
    }

    static Map<?, ?> header(ByteBuffer frame) {
        ByteBuffer bytes = frame.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        byte[] text = new byte[bytes.getInt(0)];
        bytes.get(4, text);
        return (Map<?, ?>) Json.parse(new String(text, StandardCharsets.UTF_8));
    }

    static Map<String, float[]> parts(ByteBuffer frame) {
        ByteBuffer bytes = frame.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int start = 4 + bytes.getInt(0);
        Map<String, float[]> parts = new HashMap<>();
        for (Object entry : (List<?>) header(frame).get("parts")) {
            Map<?, ?> part = (Map<?, ?>) entry;
            int count = 1;
            for (Object size : (List<?>) part.get("shape")) {
                count *= ((Number) size).intValue();
            }
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = bytes.getFloat(start + 4 * (((Number) part.get("from")).intValue() + i));
            }
            parts.put((String) part.get("name"), values);
        }
        return parts;
    }
}
