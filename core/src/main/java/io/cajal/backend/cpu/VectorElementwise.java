package io.cajal.backend.cpu;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Elementwise} on the Vector API. There is a loop for each operation: one loop that is told the operation would make
 * an object of every vector unless the compiler happens to copy it into each caller.
 */
final class VectorElementwise implements Elementwise {
    static final VectorElementwise INSTANCE = new VectorElementwise();

    private static final VectorSpecies<Float> SPECIES = VectorKernels.SPECIES;
    private static final int LENGTH = VectorKernels.LENGTH;
    private static final PlainElementwise REST = PlainElementwise.INSTANCE;

    private VectorElementwise() {
    }

    @Override
    public void add(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            fromArray(SPECIES, a, ao + i).add(fromArray(SPECIES, b, bo + i)).intoArray(y, yo + i);
        }
        REST.add(a, ao + i, b, bo + i, y, yo + i, n - i);
    }

    @Override
    public void sub(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            fromArray(SPECIES, a, ao + i).sub(fromArray(SPECIES, b, bo + i)).intoArray(y, yo + i);
        }
        REST.sub(a, ao + i, b, bo + i, y, yo + i, n - i);
    }

    @Override
    public void mul(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            fromArray(SPECIES, a, ao + i).mul(fromArray(SPECIES, b, bo + i)).intoArray(y, yo + i);
        }
        REST.mul(a, ao + i, b, bo + i, y, yo + i, n - i);
    }

    @Override
    public void div(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            fromArray(SPECIES, a, ao + i).div(fromArray(SPECIES, b, bo + i)).intoArray(y, yo + i);
        }
        REST.div(a, ao + i, b, bo + i, y, yo + i, n - i);
    }

    @Override
    public void max(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            fromArray(SPECIES, a, ao + i).max(fromArray(SPECIES, b, bo + i)).intoArray(y, yo + i);
        }
        REST.max(a, ao + i, b, bo + i, y, yo + i, n - i);
    }

    @Override
    public void min(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            fromArray(SPECIES, a, ao + i).min(fromArray(SPECIES, b, bo + i)).intoArray(y, yo + i);
        }
        REST.min(a, ao + i, b, bo + i, y, yo + i, n - i);
    }

    @Override
    public void eq(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        FloatVector no = zero(SPECIES);
        FloatVector yes = broadcast(SPECIES, 1);
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            no.blend(yes, fromArray(SPECIES, a, ao + i).compare(EQ, fromArray(SPECIES, b, bo + i)))
                    .intoArray(y, yo + i);
        }
        REST.eq(a, ao + i, b, bo + i, y, yo + i, n - i);
    }

    @Override
    public void ne(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        FloatVector no = zero(SPECIES);
        FloatVector yes = broadcast(SPECIES, 1);
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            no.blend(yes, fromArray(SPECIES, a, ao + i).compare(NE, fromArray(SPECIES, b, bo + i)))
                    .intoArray(y, yo + i);
        }
        REST.ne(a, ao + i, b, bo + i, y, yo + i, n - i);
    }

    @Override
    public void lt(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        FloatVector no = zero(SPECIES);
        FloatVector yes = broadcast(SPECIES, 1);
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            no.blend(yes, fromArray(SPECIES, a, ao + i).compare(LT, fromArray(SPECIES, b, bo + i)))
                    .intoArray(y, yo + i);
        }
        REST.lt(a, ao + i, b, bo + i, y, yo + i, n - i);
    }

    @Override
    public void le(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        FloatVector no = zero(SPECIES);
        FloatVector yes = broadcast(SPECIES, 1);
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            no.blend(yes, fromArray(SPECIES, a, ao + i).compare(LE, fromArray(SPECIES, b, bo + i)))
                    .intoArray(y, yo + i);
        }
        REST.le(a, ao + i, b, bo + i, y, yo + i, n - i);
    }

    @Override
    public void gt(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        FloatVector no = zero(SPECIES);
        FloatVector yes = broadcast(SPECIES, 1);
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            no.blend(yes, fromArray(SPECIES, a, ao + i).compare(GT, fromArray(SPECIES, b, bo + i)))
                    .intoArray(y, yo + i);
        }
        REST.gt(a, ao + i, b, bo + i, y, yo + i, n - i);
    }

    @Override
    public void ge(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        FloatVector no = zero(SPECIES);
        FloatVector yes = broadcast(SPECIES, 1);
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            no.blend(yes, fromArray(SPECIES, a, ao + i).compare(GE, fromArray(SPECIES, b, bo + i)))
                    .intoArray(y, yo + i);
        }
        REST.ge(a, ao + i, b, bo + i, y, yo + i, n - i);
    }

    @Override
    public void neg(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            fromArray(SPECIES, x, xo + i).neg().intoArray(y, yo + i);
        }
        REST.neg(x, xo + i, y, yo + i, n - i);
    }

    @Override
    public void affine(float scale, float shift, float[] x, int xo, float[] y, int yo, int n) {
        FloatVector scales = broadcast(SPECIES, scale);
        FloatVector shifts = broadcast(SPECIES, shift);
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            fromArray(SPECIES, x, xo + i).mul(scales).add(shifts).intoArray(y, yo + i);
        }
        REST.affine(scale, shift, x, xo + i, y, yo + i, n - i);
    }

    @Override
    public void abs(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            fromArray(SPECIES, x, xo + i).abs().intoArray(y, yo + i);
        }
        REST.abs(x, xo + i, y, yo + i, n - i);
    }

    @Override
    public void square(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector v = fromArray(SPECIES, x, xo + i);
            v.mul(v).intoArray(y, yo + i);
        }
        REST.square(x, xo + i, y, yo + i, n - i);
    }

    @Override
    public void reciprocal(float[] x, int xo, float[] y, int yo, int n) {
        FloatVector one = broadcast(SPECIES, 1);
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            one.div(fromArray(SPECIES, x, xo + i)).intoArray(y, yo + i);
        }
        REST.reciprocal(x, xo + i, y, yo + i, n - i);
    }

    @Override
    public void sqrt(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            fromArray(SPECIES, x, xo + i).sqrt().intoArray(y, yo + i);
        }
        REST.sqrt(x, xo + i, y, yo + i, n - i);
    }

    @Override
    public void sign(float[] x, int xo, float[] y, int yo, int n) {
        FloatVector zero = zero(SPECIES);
        FloatVector one = broadcast(SPECIES, 1);
        FloatVector minus = broadcast(SPECIES, -1);
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector v = fromArray(SPECIES, x, xo + i);
            v.blend(one, v.compare(GT, zero)).blend(minus, v.compare(LT, zero)).intoArray(y, yo + i);
        }
        REST.sign(x, xo + i, y, yo + i, n - i);
    }

    @Override
    public void clamp(float low, float high, float[] x, int xo, float[] y, int yo, int n) {
        FloatVector least = broadcast(SPECIES, low);
        FloatVector most = broadcast(SPECIES, high);
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            fromArray(SPECIES, x, xo + i).max(least).min(most).intoArray(y, yo + i);
        }
        REST.clamp(low, high, x, xo + i, y, yo + i, n - i);
    }

    @Override
    public void above(float bound, float[] test, int to, float[] yes, int ao, float[] no, int bo, float[] out,
            int oo,
            int n) {
        FloatVector bounds = broadcast(SPECIES, bound);
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            fromArray(SPECIES, no, bo + i)
                    .blend(fromArray(SPECIES, yes, ao + i),
                            fromArray(SPECIES, test, to + i).compare(GT, bounds))
                    .intoArray(out, oo + i);
        }
        REST.above(bound, test, to + i, yes, ao + i, no, bo + i, out, oo + i, n - i);
    }

    @Override
    public void within(float low, float high, float[] g, float[] x, float[] out, int from, int to) {
        FloatVector zero = zero(SPECIES);
        FloatVector least = broadcast(SPECIES, low);
        FloatVector most = broadcast(SPECIES, high);
        int i = from;
        for (; i <= to - LENGTH; i += LENGTH) {
            FloatVector v = fromArray(SPECIES, x, i);
            zero.blend(fromArray(SPECIES, g, i), v.compare(GE, least).and(v.compare(LE, most))).intoArray(out,
                    i);
        }
        REST.within(low, high, g, x, out, i, to);
    }

    @Override
    public void select(float[] test, float[] yes, float[] no, float[] out, int from, int to) {
        FloatVector zero = zero(SPECIES);
        int i = from;
        for (; i <= to - LENGTH; i += LENGTH) {
            fromArray(SPECIES, no, i)
                    .blend(fromArray(SPECIES, yes, i), fromArray(SPECIES, test, i).compare(NE, zero))
                    .intoArray(out, i);
        }
        REST.select(test, yes, no, out, i, to);
    }
}
