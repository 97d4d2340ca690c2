package io.cajal.backend.cpu;

/**
 * The numbers in the approximations of {@link PlainKernels} and {@link VectorKernels}. The polynomials are
 * minimax fits (Remez exchange, 40 digits), each with the error of the unrounded fit, relative to the
 * function; 2⁻²⁴ is 6.0e-8.
 */
final class Coefficients {
    // Range reduction: x = n·ln 2 + r with |r| ≤ ½ ln 2. Adding 1.5·2²³ to a small number rounds it to an
    // integer, which then stands in the lowest bits. LN2_HI has nine zero bits at its end, so n·LN2_HI is
    // exact.
    static final float LOG2_E = 1.44269504f;
    static final float LN2_HI = 0.693145752f;
    static final float LN2_LO = 1.42860677e-6f;
    static final float ROUND = 12582912f;
    static final int ROUND_BITS = 0x4b400000;

    /** Beyond these, exp is ∞ and 0. */
    static final float EXP_MAX = 89f;
    static final float EXP_MIN = -104f;
    /** Below this, expm1 is −1. */
    static final float EXPM1_MIN = -18f;
    /** From here on, tanh is 1. */
    static final float TANH_MAX = 10f;

    // (eʳ − 1 − r) / r² on |r| ≤ ½ ln 2; 3.1e-9.
    static final float E0 = 0.499999933729f;
    static final float E1 = 0.166665195245f;
    static final float E2 = 0.041668401134f;
    static final float E3 = 0.00836885103642f;
    static final float E4 = 0.00138143174419f;

    /** The bits of √½: a mantissa is taken from [√½, √2). */
    static final int SQRT_HALF_BITS = 0x3f3504f3;
    static final float TWO_POW_23 = 8388608f;

    // (log(1 + f) − f + f²/2) / f³ on √½ ≤ 1 + f ≤ √2; 5.8e-9.
    static final float L0 = 0.333333317079f;
    static final float L1 = -0.250008210318f;
    static final float L2 = 0.20001226866f;
    static final float L3 = -0.166233574119f;
    static final float L4 = 0.142017582407f;
    static final float L5 = -0.131601820837f;
    static final float L6 = 0.12761575403f;
    static final float L7 = -0.0763449519522f;

    /** From here on, erf is 1. */
    static final float ERF_MAX = 3.95f;

    // log(1 − erf(x)) / x on 0 ≤ x ≤ 3.95; 4.0e-9 of erf.
    static final float G0 = -1.12837917161f;
    static final float G1 = -0.636619381967f;
    static final float G2 = -0.102777830544f;
    static final float G3 = 0.0191530641593f;
    static final float G4 = 0.000160395404542f;
    static final float G5 = -0.00166702663955f;
    static final float G6 = 0.000632836329128f;
    static final float G7 = -0.000117641105052f;
    static final float G8 = 9.25624473427e-6f;

    private Coefficients() {
    }
}
