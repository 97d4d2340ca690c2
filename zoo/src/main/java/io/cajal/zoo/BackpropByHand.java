package io.cajal.zoo;

import io.cajal.backend.ref.RefBackend;
import io.cajal.base.Shape;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Back-propagation with pencil and paper, on deck 4's net of 2 inputs, 3 hidden units and 1 output, f the
 * logistic function and L = (y⁽³⁾ − t)². Every δ, ∂L/∂W and ∂L/∂b is printed with its formula and its value,
 * three times: from the formula, from a sheet computed by hand with 40 decimal digits, and from the engine's
 * automatic differentiation, in double.
 *
 * <p>Erratum: the slide has δ⁽³⁾ = f′(a⁽³⁾) ⊙ (y⁽³⁾ − t) beside L = ‖y − t‖². That loss gives a factor 2;
 * without it, δ belongs to L = ½‖y − t‖².
 */
public final class BackpropByHand implements Recipe {
    private static final double[] X = {0.5, -1};
    private static final double[][] W1 = {{0.1, 0.4}, {-0.3, 0.2}, {0.6, -0.5}};
    private static final double[] B2 = {0.1, -0.2, 0.05};
    private static final double[] W2 = {0.7, -0.4, 0.3};
    private static final double B3 = 0.2;
    private static final double T = 1;

    /** The sheet: the same chain rule with decimal numbers of 40 digits, rounded to double. */
    private static final double[] SHEET_A2 = {-0.25, -0.55, 0.85};
    private static final double[] SHEET_Y2 = {0.43782349911420188, 0.36586440898919931, 0.700567142473973};
    private static final double[] SHEET_A3 = {0.57030082852645347};
    private static final double[] SHEET_Y3 = {0.63883258686332334};
    private static final double[] SHEET_LOSS = {0.13044190031183889};
    private static final double[] SHEET_DELTA3 = {-0.16666107322315957};
    private static final double[] SHEET_DELTA2 = {-0.028714679270092264, 0.01546665712628731,
            -0.010488289062263571};
    private static final double[] SHEET_W2 = {-0.072968134244691937, -0.060975355056296948,
            -0.11675727182959446};
    private static final double[] SHEET_W1 = {-0.014357339635046132, 0.028714679270092264,
            0.0077333285631436552,
            -0.01546665712628731, -0.0052441445311317853, 0.010488289062263571};

    @Override
    public About about() {
        return new About("backprop-by-hand", "4 (0, 1, 3)",
                "every δ, ∂W, ∂b of a 2-3-1 net, equal to a hand sheet",
                Goal.atMost(1e-12, "largest difference", 0, "the chain rule, computed with 40 digits"));
    }

    @Override
    public Result run(Session session) {
        return Run.on(RefBackend.INSTANCE).call(() -> compare(new Sheet(session.console().out())));
    }

