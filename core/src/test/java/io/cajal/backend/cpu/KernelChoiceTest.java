package io.cajal.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.backend.Product;
import io.cajal.backend.Recurrence;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Starts Java afresh, as the choice of kernels is made once for a process. */
class KernelChoiceTest {
    private static final String MODULE = "--add-modules=jdk.incubator.vector";

    @Test
    void everyWidthOfVectorsAndNoneGiveTheSameBits() throws Exception {
        String here = Digest.make();
        String wide = run(MODULE);
        assertTrue(wide.contains(here), wide);
        for (int bytes : new int[] {16, 32}) {
            String narrow = run(MODULE, "-XX:MaxVectorSize=" + bytes);
            assertTrue(narrow.contains(here), narrow);
            assertTrue(narrow.contains("vector, " + 8 * bytes + " bits") || narrow.contains("warning"),
                    narrow);
        }
        String plain = run(MODULE, "-Dcajal.vector=false");
        assertTrue(plain.contains(here) && plain.contains("plain"), plain);
        assertFalse(plain.contains("--add-modules"), plain);
    }

    @Test
    void aMissingModuleIsNamedOnceAndDoesNoHarm() throws Exception {
        String output = run();
        assertTrue(output.contains("plain"), output);
        assertTrue(output.contains(Digest.make()), output);
        assertEquals(2, output.split("--add-modules jdk.incubator.vector", -1).length, output);
    }

    /** What a Java with these options says. */
    private static String run(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath(), Digest.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    private static String classPath() throws IOException {
        List<String> places = new ArrayList<>();
        for (Class<?> type : List.of(Kernels.class, Digest.class)) {
            places.add(
                    Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()))
                            .toString());
        }
        return String.join(System.getProperty("path.separator"), places);
    }

    /** One number for the bits of all kernels. */
    static final class Digest {
        public static void main(String[] args) {
            System.out.println(Kernels.best().name() + " " + make());
        }

        static String make() {
            Kernels kernels = Kernels.best();
            Random random = new Random(1);
            int n = 999;
            float[] x = new float[n];
            float[] y = new float[n];
            for (int i = 0; i < n; i++) {
                x[i] = (float) (random.nextGaussian() * Math.exp(2 * random.nextGaussian()));
            }
            CRC32 crc = new CRC32();
            kernels.exp(x, 0, y, 0, n);
            add(crc, y);
            kernels.expm1(x, 0, y, 0, n);
            add(crc, y);
            kernels.log(x, 0, y, 0, n);
            add(crc, y);
            kernels.tanh(x, 0, y, 0, n);
            add(crc, y);
            kernels.sigmoid(x, 0, y, 0, n);
            add(crc, y);
            kernels.softplus(x, 0, y, 0, n);
            add(crc, y);
            kernels.erf(x, 0, y, 0, n);
            add(crc, y);
            add(crc, kernels.sum(x, 0, n), kernels.dot(x, 0, y, 0, n), kernels.max(x, 0, n));
            add(crc, kernels.expMinus(x, 0, 20, y, 0, n));
            kernels.axpy(0.1f, x, 0, y, 0, n);
            add(crc, y);
            float[] c = new float[14 * 37];
            Gemm.best().multiply(Product.of(14, 37, 23, false, true), x, x, y, c);
            add(crc, c);
            Gemm.best().multiply(Product.of(6, 7, 70, false, false), x, x, y, c);
            add(crc, c);
            Gemm.best().multiply(Product.of(1, 11, 77, false, true), x, x, y, c); // scalar products
            add(crc, c);
            Gemm.best().multiply(Product.of(40, 10, 20, true, false), x, x, y, c); // narrow tiles
            add(crc, c);
            ConvolverTest.geometries().forEach(g -> {
                for (float[] part : ConvolverTest.run(Convolver.best(), g)) {
                    add(crc, part);
                }
            });
            for (Recurrence.Cell cell : Recurrence.Cell.values()) {
                Recurrence r = new Recurrence(cell, 45, new int[] {13, 13, 2, 1});
                for (float[] part : RecurrencesTest.run(Recurrences.best(), r)) {
                    add(crc, part == null ? new float[0] : part);
                }
            }
            return Long.toHexString(crc.getValue());
        }

        private static void add(CRC32 crc, float... x) {
            for (float value : x) {
                int bits = Float.floatToIntBits(value);
                for (int shift = 0; shift < 32; shift += 8) {
                    crc.update(bits >> shift);
                }
            }
        }
    }
}
