package io.cajal.io;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import io.cajal.base.CajalException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * Hands damaged files to a reader. It may find a value or refuse with one line; any other exception, and any
 * memory out of proportion to the file, is a fault of the reader. {@code -Dcajal.damage=N} sets the rounds.
 */
public final class Damage {
    private static final int ROUNDS = Integer.getInteger("cajal.damage", 3000);
    private static final long MOST_MEMORY = 8 << 20;
    private static final byte[] TELLING = {0, 1, -1, 127, -128, '"', '{', '}', '[', ']', ',', ':', '\n', '\r',
            '\\', '-', '9'};

    /** Reads and uses what it read. */
    @FunctionalInterface
    public interface Reader {
        void read(byte[] file) throws IOException;
    }

    private Damage() {
    }

    public static void check(byte[] valid, Reader reader) throws IOException {
        reader.read(valid);
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] damaged = damaged(valid, new Random(round));
            long before = memory.getCurrentThreadAllocatedBytes();
            try {
                reader.read(damaged);
            } catch (CajalException | IOException e) {
                refused++;
                String message = e.getMessage();
                assertTrue(message != null && !message.isBlank() && message.lines().count() == 1
                        && message.length() < 1000, "round " + round + " has the message " + message);
            } catch (Throwable e) {
                fail("round " + round, e);
            }
            long taken = memory.getCurrentThreadAllocatedBytes() - before;
            assertTrue(taken < MOST_MEMORY, "round " + round + " took " + taken + " bytes");
        }
        assertTrue(refused > ROUNDS / 10, "only " + refused + " refused");
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
            packed.write(content);
        }
        return out.toByteArray();
    }

    /** One to three changes: a bit, a byte, a piece cut out, doubled, put in, or the end cut off. */
    private static byte[] damaged(byte[] valid, Random random) {
        byte[] file = valid.clone();
        for (int change = random.nextInt(3); change >= 0 && file.length > 0; change--) {
            int at = random.nextInt(file.length);
            int length = 1 + random.nextInt(Math.min(16, file.length - at));
            file = switch (random.nextInt(6)) {
                case 0 -> {
                    file[at] ^= (byte) (1 << random.nextInt(8));
                    yield file;
                }
                case 1 -> {
                    file[at] = TELLING[random.nextInt(TELLING.length)];
                    yield file;
                }
                case 2 -> joined(Arrays.copyOf(file, at), new byte[0], file, at + length);
                case 3 ->
                    joined(Arrays.copyOf(file, at), Arrays.copyOfRange(file, at, at + length), file, at);
                case 4 -> {
                    byte[] noise = new byte[length];
                    random.nextBytes(noise);
                    yield joined(Arrays.copyOf(file, at), noise, file, at);
                }
                default -> Arrays.copyOf(file, at);
            };
        }
        return file;
    }

    private static byte[] joined(byte[] start, byte[] middle, byte[] file, int from) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(start);
        out.writeBytes(middle);
        out.write(file, from, file.length - from);
        return out.toByteArray();
    }
}