    private static Result compare(Sheet sheet) {
        Tensor x = Tensor.of(Shape.of(1, 2), X);
        Param w1 = Param.of(Tensor.of(W1));
        Param b2 = Param.of(Tensor.of(B2));
        Param w2 = Param.of(Tensor.of(Shape.of(1, 3), W2));
        Param b3 = Param.of(Tensor.of(B3));
        Tensor a2 = x.linear(w1, b2);                      // [1 × 3]
        Tensor y2 = a2.sigmoid();                          // [1 × 3]
        Tensor a3 = y2.linear(w2, b3);                     // [1 × 1]
        Tensor y3 = a3.sigmoid();                          // [1 × 1]
        Tensor loss = y3.sub(T).square().sum();
        Gradients g = loss.backward();

        double[] p2 = y2.toDoubles();
        double p3 = y3.item();
        double[] delta3 = {2 * (p3 - T) * p3 * (1 - p3)};
        double[] delta2 = new double[3];
        double[] gradW2 = new double[3];
        double[] gradW1 = new double[6];
        for (int i = 0; i < 3; i++) {
            delta2[i] = p2[i] * (1 - p2[i]) * W2[i] * delta3[0];
            gradW2[i] = delta3[0] * p2[i];
            gradW1[2 * i] = delta2[i] * X[0];
            gradW1[2 * i + 1] = delta2[i] * X[1];
        }

        PrintStream out = sheet.out;
        out.println("x = (0.5, −1), t = 1, f(a) = 1/(1 + e⁻ᵃ), f′ = f(1 − f), L = (y⁽³⁾ − t)²");
        out.printf("%-18s %-34s %22s %22s %22s%n", "", "formula", "by the formula", "by hand",
                "by the engine");
        out.println("forward");
        sheet.rows("a⁽²⁾", "W⁽¹⁾x + b⁽²⁾", a2.toDoubles(), SHEET_A2, a2.toDoubles());
        sheet.rows("y⁽²⁾", "f(a⁽²⁾)", p2, SHEET_Y2, p2);
        sheet.rows("a⁽³⁾", "W⁽²⁾y⁽²⁾ + b⁽³⁾", a3.toDoubles(), SHEET_A3, a3.toDoubles());
        sheet.rows("y⁽³⁾", "f(a⁽³⁾)", y3.toDoubles(), SHEET_Y3, y3.toDoubles());
        sheet.rows("L", "(y⁽³⁾ − t)²", new double[] {(p3 - T) * (p3 - T)}, SHEET_LOSS, loss.toDoubles());
        out.println("backward");
        sheet.rows("δ⁽³⁾ = ∂L/∂b⁽³⁾", "2(y⁽³⁾ − t) · f′(a⁽³⁾)", delta3, SHEET_DELTA3, g.get(b3).toDoubles());
        sheet.rows("δ⁽²⁾ = ∂L/∂b⁽²⁾", "f′(a⁽²⁾) ⊙ W⁽²⁾ᵀδ⁽³⁾", delta2, SHEET_DELTA2, g.get(b2).toDoubles());
        sheet.rows("∂L/∂W⁽²⁾", "δ⁽³⁾ y⁽²⁾ᵀ", gradW2, SHEET_W2, g.get(w2).toDoubles());
        sheet.rows("∂L/∂W⁽¹⁾", "δ⁽²⁾ xᵀ", gradW1, SHEET_W1, g.get(w1).toDoubles());
        out.println("The slide's δ⁽³⁾ has no factor 2: that is the gradient of ½(y⁽³⁾ − t)².");
        return new Result(sheet.worst, centralDifferenceError(delta3[0]));
    }

    /** The printed table, and the largest difference in it. */
    private static final class Sheet {
        private final PrintStream out;
        private double worst;

        Sheet(PrintStream out) {
            this.out = out;
        }

        void rows(String name, String formula, double[] formulas, double[] byHand, double[] engine) {
            for (int i = 0; i < byHand.length; i++) {
                out.println(String.format(Locale.ROOT, "  %-16s %-34s %22.17f %22.17f %22.17f",
                        i == 0 ? name : "",
                        i == 0 ? formula : "", formulas[i], byHand[i], engine[i]));
                worst = Math.max(worst, Math.abs(formulas[i] - byHand[i]));
                worst = Math.max(worst, Math.abs(engine[i] - byHand[i]));
            }
        }
    }

    /** The trivial method: (L(b + h) − L(b − h)) / 2h for b⁽³⁾ with h = 1e-5. */
    private static double centralDifferenceError(double right) {
        double h = 1e-5;
        double slope = (loss(B3 + h) - loss(B3 - h)) / (2 * h);
        return Math.abs(slope - right);
    }

    private static double loss(double b3) {
        double a3 = b3;
        for (int i = 0; i < 3; i++) {
            double a2 = W1[i][0] * X[0] + W1[i][1] * X[1] + B2[i];
            a3 += W2[i] / (1 + StrictMath.exp(-a2));
        }
        double y3 = 1 / (1 + StrictMath.exp(-a3));
        return (y3 - T) * (y3 - T);
    }
}
