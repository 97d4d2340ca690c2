package io.cajal.series;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.series.Transform.Difference;
import io.cajal.series.Transform.Log;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForecastersTest {
    private static final TimeAxis MONTHS = new TimeAxis.Monthly(LocalDate.of(1949, 1, 1).atStartOfDay(), 1,
            false);

    static List<Forecaster> forecasters() {
        return List.of(new Naive(), new SeasonalNaive(12), new Drift(), Autoregressive.of(3, Transform.of()),
                Autoregressive.byAic(6,
                        Transform.of(new Log(), new Difference(1), new Transform.Standardise())),
                new Autoregressive("seasonal", new Log(), List.of(1, 12, 13), 0),
                new NetworkForecaster("network",
                        new NetworkPlan(ForecastNet.Scale.LOG, 12, 3, 2, List.of(4), 20, 0.1, 2, false),
                        Rng.of(1)));
    }

    private static double[] values(int n) {
        Rng rng = Rng.of(5);
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = (100 + i) * (1 + 0.2 * Math.sin(2 * Math.PI * i / 12)) + rng.normal();
        }
        return values;
    }

    /** What comes later may be anything: not a bit of an earlier forecast changes. */
    @ParameterizedTest
    @MethodSource("forecasters")
    void theFutureChangesNoForecastOfThePast(Forecaster forecaster) {
        double[] values = values(80);
        for (int refit : new int[] {0, 1, 5}) {
            Backtest test = new Backtest(50, 3, refit);
            double[][] before = test.run(forecaster, new Series("x", MONTHS, values)).predicted();
            double[] other = values.clone();
            for (int t = 60; t < other.length; t++) {
                other[t] = 1e4 + 10 * t;
            }
            double[][] after = test.run(forecaster, new Series("x", MONTHS, other)).predicted();
            for (int origin = 0; 50 + origin <= 60; origin++) {
                assertArrayEquals(before[origin], after[origin], "origin " + origin + ", refit " + refit);
            }
            assertFalse(Arrays.equals(before[25], after[25]), "and later ones see it");
        }
    }

    @Test
    void refitsAsOftenAsIsAsked() {
        List<Integer> fits = new ArrayList<>();
        Forecaster counting = new Forecaster() {
            @Override
            public String name() {
                return "counting";
            }

            @Override
            public Fitted fit(double[] past) {
                fits.add(past.length);
                return (values, horizon) -> Arrays.copyOf(values, horizon);
            }
        };
        Series series = new Series("x", MONTHS, values(30));
        Backtest.from(20).run(counting, series);
        Backtest.from(20).refitEvery(4).run(counting, series);
        assertEquals(List.of(20, 20, 24, 28), fits);
        assertEquals(8, Backtest.from(20).horizon(3).run(counting, series).predicted().length);
        assertThrows(CajalException.class, () -> Backtest.from(29).horizon(2).run(counting, series));
    }

    @Test
    void theSimpleOnesSayWhatTheyShould() {
        double[] past = {1, 4, 2, 5, 3};
        assertArrayEquals(new double[] {3, 3, 3}, new Naive().fit(past).forecast(past, 3));
        assertArrayEquals(new double[] {5, 3, 5}, new SeasonalNaive(2).fit(past).forecast(past, 3));
        assertArrayEquals(new double[] {3.5, 4, 4.5}, new Drift().fit(past).forecast(past, 3), 1e-12);
        assertThrows(CajalException.class, () -> new SeasonalNaive(6).fit(past));
    }

    @Test
    void anAutoregressionFindsItsCoefficients() {
        double[] z = new double[4000];
        Rng rng = Rng.of(7);
        for (int t = 2; t < z.length; t++) {
            z[t] = 1 + 1.2 * z[t - 1] - 0.5 * z[t - 2] + 0.1 * rng.normal();
        }
        double[] past = {3, 3.5};
        for (Forecaster model : List.of(Autoregressive.of(2, Transform.of()),
                Autoregressive.byAic(6, Transform.of()))) {
            double[] padded = {0, 0, 0, 0, 3, 3.5};
            assertEquals(1 + 1.2 * 3.5 - 0.5 * 3,
                    model.fit(z).forecast(model.name().equals("AR(2)") ? past : padded, 1)[0],
                    model.name().equals("AR(2)") ? 0.03 : 0.3);
        }
    }

    /** Without noise the coefficients are exact, and so is every forecast; a column too many does no harm. */
    @Test
    void leastSquaresIsExactAndBearsDependence() {
        double[][] x = {{1, 1, 2}, {1, 2, 4}, {1, 3, 6}, {1, 5, 10}};
        double[] y = {3, 5, 7, 11};
        double[] beta = LeastSquares.solve(x, y);
        assertArrayEquals(new double[] {1, 2, 0}, beta, 1e-12);
        assertThrows(CajalException.class,
                () -> LeastSquares.solve(new double[][] {{1, 2}}, new double[] {1}));
    }

    /** Worked out by hand from the definitions. */
    @Test
    void errorsAreAsDefined() {
        ForecastError e = ForecastError.of(new double[] {10, 20}, new double[] {13, 16},
                new double[] {1, 3, 4, 8}, 2);
        assertEquals(Math.sqrt((9 + 16) / 2.0), e.rmse(), 1e-12);
        assertEquals(3.5, e.mae(), 1e-12);
        assertEquals(100 * (0.3 + 0.2) / 2, e.mape(), 1e-12);
        assertEquals(3.5 / ((3 + 5) / 2.0), e.mase(), 1e-12);
        ForecastError zero = ForecastError.of(new double[] {0}, new double[] {1}, new double[] {2, 2}, 1);
        assertTrue(Double.isNaN(zero.mape()) && Double.isNaN(zero.mase()));
    }
}
