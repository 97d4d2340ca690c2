package io.cajal.bench;

import io.cajal.backend.Arena;
import io.cajal.backend.Product;
import io.cajal.backend.cpu.CpuBackend;
import io.cajal.backend.cpu.Workers;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.loss.CrossEntropy;
import io.cajal.loss.Loss;
import io.cajal.loss.Mse;
import io.cajal.nn.Conv1d;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Flatten;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Lstm;
import io.cajal.nn.MaxPool1d;
import io.cajal.nn.MaxPool2d;
import io.cajal.nn.Recurrent;
import io.cajal.nn.RecurrentState;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Relu;
import io.cajal.nn.activation.Tanh;
import io.cajal.optim.Adam;
import io.cajal.optim.Optimizer;
import io.cajal.optim.Sgd;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The standing workloads as a user of Cajal writes them, each a step on fixed operands. */
final class Workloads {
    static final String KERNEL = "/kernel";

    /** Rows of the left, inner size, columns of the right. */
    private static final int[][] PRODUCTS = {{1024, 1024, 1024}, {512, 512, 512}, {256, 256, 256},
            {128, 784, 512}, {128, 512, 512}, {128, 512, 10}, {64, 25, 18432}, {16, 150, 12800},
            {6, 25, 73728},
            {32, 4, 8}, {1, 784, 512}, {2048, 2048, 2048}};

    /** Of tiny Shakespeare. */
    private static final int CHARACTERS = 65;

    private Workloads() {
    }

    static List<Workload> all() {
        List<Workload> all = new ArrayList<>();
        all.add(new Workload("mlp_784_512_512_10_b128_adam_train", 128, 0, () -> {
            Layer net = mlp();
            return step(net, new Adam(net, 1e-3), new CrossEntropy(), normal(3, 128, 784), labels(128, 10));
        }));
        all.add(new Workload("playground_2_8_8_1_tanh_b10_sgd_train", 0, 0, () -> {
            Rng rng = Rng.of(1);
            Layer net = Sequential.of(Linear.of(2, 8, rng.split(1)), new Tanh(),
                    Linear.of(8, 8, rng.split(2)),
                    new Tanh(), Linear.of(8, 1, rng.split(3)), new Tanh());
            return step(net, new Sgd(net, 0.03), new Mse(), normal(3, 10, 2), normal(4, 10, 1));
        }));
        all.add(new Workload("mlp_784_512_512_10_b1_infer", 0, 0, () -> {
            Layer net = mlp();
            Tensor x = normal(3, 1, 784);
            return step(Run.evaluation(), () -> net.apply(x));
        }));
        all.add(new Workload("lenet5_b128_sgdm_train", 128, 0, () -> {
            Layer net = lenet();
            return step(net, new Sgd(net, 0.01).momentum(0.9), new CrossEntropy(), normal(3, 128, 1, 28, 28),
                    labels(128, 10));
        }));
        all.add(new Workload("lenet5_b1_infer", 0, 0, () -> {
            Layer net = lenet();
            Tensor x = normal(3, 1, 1, 28, 28);
            return step(Run.evaluation(), () -> net.apply(x));
        }));
        all.add(new Workload("cnn_mnist_32_64_b64_adam_train", 64, 0, () -> {
            Rng rng = Rng.of(1);
            Layer net = Sequential.of(Conv2d.of(1, 32, 3, rng.split(1)), new Relu(),
                    Conv2d.of(32, 64, 3, rng.split(2)), new Relu(), MaxPool2d.of(2), new Flatten(),
                    Linear.of(9216, 128, rng.split(3)), new Relu(), Linear.of(128, 10, rng.split(4)));
            return step(net, new Adam(net, 1e-3), new CrossEntropy(), normal(3, 64, 1, 28, 28),
                    labels(64, 10));
        }));
        all.add(new Workload("op_conv3x3_32_64_26x26_b64_fwd", 0, 0, () -> {
            Layer conv = Conv2d.of(32, 64, 3, Rng.of(1));
            Tensor x = normal(3, 64, 32, 26, 26);
            return step(Run.evaluation(), () -> conv.apply(x));
        }));
        all.add(new Workload("op_conv3x3_32_64_26x26_b64_fwdbwd_full", 0, 0, () -> {
            Layer conv = Conv2d.of(32, 64, 3, Rng.of(1));
            Tensor x = normal(3, 64, 32, 26, 26).tracked();
            Tensor g = normal(4, 64, 64, 24, 24);
            return step(Run.training(Rng.of(2)), () -> conv.apply(x).backward(g, false));
        }));
        all.add(new Workload("conv1d_70_256_k7_l1014_b16_fwdbwd", 16, 0, () -> {
            Layer net = Sequential.of(Conv1d.of(70, 256, 7, Rng.of(1)), new Relu(), MaxPool1d.of(3));
            Tensor x = normal(3, 16, 70, 1014);
            return step(Run.training(Rng.of(2)), () -> net.apply(x).mean().backward());
        }));
        all.add(new Workload("lstm_in32_h128_t64_b64_adam_train", 64, 0, () -> {
            Rng rng = Rng.of(1);
            Layer net = Sequential.of(Lstm.of(32, 128, rng.split(1)), new Last(),
                    Linear.of(128, 10, rng.split(2)));
            return step(net, new Adam(net, 1e-3), new CrossEntropy(), normal(3, 64, 64, 32), labels(64, 10));
        }));
        all.add(new Workload("lstm_char65_2x256_b1_generate", 1, 0, Workloads::generation));
        products().forEach((name, size) -> all.add(product(name, size[0], size[1], size[2])));
        return all;
    }

