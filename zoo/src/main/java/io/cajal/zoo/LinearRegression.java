package io.cajal.zoo;

import io.cajal.backend.ref.RefBackend;
import io.cajal.data.Batch;
import io.cajal.data.Generators;
import io.cajal.io.Csv;
import io.cajal.loss.Loss;
import io.cajal.loss.Mse;
import io.cajal.nn.Linear;
import io.cajal.optim.Optimizer;
import io.cajal.optim.Sgd;
import io.cajal.tensor.Run;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;

/**
 * Linear regression, y = Xβ + e with the least Σ e². Solved by a Householder QR decomposition of X with its
 * columns scaled to lengths near 1, in double, with two rounds of refinement, on three of NIST's certified
 * problems that break careless programs: Longley (7 economic series that nearly depend on each other),
 * Wampler5 (a polynomial of degree 5 under huge noise) and Filip (one of degree 10 in x from −9 to −3). A
 * result counts by how many of its digits agree with the certified ones, −log₁₀ of the largest relative error
 * of a coefficient; required are 9, 7 and 6. The baseline solves the normal equations XᵀXβ = Xᵀy, which
 * squares the condition number.
 *
 * <p>On well-scaled data gradient descent on the mean squared error, which is how a network would do it, must
 * reach the same coefficients to 1e-6.
 */
public final class LinearRegression implements Recipe {
    private static final double[] LONGLEY = {-3482258.63459582, 15.0618722713733, -0.0358191792925910,
            -2.02022980381683,
            -1.03322686717359, -0.0511041056535807, 1829.15146461355};
    private static final double[] WAMPLER5 = {1, 1, 1, 1, 1, 1};
    private static final double[] FILIP = {-1467.48961422980, -2772.17959193342, -2316.37108160893,
            -1127.97394098372,
            -354.478233703349, -75.1242017393757, -10.8753180355343, -1.06221498588947, -0.0670191154593408,
            -0.00246781078275479, -0.0000402962525080404};

    @Override
    public About about() {
        return new About("linear-regression", "3, 4",
                "least squares to the digits that NIST certifies",
                Goal.atLeast(0, "digits to spare", Double.NaN, ""));
    }

    @Override
    public Result run(Session session) {
        session.say("%-9s %9s %9s %17s".formatted("", "required", "by QR", "normal equations"));
        double[] spare = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        problem(session, "longley", 0, LONGLEY, 9, spare);
        problem(session, "wampler5", 5, WAMPLER5, 7, spare);
        problem(session, "filip", 10, FILIP, 6, spare);
        double difference = descent(session);
        return Result.provided(difference <= 1e-6, spare[0], spare[1]);
    }

    /**
     * One certified problem, a polynomial of that degree where it is above 0; lowers {@code spare} to the
     * digits beyond the required.
     */
    private static void problem(Session session, String name, int degree, double[] certified, int required,
            double[] spare) {
        double[][] table = read(name + ".csv");
        DMatrixRMaj x = new DMatrixRMaj(table.length, certified.length);
        DMatrixRMaj y = new DMatrixRMaj(table.length, 1);
        for (int i = 0; i < table.length; i++) {
            y.set(i, 0, table[i][0]);
            for (int j = 0; j < certified.length; j++) {
                x.set(i, j, j == 0 ? 1 : degree == 0 ? table[i][j] : Math.pow(table[i][1], j));
            }
        }
        double byQr = digits(byQr(x, y), certified);
        double byNormal = digits(byNormalEquations(x, y), certified);
        session.say(String.format(Locale.ROOT, "%-9s %9d %9.1f %17.1f", name, required, byQr, byNormal));
        spare[0] = Math.min(spare[0], byQr - required);
        spare[1] = Math.min(spare[1], byNormal - required);
    }

    /** Least squares by QR of the scaled columns, then refined: {@link Refinement}. */
    private static double[] byQr(DMatrixRMaj x, DMatrixRMaj y) {
        DMatrixRMaj scaled = x.copy();
        double[] scale = new double[x.getNumCols()];
        for (int j = 0; j < scale.length; j++) {
            double norm = NormOps_DDRM.normF(CommonOps_DDRM.extractColumn(x, j, null));
            scale[j] = Math.scalb(1.0, Math.getExponent(norm)); // a power of 2, so that scaling is exact
            CommonOps_DDRM.scaleCol(1 / scale[j], scaled, j);
        }
        double[] solution = Refinement.solve(scaled, y);
        for (int j = 0; j < scale.length; j++) {
            solution[j] /= scale[j];
        }
        return solution;
    }

    /** What a careless program does. */
    private static double[] byNormalEquations(DMatrixRMaj x, DMatrixRMaj y) {
        int n = x.getNumCols();
        DMatrixRMaj square = new DMatrixRMaj(n, n);
        DMatrixRMaj right = new DMatrixRMaj(n, 1);
        CommonOps_DDRM.multTransA(x, x, square);
        CommonOps_DDRM.multTransA(x, y, right);
        DMatrixRMaj beta = new DMatrixRMaj(n, 1);
        CommonOps_DDRM.solve(square, right, beta);
        return beta.getData();
    }

    /** Digits in which the worst coefficient agrees, 0 … 15. */
    private static double digits(double[] found, double[] certified) {
        double worst = 15;
        for (int j = 0; j < certified.length; j++) {
            double error = Math.abs(found[j] - certified[j]) / Math.abs(certified[j]);
            worst = Math.min(worst, error == 0 ? 15 : -Math.log10(error));
        }
        return Math.max(0, worst);
    }

    /**
     * The largest difference between the coefficients that gradient descent and QR find on 200 noisy points
     * of a plane.
     */
    private static double descent(Session session) {
        return Run.on(RefBackend.INSTANCE).call(() -> {
            Batch plane = Generators.plane(200, 0.1, session.rng().split("plane")).all();
            Linear unit = Linear.of(2, 1, session.rng().split("weights"));
            Loss loss = new Mse();
            Optimizer descent = new Sgd(unit, 0.05);
            for (int step = 0; step < 2000; step++) {
                descent.step(loss.of(unit.apply(plane.x()), plane.y()).backward());
            }
            DMatrixRMaj x = new DMatrixRMaj(200, 3);
            double[] inputs = plane.x().toDoubles();
            for (int i = 0; i < 200; i++) {
                x.set(i, 0, 1);
                x.set(i, 1, inputs[2 * i]);
                x.set(i, 2, inputs[2 * i + 1]);
            }
            double[] exact = byQr(x, new DMatrixRMaj(200, 1, true, plane.y().toDoubles()));
            double[] weight = unit.weight().toDoubles();
            double difference = Math.max(Math.abs(unit.bias().item() - exact[0]),
                    Math.max(Math.abs(weight[0] - exact[1]), Math.abs(weight[1] - exact[2])));
            session.say(String.format(Locale.ROOT,
                    "gradient descent on 200 points of a plane: within %.1e of QR", difference));
            return difference;
        });
    }

    private static double[][] read(String name) {
        try (InputStream in = LinearRegression.class.getResourceAsStream("/io/cajal/zoo/nist/" + name)) {
            return Csv.read(in, name).numbers(List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
