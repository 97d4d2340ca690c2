package io.cajal.nn;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;

/** How parameters start. For a weight [out × in × …], fan-in is in times the kernel's size, fan-out is out times it. */
public final class Init {
    private Init() {
    }

    /** PyTorch's default for Linear and convolutions: uniform in ±1/√fan_in (He et al. 2015 with a = √5). */
    public static Param kaimingUniform(int out, int in, Rng rng) {
        return uniform(1 / Math.sqrt(in), rng, out, in);
    }

    /** Uniform in ±bound. */
    public static Param uniform(double bound, Rng rng, int... sizes) {
        return Param.of(Tensor.uniform(Shape.of(sizes), -bound, bound, rng));
    }
}