    /** Sizes of the products, by the workload's name. */
    static Map<String, int[]> products() {
        Map<String, int[]> products = new LinkedHashMap<>();
        for (int[] size : PRODUCTS) {
            products.put("op_mm_%dx%dx%d".formatted(size[0], size[1], size[2]), size);
        }
        return products;
    }

    /** The kernels alone, without tensors: what a BLAS does. By the workload's name and {@value #KERNEL}. */
    static List<Workload> kernels() {
        List<Workload> kernels = new ArrayList<>();
        products().forEach((name, size) -> kernels.add(new Workload(name + KERNEL, 0, 0, () -> {
            float[] a = normal(3, size[0], size[1]).toFloats();
            float[] b = normal(4, size[1], size[2]).toFloats();
            float[] c = new float[size[0] * size[2]];
            Product geometry = Product.of(size[0], size[2], size[1], false, false);
            return () -> CpuBackend.INSTANCE.multiply(geometry, a, b, c);
        })));
        return kernels;
    }

    /** What {@link Ceiling} says of all threads at once. */
    static Workload ceiling() {
        return new Workload("ceiling", 0, 0, () -> {
            int threads = Workers.shared().threads();
            return () -> Ceiling.run(threads);
        });
    }

    /** The output of the last step. */
    private record Last() implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return x.select(1, -1);
        }
    }

    /** A character at a time from a network of 65 characters: each step takes the one that the last found likeliest. */
    private static Runnable generation() {
        Rng rng = Rng.of(1);
        Lstm lstm = Lstm.of(CHARACTERS, 256, 2, false, 0, rng.split(1));
        Linear out = Linear.of(256, CHARACTERS, rng.split(2));
        RecurrentState[] state = {null};
        Tensor[] character = {Tensor.of(Shape.of(1), 0.0)};
        return step(Run.evaluation(), () -> {
            Tensor x = character[0].oneHot(CHARACTERS).unsqueeze(0);
            Recurrent.Result result = lstm.run(x, null, state[0]);
            state[0] = result.state().keep();
            character[0] = out.apply(result.outputs().select(1, 0)).argmax(1).keep();
        });
    }

    /** As it is taught today: 61,706 parameters. */
    private static Layer lenet() {
        Rng rng = Rng.of(1);
        return Sequential.of(Conv2d.of(1, 6, Window.of(5).padding(2), 1, rng.split(1)), new Relu(),
                MaxPool2d.of(2), Conv2d.of(6, 16, 5, rng.split(2)), new Relu(), MaxPool2d.of(2),
                new Flatten(), Linear.of(400, 120, rng.split(3)), new Relu(),
                Linear.of(120, 84, rng.split(4)), new Relu(), Linear.of(84, 10, rng.split(5)));
    }

    private static Layer mlp() {
        Rng rng = Rng.of(1);
        return Sequential.of(Linear.of(784, 512, rng.split(1)), new Relu(), Linear.of(512, 512, rng.split(2)),
                new Relu(), Linear.of(512, 10, rng.split(3)));
    }

    /** Forward, loss, backward, optimizer. */
    private static Runnable step(Layer net, Optimizer optimizer, Loss loss, Tensor x, Tensor y) {
        return step(Run.training(Rng.of(2)), () -> optimizer.step(loss.of(net.apply(x), y).backward()));
    }

    private static Runnable step(Run run, Runnable work) {
        Arena arena = run.device().arena();
        return () -> run.run(() -> arena.step(work));
    }

    private static Workload product(String name, int m, int k, int n) {
        return new Workload(name, 0, 2.0 * m * k * n, () -> {
            Tensor a = normal(3, m, k);
            Tensor b = normal(4, k, n);
            return step(Run.evaluation(), () -> a.matmul(b));
        });
    }

    static Tensor normal(long seed, int... sizes) {
        Rng rng = Rng.of(seed);
        float[] values = new float[Shape.of(sizes).elements()];
        rng.normal(values, 0, values.length);
        return Tensor.of(Shape.of(sizes), values);
    }

    private static Tensor labels(int n, int classes) {
        Rng rng = Rng.of(5);
        float[] labels = new float[n];
        for (int i = 0; i < n; i++) {
            labels[i] = rng.below(classes);
        }
        return Tensor.of(Shape.of(n), labels);
    }
}
