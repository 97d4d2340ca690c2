package io.cajal.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Vectors give the bits of plain Java, from any place on, and write nothing else. */
class ElementwiseTest {
    private static final float[] SPECIAL = {0f, -0f, 1f, -1f, Float.NaN, Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE,
            -Float.MAX_VALUE, 0.5f, -3f};

    private interface Loop {
        void run(Elementwise loops, float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);
    }

    private interface Single {
        void run(Elementwise loops, float[] x, int xo, float[] y, int yo, int n);
    }

    private enum Operation {
        ADD(Elementwise::add), SUB(Elementwise::sub), MUL(Elementwise::mul), DIV(Elementwise::div),
        MAX(Elementwise::max), MIN(Elementwise::min), EQ(Elementwise::eq), NE(Elementwise::ne),
        LT(Elementwise::lt), LE(Elementwise::le), GT(Elementwise::gt), GE(Elementwise::ge),
        NEG(Elementwise::neg), AFFINE((e, x, xo, y, yo, n) -> e.affine(0.3f, -0.7f, x, xo, y, yo, n)),
        ABS(Elementwise::abs), SQUARE(Elementwise::square), RECIPROCAL(Elementwise::reciprocal),
        SQRT(Elementwise::sqrt), SIGN(Elementwise::sign),
        CLAMP((e, x, xo, y, yo, n) -> e.clamp(-0.4f, 0.6f, x, xo, y, yo, n)),
        ABOVE((e, a, ao, b, bo, y, yo, n) -> e.above(0.1f, a, ao, b, bo, SPECIAL_ROW, ao, y, yo, n)),
        WITHIN((e, a, ao, b, bo, y, yo, n) -> e.within(-0.5f, 1, b, a, y, yo, yo + n)),
        SELECT((e, a, ao, b, bo, y, yo, n) -> e.select(a, b, SPECIAL_ROW, y, yo, yo + n));

        private final Loop loop;

        Operation(Loop loop) {
            this.loop = loop;
        }

        Operation(Single single) {
            this((e, a, ao, b, bo, y, yo, n) -> single.run(e, a, ao, y, yo, n));
        }
    }

    private static final float[] SPECIAL_ROW = row(300, 9);

    /** Numbers of both signs, every third a special one. */
    private static float[] row(int n, int seed) {
        Random random = new Random(seed);
        float[] row = new float[n];
        for (int i = 0; i < n; i++) {
            row[i] = random.nextInt(3) == 0 ? SPECIAL[random.nextInt(SPECIAL.length)]
                    : (float) random.nextGaussian();
        }
        return row;
    }

    @ParameterizedTest
    @EnumSource
    void vectorsGiveTheBitsOfPlainJava(Operation operation) {
        float[] a = row(300, 1);
        float[] b = row(300, 2);
        for (int n : new int[] {0, 1, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 100, 257}) {
            for (int at = 0; at < 20; at += 7) {
                float[] plain = row(300, 3);
                float[] fast = plain.clone();
                operation.loop.run(PlainElementwise.INSTANCE, a, at, b, 2 * at % 13, plain, at / 2, n);
                operation.loop.run(Elementwise.best(), a, at, b, 2 * at % 13, fast, at / 2, n);
                for (int i = 0; i < plain.length; i++) {
                    assertEquals(Float.floatToIntBits(plain[i]), Float.floatToIntBits(fast[i]),
                            "%d of %d from %d on: %s and %s".formatted(i, n, at, plain[i], fast[i]));
                }
            }
        }
    }
}
