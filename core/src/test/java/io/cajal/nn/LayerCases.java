package io.cajal.nn;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.nn.activation.Arctan;
import io.cajal.nn.activation.BentIdentity;
import io.cajal.nn.activation.Celu;
import io.cajal.nn.activation.Elu;
import io.cajal.nn.activation.Gaussian;
import io.cajal.nn.activation.Gelu;
import io.cajal.nn.activation.Hardshrink;
import io.cajal.nn.activation.Hardsigmoid;
import io.cajal.nn.activation.Hardswish;
import io.cajal.nn.activation.Hardtanh;
import io.cajal.nn.activation.Identity;
import io.cajal.nn.activation.LeakyRelu;
import io.cajal.nn.activation.LogSigmoid;
import io.cajal.nn.activation.LogSoftmax;
import io.cajal.nn.activation.Mish;
import io.cajal.nn.activation.PRelu;
import io.cajal.nn.activation.Relu;
import io.cajal.nn.activation.Relu6;
import io.cajal.nn.activation.Selu;
import io.cajal.nn.activation.Sigmoid;
import io.cajal.nn.activation.Silu;
import io.cajal.nn.activation.Sinc;
import io.cajal.nn.activation.Sinusoid;
import io.cajal.nn.activation.SoftExponential;
import io.cajal.nn.activation.Softmax;
import io.cajal.nn.activation.Softmin;
import io.cajal.nn.activation.Softplus;
import io.cajal.nn.activation.Softshrink;
import io.cajal.nn.activation.Softsign;
import io.cajal.nn.activation.Step;
import io.cajal.nn.activation.Tanh;
import io.cajal.nn.activation.Tanhshrink;
import io.cajal.nn.activation.Threshold;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The table of layers. One row is a way to make the layer and the shape and range of its input; {@link
 * LayerContractTest} buys the rest. To test a new layer, add its row.
 */
