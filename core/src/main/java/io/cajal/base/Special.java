package io.cajal.base;

/** Special functions in double that the JDK lacks. The same bits on every machine. */
public final class Special {
    private Special() {
    }

    /** 1/(1 + e⁻ˣ) without overflow. */
    public static double logistic(double x) {
        double e = StrictMath.exp(-Math.abs(x));
        return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    /** ln(1 + eˣ) without overflow. */
    public static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    /**
     * erf x = 2/√π ∫₀ˣ exp(−t²) dt, to about 1e-15: the series erf x = 2/√π · exp(−x²) · Σ 2ⁿ x²ⁿ⁺¹ /
     * (1·3·5·…·(2n+1)) (Abramowitz and Stegun 7.1.6), all of whose terms have one sign.
     */
    public static double erf(double x) {
        if (Double.isNaN(x) || Math.abs(x) > 6) { // erfc(6) < 3e-17
            return Double.isNaN(x) ? x : Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x) * sum;
    }
}
