package io.cajal.io;

import io.cajal.base.CajalException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The safetensors format: 8 bytes of header length (little-endian), a JSON header with each tensor's type,
 * shape and place, then the numbers, little-endian, without gaps. Files are byte for byte those of the
 * reference implementation: tensors by falling type, then by name, the header padded with spaces to a
 * multiple of 8. (It leaves the order of metadata to chance; here it is that of the keys.)
 *
 * <p>A reader trusts nothing: everything is checked against the file's real size before memory is taken, and
 * each error is one line that names the file.
 */
public final class Safetensors {
    private static final long MAX_HEADER = 100_000_000;
    private static final int MAX_TENSOR = Integer.MAX_VALUE - 8;
    private static final String METADATA = "__metadata__";

    private Safetensors() {
    }

    /**
     * The element types, in the reference implementation's order, on which the order of a file's tensors
     * rests.
     */
    public enum Type {
        BOOL(1), U8(1), I8(1), I16(2), U16(2), F16(2), BF16(2), I32(4), U32(4), F32(4), F64(8), I64(8),
        U64(8);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }
    }

    /** One tensor: its type, shape and little-endian bytes, as many as type and shape say. */
    public record Entry(Type type, int[] shape, ByteBuffer bytes) {
        public Entry {
            bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
            long needed = type.bytes;
            for (int size : shape) {
                needed = size < 0 ? -1 : saturated(needed, size);
            }
            if (needed != bytes.capacity()) {
                throw new CajalException("safetensors: the shape %s of %s does not fit %d bytes"
                        .formatted(Arrays.toString(shape), type, bytes.capacity()));
            }
        }

        /** Numbers to be written as float32. */
        public static Entry of(int[] shape, float... values) {
            ByteBuffer bytes = allocate(values.length, Type.F32);
            bytes.asFloatBuffer().put(values);
            return new Entry(Type.F32, shape, bytes);
        }

        /** Numbers to be written as float64. */
        public static Entry of(int[] shape, double... values) {
            ByteBuffer bytes = allocate(values.length, Type.F64);
            bytes.asDoubleBuffer().put(values);
            return new Entry(Type.F64, shape, bytes);
        }

        private static ByteBuffer allocate(int elements, Type type) {
            long bytes = (long) elements * type.bytes;
            if (bytes > MAX_TENSOR) {
                throw new CajalException(
                        "safetensors: a tensor of %d elements has more than 2 GiB".formatted(elements));
            }
            return ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
        }

        public int elements() {
            return bytes.capacity() / type.bytes;
        }

        /** The numbers, whatever their type. */
        public double[] toDoubles() {
            double[] values = new double[elements()];
            for (int i = 0; i < values.length; i++) {
                values[i] = number(i);
            }
            return values;
        }

        /** The numbers rounded to float; exact for float32. */
        public float[] toFloats() {
            float[] values = new float[elements()];
            if (type == Type.F32) {
                bytes.asFloatBuffer().get(values);
                return values;
            }
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) number(i);
            }
            return values;
        }

        private double number(int i) {
            int at = i * type.bytes;
            return switch (type) {
                case F64 -> bytes.getDouble(at);
                case F32 -> bytes.getFloat(at);
                case F16 -> Float.float16ToFloat(bytes.getShort(at));
                case BF16 -> Float.intBitsToFloat(bytes.getShort(at) << 16);
                case I64 -> bytes.getLong(at);
                case U64 -> {
                    long bits = bytes.getLong(at);
                    yield bits >= 0 ? bits : (bits >>> 1 | bits & 1) * 2.0;
                }
                case I32 -> bytes.getInt(at);
                case U32 -> Integer.toUnsignedLong(bytes.getInt(at));
                case I16 -> bytes.getShort(at);
                case U16 -> Short.toUnsignedInt(bytes.getShort(at));
                case I8 -> bytes.get(at);
                case U8, BOOL -> Byte.toUnsignedInt(bytes.get(at));
            };
        }
    }

    /** What a file holds: tensors in the order of the file, and free text by key. */
    public record Content(Map<String, Entry> tensors, Map<String, String> metadata) {
    }

    // Writing

    /** Writes atomically. */
    public static void write(Path path, Map<String, Entry> tensors, Map<String, String> metadata)
            throws IOException {
        AtomicFile.write(path, out -> write(out, tensors, metadata));
    }

    static void write(OutputStream out, Map<String, Entry> tensors, Map<String, String> metadata)
            throws IOException {
        List<Map.Entry<String, Entry>> sorted = new ArrayList<>(tensors.entrySet());
        sorted.sort(Comparator
                .comparing((Map.Entry<String, Entry> e) -> e.getValue().type, Comparator.reverseOrder())
                .thenComparing(Map.Entry::getKey, Safetensors::compareUtf8));
        Map<String, Object> header = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            header.put(METADATA, new TreeMap<>(metadata));
        }
        long offset = 0;
        for (Map.Entry<String, Entry> tensor : sorted) {
            Entry entry = tensor.getValue();
            if (tensor.getKey().equals(METADATA)) {
                throw new CajalException("safetensors: no tensor can have the name " + METADATA);
            }
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("dtype", entry.type.name());
            List<Object> shape = new ArrayList<>();
            for (int size : entry.shape) {
                shape.add((long) size);
            }
            fields.put("shape", shape);
            long end = offset + entry.bytes.capacity();
            fields.put("data_offsets", List.of(offset, end));
            header.put(tensor.getKey(), fields);
            offset = end;
        }
        byte[] text = Json.write(header).getBytes(StandardCharsets.UTF_8);
        int padded = Math.ceilDiv(text.length, 8) * 8;
        if (padded > MAX_HEADER) {
            throw new CajalException("safetensors: the header takes %d bytes, the format allows %d"
                    .formatted(padded, MAX_HEADER));
        }
        out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(padded).array());
        out.write(text);
        out.write(" ".repeat(padded - text.length).getBytes(StandardCharsets.UTF_8));
        byte[] chunk = new byte[1 << 16];
        for (Map.Entry<String, Entry> tensor : sorted) {
            ByteBuffer data = tensor.getValue().bytes.duplicate();
            while (data.hasRemaining()) {
                int n = Math.min(chunk.length, data.remaining());
                data.get(chunk, 0, n);
                out.write(chunk, 0, n);
            }
        }
    }

    private static int compareUtf8(String a, String b) {
        return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    // Reading

    /** Where bytes come from; −1 after the end, as from a channel. */
    @FunctionalInterface
    private interface Source {
        int read(ByteBuffer target, long position) throws IOException;
    }

    /** The whole file, checked. */
    public static Content read(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new CajalException(path + " is a folder, expected a safetensors file");
        }
        try (FileChannel channel = FileChannel.open(path)) {
            return read(channel::read, path.toString(), channel.size());
        }
    }

    /** A file that is in memory already, checked; {@code name} is for messages. */
    public static Content read(byte[] file, String name) {
        try {
            return read((target, position) -> {
                int n = (int) Math.min(target.remaining(), file.length - position);
                target.put(file, (int) position, n);
                return n == 0 ? -1 : n;
            }, name, file.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // never: nothing is read from outside
        }
    }

    private static Content read(Source source, String name, long size) throws IOException {
        if (size < 8) {
            throw broken(name, "it has %d bytes, a header length alone takes 8".formatted(size));
        }
        ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        fill(source, length, 0, name);
        long header = length.getLong(0);
        if (header < 2 || header > MAX_HEADER || header > size - 8) {
            throw broken(name, "its header claims %s bytes, the file has %d; is it a safetensors file?"
                    .formatted(Long.toUnsignedString(header), size));
        }
        ByteBuffer text = ByteBuffer.allocate((int) header);
        fill(source, text, 8, name);
        if (text.get(0) != '{') {
            throw broken(name, "its header does not begin with {; is it a safetensors file?");
        }
        return content(source, name, decoded(text, name), 8 + header, size);
    }

    /** Whether the file begins as a safetensors file does. */
    public static boolean isSafetensors(Path path) throws IOException {
        if (!Files.isRegularFile(path) || Files.size(path) < 10) {
            return false;
        }
        try (var in = Files.newInputStream(path)) {
            byte[] head = in.readNBytes(9);
            long length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
            return length >= 2 && length <= Math.min(MAX_HEADER, Files.size(path) - 8) && head[8] == '{';
        }
    }

    private static String decoded(ByteBuffer text, String name) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
        } catch (CharacterCodingException e) {
            throw broken(name, "its header is not UTF-8");
        }
    }

    private static Content content(Source source, String file, String header, long start, long size)
            throws IOException {
        Object json;
        try {
            json = Json.parse(header);
        } catch (CajalException e) {
            throw broken(file, "its header is not valid: " + e.getMessage());
        }
        if (!(json instanceof Map<?, ?> fields)) {
            throw broken(file, "its header is not a JSON object");
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Place> places = new ArrayList<>();
        for (Map.Entry<?, ?> field : fields.entrySet()) {
            String name = (String) field.getKey();
            if (name.equals(METADATA)) {
                if (!(field.getValue() instanceof Map<?, ?> texts)) {
                    throw broken(file, METADATA + " is not a JSON object");
                }
                for (Map.Entry<?, ?> text : texts.entrySet()) {
                    if (!(text.getValue() instanceof String value)) {
                        throw broken(file, METADATA + " entry " + Shown.of(text.getKey()) + " is not a text");
                    }
                    metadata.put((String) text.getKey(), value);
                }
            } else {
                places.add(place(file, name, field.getValue()));
            }
        }
        places.sort(Comparator.comparingLong(Place::begin).thenComparingLong(Place::end));
        long expected = 0;
        for (Place place : places) {
            if (place.begin != expected) {
                throw broken(file,
                        "tensor %s begins at %d, expected %d: tensors must follow each other without gaps"
                                .formatted(Shown.of(place.name), place.begin, expected));
            }
            expected = place.end;
        }
        if (expected != size - start) {
            throw broken(file,
                    "its tensors take %d bytes, the file has %d for them".formatted(expected, size - start));
        }
        Map<String, Entry> tensors = new LinkedHashMap<>();
        for (Place place : places) {
            ByteBuffer bytes = ByteBuffer.allocate((int) (place.end - place.begin))
                    .order(ByteOrder.LITTLE_ENDIAN);
            fill(source, bytes, start + place.begin, file);
            tensors.put(place.name, new Entry(place.type, place.shape, bytes));
        }
        return new Content(tensors, metadata);
    }

    /** Where the header says a tensor is. */
    private record Place(String name, Type type, int[] shape, long begin, long end) {
    }

    private static Place place(String file, String name, Object value) {
        String where = "tensor " + Shown.of(name);
        if (!(value instanceof Map<?, ?> fields) || !(fields.get("dtype") instanceof String dtype)
                || !(fields.get("shape") instanceof List<?> sizes)
                || !(fields.get("data_offsets") instanceof List<?> offsets)) {
            throw broken(file, where + " lacks dtype, shape or data_offsets");
        }
        Type type = null;
        for (Type known : Type.values()) {
            type = known.name().equals(dtype) ? known : type;
        }
        if (type == null) {
            throw broken(file, where + " has the unknown dtype " + Shown.of(dtype));
        }
        int[] shape = new int[sizes.size()];
        long bytes = type.bytes;
        for (int i = 0; i < shape.length; i++) {
            if (!(sizes.get(i) instanceof Long n) || n < 0 || n > Integer.MAX_VALUE) {
                throw broken(file, where + " has the impossible shape " + Shown.of(sizes));
            }
            shape[i] = n.intValue();
            bytes = saturated(bytes, n);
        }
        if (offsets.size() != 2 || !(offsets.get(0) instanceof Long begin)
                || !(offsets.get(1) instanceof Long end)
                || begin < 0 || end < begin) {
            throw broken(file, where + " has the impossible data_offsets " + Shown.of(offsets));
        }
        if (end - begin != bytes) {
            throw broken(file,
                    "%s has the shape %s of %s, which is %s bytes, but data_offsets %s".formatted(where,
                            Shown.of(sizes), dtype, bytes == Long.MAX_VALUE ? "too many" : bytes,
                            Shown.of(offsets)));
        }
        if (bytes > MAX_TENSOR) {
            throw broken(file, where + " has more than 2 GiB");
        }
        return new Place(name, type, shape, begin, end);
    }

    /** a·b of numbers that are not negative, or the largest long where that is too much. */
    private static long saturated(long a, long b) {
        return b != 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
    }

    private static void fill(Source source, ByteBuffer target, long position, String name)
            throws IOException {
        while (target.hasRemaining()) {
            int n = source.read(target, position + target.position());
            if (n < 0) {
                throw broken(name, "it ends too early");
            }
        }
        target.flip();
    }

    private static CajalException broken(String name, String problem) {
        return new CajalException(name + " cannot be read as safetensors: " + problem);
    }
}