final class LayerCases {
    /**
     * @param kinks where the derivative jumps: inputs are kept away from there
     * @param wrong an input shape that the layer must refuse, or null if it takes any
     * @param vocabulary for inputs that are whole numbers in 0 … vocabulary−1, and have no gradient; else 0
     */
    record LayerCase(String name, Function<Rng, Layer> make, Shape input, double low, double high,
            List<Double> kinks,
            Shape wrong, int vocabulary) {
        LayerCase kinks(Double... at) {
            return new LayerCase(name, make, input, low, high, List.of(at), wrong, vocabulary);
        }

        LayerCase refuses(int... sizes) {
            return new LayerCase(name, make, input, low, high, kinks, Shape.of(sizes), vocabulary);
        }

        LayerCase numbers(int below) {
            return new LayerCase(name, make, input, low, high, kinks, wrong, below);
        }

        Tensor input(Rng rng, Shape shape) {
            double[] values = new double[shape.elements()];
            if (vocabulary > 0) {
                Arrays.setAll(values, i -> rng.below(vocabulary));
                return Tensor.of(shape, values);
            }
            for (int i = 0; i < values.length; i++) {
                double x;
                do {
                    x = (float) rng.uniform(low, high);
                } while (near(x));
                values[i] = x;
            }
            return Tensor.of(shape, values);
        }

        private boolean near(double x) {
            return kinks.stream().anyMatch(kink -> Math.abs(x - kink) < 1e-2);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private LayerCases() {
    }

    private static LayerCase row(String name, Function<Rng, Layer> make, int... input) {
        return new LayerCase(name, make, Shape.of(input), -3, 3, List.of(), null, 0);
    }

    private static LayerCase activation(Layer layer) {
        return row(layer.toString(), rng -> layer, 3, 5);
    }

    static Stream<LayerCase> all() {
        List<LayerCase> rows = new ArrayList<>();
        for (Layer smooth : List.of(new Identity(), new Sigmoid(), new Tanh(), new Arctan(), new Sinusoid(),
                new Softmax(),
                new Softmin(1), new LogSoftmax(0), new LogSigmoid(), new Softplus(), new Softplus(2, 20),
                new BentIdentity(),
                new Gaussian(), new Silu(), new Mish(), new Gelu(), new Gelu(true), new Tanhshrink(),
                new Sinc())) {
            rows.add(activation(smooth));
        }
        for (Layer bent : List.of(new Relu(), new Step(), new LeakyRelu(), new LeakyRelu(0.2), new Elu(),
                new Elu(0.5),
                new Celu(0.5), new Selu(), new Softsign())) {
            rows.add(activation(bent).kinks(0.0));
        }
        rows.add(activation(new Hardtanh()).kinks(-1.0, 1.0));
        rows.add(activation(new Hardtanh(-2, 0.5)).kinks(-2.0, 0.5));
        rows.add(activation(new Relu6()).kinks(0.0, 6.0));
        rows.add(activation(new Hardsigmoid()).kinks(-3.0, 3.0));
        rows.add(activation(new Hardswish()).kinks(-3.0, 3.0));
        rows.add(activation(new Hardshrink()).kinks(-0.5, 0.5));
        rows.add(activation(new Softshrink()).kinks(-0.5, 0.5));
        rows.add(activation(new Threshold(0.5, -2)).kinks(0.5));
        rows.add(row("PRelu", rng -> PRelu.of(1), 3, 5).kinks(0.0));
        rows.add(row("PRelu by channel", rng -> PRelu.of(4), 2, 4, 3).kinks(0.0).refuses(2, 5, 3));
        for (double alpha : new double[] {0.5, 0, -0.25}) {
            rows.add(row("SoftExponential " + alpha, rng -> SoftExponential.of(alpha), 3, 5));
        }
        rows.add(row("Linear", rng -> Linear.of(4, 3, rng), 5, 4).refuses(5, 3));
        rows.add(row("Linear without bias", rng -> Linear.withoutBias(4, 3, rng), 5, 4).refuses(5, 3));
        rows.add(row("Linear on a sequence", rng -> Linear.of(4, 3, rng), 2, 5, 4).refuses(2, 4, 5));
        rows.add(row("Linear orthogonal", rng -> new Linear(Init.orthogonal(1, rng, 3, 4), Init.zeros(3)), 5,
                4)
                .refuses(5, 3));
        rows.add(row("Bilinear", rng -> Bilinear.of(4, 4, 3, rng), 5, 4).refuses(5, 3));
        rows.add(row("Sequential", rng -> Sequential.of(Linear.of(4, 6, rng.split(1)), new Tanh(),
                Linear.of(6, 2, rng.split(2))), 5, 4).refuses(5, 3));
        rows.add(row("nested",
                rng -> Sequential.of(Sequential.of(Linear.of(4, 4, rng.split(1)), new Sigmoid()),
                        Linear.of(4, 2, rng.split(2))),
                5, 4).refuses(5, 3));
        rows.add(row("Ensemble",
                rng -> Ensemble.of(Linear.of(4, 3, rng.split(1)), Linear.of(4, 3, rng.split(2))), 5,
                4).refuses(5, 3));
        rows.add(row("Averaged",
                rng -> new Averaged(List.of(Linear.of(4, 3, rng.split(1)), Linear.of(4, 3, rng.split(2)))), 5,
                4).refuses(5, 3));
        rows.add(row("Flatten", rng -> new Flatten(), 2, 3, 4));
        rows.add(row("Unflatten", rng -> new Unflatten(Shape.of(2, 3)), 4, 6).refuses(4, 5));
        rows.add(row("Dropout", rng -> Dropout.of(0.5, rng), 3, 5));
        rows.add(row("GaussianNoise", rng -> GaussianNoise.of(0.1, rng), 3, 5));
        rows.add(row("RandomShift", rng -> RandomShift.of(1, rng), 2, 1, 4, 3).refuses(2, 12));
        rows.add(row("Maxout", rng -> Maxout.of(4, 3, 2, rng), 5, 4).refuses(5, 3));
        rows.add(row("Standardize", rng -> Standardize.of(Tensor.uniform(Shape.of(4), -1, 1, rng),
                Tensor.uniform(Shape.of(4), 1, 2, rng)), 5, 4).refuses(5, 3));
        rows.add(row("PlaneFeatures", rng -> new PlaneFeatures(PlaneFeatures.NAMES), 5, 2).refuses(5, 3));
        rows.add(row("Conv2d", rng -> Conv2d.of(2, 3, 3, rng), 2, 2, 5, 4).refuses(2, 3, 5, 4));
        rows.add(row("Conv2d in groups", rng -> Conv2d.of(4, 6, Window.of(3).stride(2).padding(1), 2, rng), 2,
                4, 5,
                4).refuses(2, 4, 5));
        rows.add(row("Conv2d without bias", rng -> Conv2d.of(2, 3, 3, rng).withoutBias(), 2, 2, 5, 4)
                .refuses(2, 2, 2, 4));
        rows.add(row("MaxPool2d", rng -> MaxPool2d.of(2), 2, 3, 5, 4).refuses(2, 3, 5));
        images(rows);
        normalisations(rows);
        recurrent(rows);
        autoregressive(rows);
        attention(rows);
        return rows.stream();
    }

    private static void attention(List<LayerCase> rows) {
        rows.add(row("Embedding", rng -> Embedding.of(5, 3, rng), 2, 4).numbers(5));
        rows.add(row("Embedding with padding", rng -> Embedding.of(5, 3, rng).withPadding(1), 2, 4)
                .numbers(5));
        rows.add(row("EmbeddingBag", rng -> EmbeddingBag.of(5, 3, rng), 2, 4).numbers(5).refuses(2));
        rows.add(row("SinusoidalPositions", rng -> SinusoidalPositions.standard(), 2, 4, 5).refuses(3));
        rows.add(row("RotaryPositions", rng -> RotaryPositions.standard(), 2, 4, 6).refuses(2, 4, 5));
        rows.add(row("LearnedPositions", rng -> LearnedPositions.of(4, 3, rng), 2, 3, 3).refuses(2, 5, 3));
        rows.add(
                row("MultiheadAttention", rng -> MultiheadAttention.of(6, 3, rng), 2, 4, 6).refuses(2, 4, 5));
        rows.add(row("MultiheadAttention, causal, with dropout and rotary positions",
                rng -> MultiheadAttention.of(4, 2, rng).withCausal().withDropout(0.3, rng)
                        .withRotary(RotaryPositions.standard()),
                2, 3, 4).refuses(3, 4));
        rows.add(row("TransformerBlock",
                rng -> TransformerBlock.of(MultiheadAttention.of(4, 2, rng), 16, new Gelu(), rng), 2,
                3, 4)
                .refuses(2, 3, 5));
        rows.add(row("TransformerBlock with dropout", rng -> TransformerBlock
                .of(MultiheadAttention.of(4, 2, rng).withCausal(), 6, new Tanh(), rng).withDropout(0.3, rng),
                2, 3, 4)
                .refuses(2, 3, 5));
        rows.add(row("TransformerLm",
                rng -> TransformerLm.of(5, 4, 6, 2, 2, new Gelu(true), rng).withDropout(0.2, rng), 2, 4)
                .numbers(5).refuses(2, 4, 1));
        rows.add(row("RecurrentLm", rng -> RecurrentLm.of(5, 3, Gru.of(3, 4, rng), rng).withDropout(0.2, rng),
                2, 4)
                .numbers(5).refuses(2, 4, 1));
        rows.add(row("TokenReader", rng -> new TokenReader(Embedding.of(5, 3, rng).withPadding(0),
                Gru.of(3, 2, 1, true, 0, rng)), 3, 4).numbers(5).refuses(2, 4, 1));
        rows.add(row("OneHot", rng -> Sequential.of(new OneHot(4, 6), Conv1d.of(4, 2, 3, rng)), 3, 4)
                .numbers(5).refuses(2, 7));
        rows.add(row("LastStep", rng -> new LastStep(), 2, 3, 4).refuses(2, 4));
        rows.add(row("TemporalConv", rng -> TemporalConv.of(2, 3, 2, 2, rng).withDropout(0.2, rng), 2, 2, 5)
                .refuses(2, 3, 5));
        rows.add(row("TemporalConv of as many channels", rng -> TemporalConv.of(2, 2, 3, 1, rng), 2, 2, 4)
                .refuses(2, 4));
    }

    private static void images(List<LayerCase> rows) {
        rows.add(row("Conv1d", rng -> Conv1d.of(2, 3, 3, rng), 2, 2, 6).refuses(2, 3, 6));
        rows.add(row("Conv1d in groups", rng -> Conv1d.of(4, 6, 3, 2, 1, 2, 2, rng), 2, 4, 9).refuses(4, 9));
        rows.add(row("ConvTranspose2d", rng -> ConvTranspose2d.of(2, 3, 3, rng), 2, 2, 4, 3).refuses(2, 3, 4,
                3));
        // So many iterations that u and v follow W at once, as differences move it.
        rows.add(row("SpectralNorm of Linear",
                rng -> SpectralNorm.of(Linear.of(4, 3, rng.split(1)), 200, rng.split(2)), 5, 4)
                .refuses(5, 3));
        rows.add(row("SpectralNorm of Conv2d",
                rng -> SpectralNorm.of(Conv2d.of(2, 3, 3, rng.split(1)), 200, rng.split(2)), 2, 2, 4, 5)
                .refuses(2, 3, 4, 5));
        rows.add(row("SpectralNorm of ConvTranspose2d",
                rng -> SpectralNorm.of(ConvTranspose2d.of(2, 3, 2, rng.split(1)), 200, rng.split(2)), 2, 2, 4,
                3)
                .refuses(2, 3, 4, 3));
        rows.add(row("ConvTranspose2d in groups",
                rng -> ConvTranspose2d.of(4, 6, Window.of(3).stride(2).padding(1), 1, 2, rng), 2, 4, 3, 4)
                .refuses(2, 4, 3));
        rows.add(row("ConvTranspose1d", rng -> ConvTranspose1d.of(2, 3, 4, 2, 1, 1, 1, 1, rng), 2, 2, 5)
                .refuses(2, 3, 5));
        rows.add(row("MaxPool1d", rng -> MaxPool1d.of(3), 2, 3, 9).refuses(2, 3));
        rows.add(row("MinPool2d", rng -> MinPool2d.of(2), 2, 3, 5, 4).refuses(2, 3, 5));
        rows.add(row("AvgPool2d", rng -> AvgPool2d.of(2), 2, 3, 5, 4).refuses(2, 3, 1, 4));
        for (boolean counts : new boolean[] {true, false}) {
            rows.add(row("AvgPool2d over the edge, " + counts,
                    rng -> new AvgPool2d(Window.of(3).stride(2).padding(1), counts), 2, 3, 5, 4)
                    .refuses(2, 3, 5));
        }
        rows.add(row("AvgPool1d", rng -> AvgPool1d.of(2), 2, 3, 7).refuses(2, 3));
        rows.add(row("AdaptiveAvgPool2d", rng -> new AdaptiveAvgPool2d(3, 2), 2, 3, 5, 7).refuses(2, 3, 5));
        rows.add(row("AdaptiveMaxPool2d", rng -> new AdaptiveMaxPool2d(3, 2), 2, 3, 5, 7).refuses(2, 3, 5));
        rows.add(row("global average", rng -> AdaptiveAvgPool2d.of(1), 2, 3, 5, 7).refuses(2, 3, 5));
        for (Upsample.Mode mode : Upsample.Mode.values()) {
            rows.add(row("Upsample " + mode, rng -> new Upsample(3, mode), 2, 3, 2, 4).refuses(2, 3, 5));
        }
        rows.add(row("PixelShuffle", rng -> new PixelShuffle(2), 2, 8, 2, 3).refuses(2, 6, 2, 3));
        rows.add(row("PixelUnshuffle", rng -> new PixelUnshuffle(2), 2, 2, 4, 6).refuses(2, 2, 4, 5));
        rows.add(row("ZeroPad2d", rng -> new ZeroPad2d(1, 2, 0, 3), 2, 3, 2, 4).refuses(2, 3, 5));
        rows.add(row("ReflectionPad2d", rng -> new ReflectionPad2d(1, 2, 0, 3), 2, 2, 4, 4).refuses(2, 2, 2,
                4));
        rows.add(row("Dropout2d", rng -> Dropout2d.of(0.5, rng), 2, 4, 3, 3).refuses(2, 4));
        rows.add(row("RandomAffine", rng -> RandomAffine.of(20, rng).shift(0.1).scale(0.8, 1.25).shear(15), 3,
                2, 5, 4)
                .refuses(2, 12));
        rows.add(row("RandomElastic", rng -> RandomElastic.of(5, 2, rng), 3, 2, 5, 4).refuses(2, 12));
        rows.add(row("RandomCrop", rng -> RandomCrop.of(3, 2, rng), 3, 2, 5, 4).refuses(3, 2, 5, 1));
        rows.add(row("RandomErasing", rng -> RandomErasing.of(0.7, rng), 3, 2, 5, 4).refuses(2, 12));
        rows.add(row("RandomFlip", rng -> RandomFlip.of(0.5, rng), 4, 2, 2, 3).refuses(2, 2, 3));
        rows.add(row("Channels", rng -> new Channels(2, 0), 2, 3, 2, 2).refuses(2, 2, 2, 2));
        rows.add(row("Parallel", rng -> Parallel.of(Conv2d.of(2, 3, 1, rng.split(1)),
                Conv2d.of(2, 1, Window.of(3).padding(1), 1, rng.split(2))), 2, 2, 3, 3).refuses(2, 3, 3, 3));
        rows.add(row("Spans", rng -> new Spans(new int[] {2, 1, 3}, List.of(Linear.of(2, 3, rng.split(1)),
                new Tanh(), Linear.of(3, 1, rng.split(2)))), 4, 6).refuses(4, 5).refuses(4, 3, 6));
        rows.add(row("Vae", rng -> new Vae(Linear.of(5, 4, rng.split(1)), Linear.of(2, 5, rng.split(2)), 2),
                3, 5)
                .refuses(3, 4));
        rows.add(row("Residual",
                rng -> Residual.of(Conv2d.of(2, 2, Window.of(3).padding(1), 1, rng), new Tanh()),
                2, 2, 4, 3).refuses(2, 3, 4, 3));
        rows.add(row("Residual with a shortcut",
                rng -> new Residual(Conv2d.of(2, 4, Window.of(3).stride(2).padding(1), 1, rng.split(1)),
                        Conv2d.of(2, 4, Window.of(1).stride(2), 1, rng.split(2))),
                2, 2, 4, 3).refuses(2, 3, 4, 3));
    }

    private static void normalisations(List<LayerCase> rows) {
        rows.add(row("BatchNorm1d", rng -> BatchNorm1d.of(3), 5, 3).refuses(5, 4));
        rows.add(row("BatchNorm1d of sequences", rng -> BatchNorm1d.of(3), 2, 3, 4).refuses(2, 4, 3));
        rows.add(row("BatchNorm2d", rng -> BatchNorm2d.of(3), 2, 3, 4, 2).refuses(2, 4, 3, 3));
        rows.add(row("LayerNorm", rng -> LayerNorm.of(4), 3, 4).refuses(3, 5));
        rows.add(row("LayerNorm of two axes", rng -> LayerNorm.of(2, 4), 3, 2, 4).refuses(3, 4, 2));
        rows.add(row("GroupNorm", rng -> GroupNorm.of(2, 4), 2, 4, 3, 2).refuses(2, 5, 3, 2));
        rows.add(row("InstanceNorm2d", rng -> InstanceNorm2d.affine(3), 2, 3, 4, 2).refuses(2, 4, 3, 3));
        rows.add(row("InstanceNorm2d plain", rng -> InstanceNorm2d.plain(), 2, 3, 4, 2).refuses(2, 3, 3));
    }

    private static void recurrent(List<LayerCase> rows) {
        rows.add(row("RnnCell", rng -> RnnCell.of(3, 4, rng), 2, 3).refuses(2, 4));
        rows.add(row("LstmCell", rng -> LstmCell.of(3, 4, rng), 2, 3).refuses(2, 2, 3));
        rows.add(row("GruCell", rng -> GruCell.of(3, 4, rng), 2, 3).refuses(0, 3));
        rows.add(row("Rnn", rng -> Rnn.of(3, 4, rng), 2, 5, 3).refuses(2, 5, 4));
        rows.add(row("Rnn with ReLU", rng -> Rnn.of(3, 4, RnnCell.Nonlinearity.RELU, 2, false, 0, rng), 2, 4,
                3)
                .refuses(5, 3));
        rows.add(row("Lstm", rng -> Lstm.of(3, 4, rng), 2, 5, 3).refuses(2, 0, 3));
        rows.add(row("Lstm both ways", rng -> Lstm.of(3, 2, 2, true, 0.5, rng), 2, 3, 3).refuses(2, 5, 4));
        rows.add(row("Gru", rng -> Gru.of(3, 4, rng), 2, 5, 3).refuses(0, 5, 3));
        rows.add(row("Gru both ways", rng -> Gru.of(3, 2, 2, true, 0.5, rng), 3, 2, 3).refuses(2, 5, 4));
    }

    private static void autoregressive(List<LayerCase> rows) {
        rows.add(row("MaskedLinear",
                rng -> MaskedLinear.between(new int[] {1, 2, 3, 4}, new int[] {2, 1, 3}, false, rng), 5, 4)
                .refuses(5, 3));
        for (MaskedConv2d.Sight sight : MaskedConv2d.Sight.values()) {
            rows.add(row("MaskedConv2d " + sight, rng -> MaskedConv2d.of(2, 3, 3, sight, rng), 2, 2, 4, 3)
                    .refuses(2, 3, 4, 3));
        }
        rows.add(
                row("MaskedConv2d of a row", rng -> MaskedConv2d.of(2, 3, 1, 5, MaskedConv2d.Sight.A, rng), 2,
                        2, 4, 3).refuses(2, 3, 4, 3));
        rows.add(row("Made", rng -> Made.of(2, 3, new int[] {7, 9}, rng), 2, 1, 2, 3).refuses(2, 1, 3, 2));
        rows.add(row("Made without direct connections",
                rng -> Made.of(2, 2, new int[] {5}, new int[] {2, 0, 3, 1}, false, rng), 3, 1, 2, 2)
                .refuses(2, 4));
        rows.add(row("GatedConv2d down", rng -> GatedConv2d.down(2, 3, 2, 3, rng), 2, 2, 4, 3)
                .refuses(2, 3, 4, 3));
        rows.add(row("GatedConv2d across", rng -> GatedConv2d.across(2, 3, 3, rng), 2, 2, 4, 3)
                .refuses(2, 4, 3));
        rows.add(row("GatedBlock", rng -> GatedBlock.of(2, rng), 2, 4, 3, 4).refuses(2, 3, 3, 4));
        rows.add(row("PixelCnn", rng -> PixelCnn.of(4, 3, 2, 2, 3, 4, rng), 2, 1, 4, 3).refuses(2, 1, 3, 3));
    }
}
