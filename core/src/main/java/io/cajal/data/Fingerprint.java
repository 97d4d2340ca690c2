package io.cajal.data;

import io.cajal.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A hash of what a model was trained on, for its provenance. */
public final class Fingerprint {
    private static final int CHUNK = 1 << 14;

    private Fingerprint() {
    }

    /** SHA-256 over the inputs and then the targets, as little-endian floats in the order of the set. */
    public static String of(Dataset data) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            List<Tensor> targets = new ArrayList<>();
            data.forEachBatch(batch -> {
                update(digest, batch.x());
                targets.add(batch.y());
            });
            targets.forEach(y -> update(digest, y));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void update(MessageDigest digest, Tensor tensor) {
        float[] values = tensor.toFloats();
        ByteBuffer bytes = ByteBuffer.allocate(4 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.length; i += CHUNK) {
            bytes.clear();
            bytes.asFloatBuffer().put(values, i, Math.min(CHUNK, values.length - i));
            digest.update(bytes.limit(4 * Math.min(CHUNK, values.length - i)));
        }
    }
}
