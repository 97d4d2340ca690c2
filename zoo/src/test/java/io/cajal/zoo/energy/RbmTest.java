package io.cajal.zoo.energy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.backend.cpu.Workers;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.TensorDataset;
import io.cajal.optim.Sgd;
import io.cajal.tensor.Buffer;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import io.cajal.train.Trainer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RbmTest {
    private static final Rbm SMALL = random(4, 3, Rng.of(1));

    private static Rbm random(int visible, int hidden, Rng rng) {
        return new Rbm(Param.of(Tensor.normal(Shape.of(hidden, visible), rng.split("w"))),
                Param.of(Tensor.normal(Shape.of(hidden), rng.split("c"))),
                Param.of(Tensor.normal(Shape.of(visible), rng.split("b"))));
    }

    /** exp(−E) of all pairs of states [2^visible][2^hidden]. */
    private static double[][] boltzmann(Rbm rbm) {
        int nv = rbm.visibleUnits();
        int nh = rbm.hiddenUnits();
        double[] w = rbm.weight().toDoubles();
        double[] b = rbm.visibleBias().toDoubles();
        double[] c = rbm.hiddenBias().toDoubles();
        double[][] all = new double[1 << nv][1 << nh];
        for (int v = 0; v < all.length; v++) {
            for (int h = 0; h < all[0].length; h++) {
                double sum = 0;
                for (int i = 0; i < nv; i++) {
                    sum += b[i] * (v >> i & 1);
                }
                for (int j = 0; j < nh; j++) {
                    sum += c[j] * (h >> j & 1);
                    for (int i = 0; i < nv; i++) {
                        sum += w[j * nv + i] * (v >> i & 1) * (h >> j & 1);
                    }
                }
                all[v][h] = Math.exp(sum);
            }
        }
        return all;
    }

    private static double[] odds(Rbm rbm) {
        double[][] all = boltzmann(rbm);
        double z = sum(all);
        double[] p = new double[all.length];
        for (int v = 0; v < p.length; v++) {
            for (double one : all[v]) {
                p[v] += one / z;
            }
        }
        return p;
    }

    private static double sum(double[][] all) {
        double z = 0;
        for (double[] row : all) {
            for (double one : row) {
                z += one;
            }
        }
        return z;
    }

    /** How often each state is met among [N × visible]. */
    private static double[] shares(Tensor states) {
        double[] shares = new double[1 << states.size(1)];
        float[] s = states.toFloats();
        for (int r = 0; r < states.size(0); r++) {
            int number = 0;
            for (int i = 0; i < states.size(1); i++) {
                number |= (int) s[r * states.size(1) + i] << i;
            }
            shares[number] += 1.0 / states.size(0);
        }
        return shares;
    }

    @Test
    void theFreeEnergyIsTheSumOverHiddenStates() {
        double[][] all = boltzmann(SMALL);
        double[] free = SMALL.freeEnergy(Rbm.allStates(4)).toDoubles();
        for (int v = 0; v < free.length; v++) {
            double sum = 0;
            for (double one : all[v]) {
                sum += one;
            }
            assertEquals(-Math.log(sum), free[v], 1e-5);
        }
        assertEquals(Math.log(sum(all)), SMALL.logPartition(), 1e-5);
        Rbm wide = random(3, 5, Rng.of(2));
        assertEquals(Math.log(sum(boltzmann(wide))), wide.logPartition(), 1e-5);
    }

    @Test
    void layersAreDrawnByTheirConditionals() {
        double[][] all = boltzmann(SMALL);
        float[] hidden = SMALL.hidden(Rbm.allStates(4)).toFloats();
        for (int v = 0; v < 16; v++) {
            double on = 0;
            double sum = 0;
            for (int h = 0; h < 8; h++) {
                on += (h >> 1 & 1) * all[v][h];
                sum += all[v][h];
            }
            assertEquals(on / sum, hidden[v * 3 + 1], 1e-6);
        }
        float[] visible = SMALL.visible(Rbm.allStates(3)).toFloats();
        double on = 0;
        double sum = 0;
        for (int v = 0; v < 16; v++) {
            on += (v >> 2 & 1) * all[v][5];
            sum += all[v][5];
        }
        assertEquals(on / sum, visible[5 * 4 + 2], 1e-6);
    }

    @Test
    void chainsSettleOnTheOdds() {
        Tensor start = Tensor.zeros(40_000, 4);
        double[] p = odds(SMALL);
        assertTrue(BarsAndStripes.distance(p, shares(SMALL.gibbs(start, 20, Rng.of(3)))) < 0.015);
        Tensor tempered = new Tempering(SMALL, 4).steps(Tensor.zeros(40_000, 4), 20, Rng.of(4));
        assertTrue(BarsAndStripes.distance(p, shares(tempered.narrow(0, 0, 10_000))) < 0.025);
        Rbm half = new Rbm(Param.of(SMALL.weight().mul(0.5)), Param.of(SMALL.hiddenBias().mul(0.5)),
                Param.of(SMALL.visibleBias().mul(0.5)));
        assertTrue(BarsAndStripes.distance(odds(half), shares(tempered.narrow(0, 20_000, 10_000))) < 0.025,
                "the third of four levels has β = ½");
    }

    @Test
    void whatIsKnownStays() {
        Tensor v = Tensor.of(new double[][] {{1, 0, 1, 1}}).expand(Shape.of(500, 4));
        Tensor known = Tensor.of(new double[][] {{1, 1, 0, 0}}).expand(v.shape());
        Tensor filled = SMALL.fill(v, known, 30, Rng.of(5));
        assertArrayEquals(v.narrow(1, 0, 2).toFloats(), filled.narrow(1, 0, 2).toFloats());
        double[] p = odds(SMALL);
        double[] shares = shares(filled);
        double given = p[1] + p[5] + p[9] + p[13];
        for (int state : new int[] {1, 5, 9, 13}) {
            assertEquals(p[state] / given, shares[state], 0.08);
        }
    }

    @Test
    void annealingFindsThePartitionFunction() {
        Rbm rbm = random(20, 10, Rng.of(6));
        double exact = rbm.logPartition();
        AnnealedImportance z = AnnealedImportance.of(rbm, Tensor.zeros(20), 200, 500, Rng.of(7));
        assertEquals(exact, z.logZ(), 0.05);
        assertTrue(z.low() < exact && exact < z.high());
        Tensor mean = Tensor.full(Shape.of(20), 0.3);
        AnnealedImportance other = AnnealedImportance.of(rbm, AnnealedImportance.baseRates(mean), 200, 500,
                Rng.of(8));
        assertEquals(exact, other.logZ(), 0.05);
        Tensor x = Rbm.allStates(4).narrow(0, 3, 5);
        double mean4 = new AnnealedImportance(SMALL.logPartition(), 0, 0).logLikelihood(SMALL, x);
        double[] p = odds(SMALL);
        assertEquals((Math.log(p[3]) + Math.log(p[4]) + Math.log(p[5]) + Math.log(p[6]) + Math.log(p[7])) / 5,
                mean4, 1e-5);
    }

    /** A machine without weights is machine A itself: the estimate is exact from one step on. */
    @Test
    void annealingOfNothingIsExact() {
        Rbm rbm = new Rbm(Param.of(Tensor.zeros(3, 4)), Param.of(Tensor.zeros(3)),
                Param.of(SMALL.visibleBias()));
        AnnealedImportance z = AnnealedImportance.of(rbm, rbm.visibleBias().detach(), 2, 1, Rng.of(1));
        assertEquals(rbm.logPartition(), z.logZ(), 1e-5);
    }

    /** ⟨(v − μ)(h − λ)⟩ of the data minus that of the fantasies, and what is left of the biases. */
    @Test
    void theCentredGradientIsThatOfCentredUnits() {
        Tensor data = Rbm.allStates(4).narrow(0, 9, 5);
        Tensor dreams = Rbm.allStates(4).narrow(0, 2, 6);
        Contrast contrast = new Contrast(SMALL, Buffer.of(dreams), 1,
                Buffer.of(Tensor.of(0.1, 0.6, 0.3, 0.8)),
                Buffer.of(Tensor.of(0.2, 0.5, 0.9)));
        Gradients plain = SMALL.freeEnergy(data).mean().backward()
                .plus(SMALL.freeEnergy(dreams).mean().backward().times(-1));
        Gradients centred = contrast.centred(plain);
        Tensor w = moment(contrast, dreams).sub(moment(contrast, data));
        assertArrayEquals(w.toFloats(), centred.get(SMALL.weight()).toFloats(), 1e-5f);
        Tensor b = dreams.mean(0).sub(data.mean(0)).sub(w.mul(contrast.hiddenMean().unsqueeze(1)).sum(0));
        assertArrayEquals(b.toFloats(), centred.get(SMALL.visibleBias()).toFloats(), 1e-5f);
        Tensor c = SMALL.hidden(dreams).mean(0).sub(SMALL.hidden(data).mean(0))
                .sub(w.mul(contrast.visibleMean()).sum(1));
        assertArrayEquals(c.toFloats(), centred.get(SMALL.hiddenBias()).toFloats(), 1e-5f);
    }

    private static Tensor moment(Contrast contrast, Tensor v) {
        Tensor h = SMALL.hidden(v).sub(contrast.hiddenMean());
        return h.t().matmul(v.sub(contrast.visibleMean())).div(v.size(0)).detach();
    }

    private static Rbm trained(boolean persistent) {
        Rbm rbm = Rbm.of(16, 8, Rng.of(1));
        Contrast contrast = persistent ? Contrast.tempered(rbm, 3, 20, Rng.of(2)) : Contrast.divergence(rbm);
        Sgd sgd = new Sgd(contrast, 0.2);
        Tensor x = BarsAndStripes.draws();
        new Trainer(contrast, contrast.step(sgd, 1), List.of(sgd)).epochs(300).batchSize(16)
                .fit(new TensorDataset(x, Tensor.zeros(32)), Rng.of(3));
        return rbm;
    }

    @Test
    void learningMakesTheDataLikelier() {
        double before = -16 * Math.log(2);
        for (boolean persistent : new boolean[] {true, false}) {
            Rbm rbm = trained(persistent);
            double after = new AnnealedImportance(rbm.logPartition(), 0, 0).logLikelihood(rbm,
                    BarsAndStripes.draws());
            assertTrue(after > before + 3, persistent + ": " + before + " → " + after);
        }
    }

    @Test
    void threadsDoNotChangeTheBits() {
        int usual = Workers.shared().threads();
        float[][] bits = new float[2][];
        try {
            for (int i = 0; i < 2; i++) {
                Workers.setThreads(1 + 2 * i);
                Rbm rbm = random(300, 200, Rng.of(1));
                Contrast contrast = Contrast.tempered(rbm, 2, 50, Rng.of(2));
                Sgd sgd = new Sgd(contrast, 0.1);
                Tensor x = Tensor.uniform(Shape.of(100, 300), 0, 1, Rng.of(3));
                Run.training(Rng.of(4)).run(() -> contrast.step(sgd, 2).take(new Batch(x, x)));
                AnnealedImportance z = AnnealedImportance.of(rbm, Tensor.zeros(300), 20, 20, Rng.of(5));
                bits[i] = Tensor.cat(0, rbm.weight().reshape(60_000), Tensor.of(z.logZ(), z.low()))
                        .toFloats();
            }
        } finally {
            Workers.setThreads(usual);
        }
        assertArrayEquals(bits[0], bits[1]);
    }

    @Test
    void imagesAreSavedGivenBackAndDrawn(@TempDir Path folder) throws Exception {
        RbmImages images = new RbmImages(random(20, 6, Rng.of(1)), Buffer.of(Tensor.zeros(20)), 4, 5);
        Tensor three = images.generate(3, Rng.of(5));
        assertEquals(Shape.of(3, 1, 4, 5), three.shape());
        assertArrayEquals(three.narrow(0, 0, 2).toFloats(), images.generate(2, Rng.of(5)).toFloats(), 1e-5f);
        Path file = folder.resolve("rbm.safetensors");
        new Model(images, Model.Input.image(1, 4, 5), List.of(), Map.of()).save(file);
        RbmImages back = (RbmImages) Model.load(file).network();
        assertArrayEquals(three.toFloats(), back.generate(3, Rng.of(5)).toFloats());
    }

    @Test
    void thirtyPicturesOfThirtyTwoDraws() {
        assertEquals(-102.585, BarsAndStripes.best(), 1e-3);
        double[] shares = shares(BarsAndStripes.draws());
        double sum = 0;
        int different = 0;
        for (double share : shares) {
            sum += share > 0 ? Math.log(share) : 0;
            different += share > 0 ? 1 : 0;
        }
        assertEquals(30, different);
        assertEquals(BarsAndStripes.best(), sum, 1e-5);
        double[] pictures = shares(BarsAndStripes.pictures());
        for (int i = 0; i < shares.length; i++) {
            assertEquals(shares[i] > 0 ? 1 / 30.0 : 0, pictures[i], 1e-9);
        }
    }

    @Test
    void badInputIsSaidInOneLine() {
        Rbm large = Rbm.of(30, 21, Rng.of(1));
        assertEquals(
                "rbm: ln Z is a sum over 2^21 states, which is done up to 2^20; AnnealedImportance estimates it",
                assertThrows(CajalException.class, large::logPartition).getMessage());
        assertThrows(CajalException.class,
                () -> new Rbm(large.weight(), large.visibleBias(), large.hiddenBias()));
        assertThrows(CajalException.class, () -> Contrast.persistent(large, Tensor.zeros(3, 21)));
        assertThrows(CajalException.class,
                () -> AnnealedImportance.of(large, Tensor.zeros(30), 1, 10, Rng.of(1)));
    }
}
