package io.cajal.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Conv1dImpl;
import org.bytedeco.pytorch.Conv1dOptions;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.LSTMImpl;
import org.bytedeco.pytorch.LSTMOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.LinearOptions;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * libtorch's side of {@code bench/compare}: reads lines {@code NAME SECONDS}, answers with the seconds of one
 * step. Its modules, losses and optimizers are those of the C++ API, called through the Java binding; a call
 * costs well under a microsecond.
 */
public final class Libtorch {
    private static final Map<String, Supplier<Runnable>> WORKLOADS = new HashMap<>();

    private Libtorch() {
    }

    public static void main(String[] arguments) throws IOException {
        torch.set_num_threads(Integer.getInteger("threads"));
        torch.manual_seed(1);
        register();
        registerConvolutions();
        registerRecurrent();
        System.out.println("ready libtorch 2.7.1, MKL " + torch.hasMKL() + ", OpenMP " + torch.hasOpenMP());
        Map<String, Runnable> prepared = new HashMap<>();
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            String[] words = line.split(" ");
            Supplier<Runnable> make = make(words[0]);
            if (make == null) {
                System.out.println("unknown");
                continue;
            }
            Runnable step = prepared.computeIfAbsent(words[0], _ -> make.get());
            System.out.println(secondsPerStep(step, Double.parseDouble(words[1])));
        }
    }

    private static double secondsPerStep(Runnable step, double seconds) {
        long steps = 0;
        long batch = 1;
        double elapsed = 0;
        long start = System.nanoTime();
        while (elapsed < seconds) {
            for (long i = 0; i < batch; i++) {
                step.run();
            }
            steps += batch;
            elapsed = (System.nanoTime() - start) * 1e-9;
            batch = Math.max(1, (long) (steps / elapsed * Math.min(seconds - elapsed, seconds / 10)));
        }
        return elapsed / steps;
    }

    private static void register() {
        WORKLOADS.put("mlp_784_512_512_10_b128_adam_train", () -> {
            LinearImpl[] layers = {linear(784, 512), linear(512, 512), linear(512, 10)};
            Optimizer adam = new Adam(parameters(layers), new AdamOptions(1e-3));
            Tensor x = torch.randn(128, 784);
            Tensor y = torch.randint(10, new long[] {128}, new TensorOptions(torch.ScalarType.Long));
            return step(() -> {
                adam.zero_grad();
                torch.cross_entropy_loss(relus(layers, x), y).backward();
                adam.step();
            });
        });
        WORKLOADS.put("playground_2_8_8_1_tanh_b10_sgd_train", () -> {
            LinearImpl[] layers = {linear(2, 8), linear(8, 8), linear(8, 1)};
            Optimizer sgd = new SGD(parameters(layers), new SGDOptions(0.03));
            Tensor x = torch.randn(10, 2);
            Tensor y = torch.randn(10, 1);
            return step(() -> {
                sgd.zero_grad();
                torch.mse_loss(torch.tanh(between(layers, x, torch::tanh)), y).backward();
                sgd.step();
            });
        });
        WORKLOADS.put("mlp_784_512_512_10_b1_infer", () -> {
            LinearImpl[] layers = {linear(784, 512), linear(512, 512), linear(512, 10)};
            Tensor x = torch.randn(1, 784);
            return inference(() -> relus(layers, x));
        });
    }

    private static void registerConvolutions() {
        WORKLOADS.put("lenet5_b128_sgdm_train", () -> {
            LeNet net = new LeNet();
            SGDOptions options = new SGDOptions(0.01);
            options.momentum().put(0.9);
            return training(new SGD(net.parameters(), options), net::forward, 128);
        });
        WORKLOADS.put("lenet5_b1_infer", () -> {
            LeNet net = new LeNet();
            Tensor x = torch.randn(1, 1, 28, 28);
            return inference(() -> net.forward(x));
        });
        WORKLOADS.put("cnn_mnist_32_64_b64_adam_train", () -> {
            Conv2dImpl first = conv(1, 32, 3, 0);
            Conv2dImpl second = conv(32, 64, 3, 0);
            LinearImpl[] last = {linear(9216, 128), linear(128, 10)};
            TensorVector all = parameters(last);
            for (Conv2dImpl layer : List.of(first, second)) {
                all.push_back(layer.weight());
                all.push_back(layer.bias());
            }
            return training(new Adam(all, new AdamOptions(1e-3)), x -> {
                Tensor seen = torch.relu(second.forward(torch.relu(first.forward(x))));
                return relus(last, pooled(seen).flatten(1, -1));
            }, 64);
        });
        WORKLOADS.put("op_conv3x3_32_64_26x26_b64_fwd", () -> {
            Conv2dImpl layer = conv(32, 64, 3, 0);
            Tensor x = torch.randn(64, 32, 26, 26);
            return inference(() -> layer.forward(x));
        });
        WORKLOADS.put("op_conv3x3_32_64_26x26_b64_fwdbwd_full", () -> {
            Conv2dImpl layer = conv(32, 64, 3, 0);
            Tensor x = torch.randn(64, 32, 26, 26).set_requires_grad(true);
            Tensor g = torch.randn(64, 64, 24, 24);
            return step(() -> layer.forward(x).backward(g, new BoolOptional(false), false,
                    new TensorArrayRefOptional()));
        });
        WORKLOADS.put("conv1d_70_256_k7_l1014_b16_fwdbwd", () -> {
            Conv1dImpl layer = new Conv1dImpl(new Conv1dOptions(70, 256, new LongPointer(new long[] {7})));
            Tensor x = torch.randn(16, 70, 1014);
            return step(() -> {
                for (Tensor parameter : List.of(layer.weight(), layer.bias())) {
                    if (parameter.grad().defined()) {
                        parameter.mutable_grad().reset();
                    }
                }
                torch.max_pool1d(torch.relu(layer.forward(x)), new long[] {3}).mean().backward();
            });
        });
    }

    private static void registerRecurrent() {
        WORKLOADS.put("lstm_in32_h128_t64_b64_adam_train", () -> {
            LSTMImpl lstm = lstm(32, 128, 1);
            LinearImpl last = linear(128, 10);
            Optimizer adam = new Adam(with(lstm, last), new AdamOptions(1e-3));
            Tensor x = torch.randn(64, 64, 32);
            Tensor y = torch.randint(10, new long[] {64}, new TensorOptions(torch.ScalarType.Long));
            return step(() -> {
                adam.zero_grad();
                Tensor outputs = lstm.forward(x).get0();
                torch.cross_entropy_loss(last.forward(outputs.select(1, 63)), y).backward();
                adam.step();
            });
        });
        WORKLOADS.put("lstm_char65_2x256_b1_generate", () -> {
            LSTMImpl lstm = lstm(65, 256, 2);
            LinearImpl last = linear(256, 65);
            Tensor h = torch.zeros(2, 1, 256);
            Tensor c = torch.zeros(2, 1, 256);
            Tensor character = torch.zeros(new long[] {1}, new TensorOptions(torch.ScalarType.Long));
            return inference(() -> {
                Tensor x = torch.one_hot(character, 65).toType(torch.ScalarType.Float).unsqueeze(0);
                var result = lstm.forward(x, new T_TensorTensor_T(h, c));
                h.copy_(result.get1().get0());
                c.copy_(result.get1().get1());
                character.copy_(last.forward(result.get0().select(1, 0)).argmax(new LongOptional(1), false));
            });
        });
    }

    private static LSTMImpl lstm(long in, long hidden, long layers) {
        LSTMOptions options = new LSTMOptions(in, hidden);
        options.num_layers().put(layers);
        options.batch_first().put(true);
        return new LSTMImpl(options);
    }

    private static TensorVector with(LSTMImpl lstm, LinearImpl... layers) {
        TensorVector all = parameters(layers);
        TensorVector own = lstm.parameters();
        for (long i = 0; i < own.size(); i++) {
            all.push_back(own.get(i));
        }
        return all;
    }

    /** LeNet-5 as it is taught today: 61,706 parameters. */
    private static final class LeNet {
        private final Conv2dImpl first = conv(1, 6, 5, 2);
        private final Conv2dImpl second = conv(6, 16, 5, 0);
        private final LinearImpl[] last = {linear(400, 120), linear(120, 84), linear(84, 10)};

        TensorVector parameters() {
            TensorVector all = Libtorch.parameters(last);
            for (Conv2dImpl layer : List.of(first, second)) {
                all.push_back(layer.weight());
                all.push_back(layer.bias());
            }
            return all;
        }

        Tensor forward(Tensor x) {
            Tensor seen = pooled(torch.relu(second.forward(pooled(torch.relu(first.forward(x))))));
            return relus(last, seen.flatten(1, -1));
        }
    }

    private static Tensor pooled(Tensor x) {
        return torch.max_pool2d(x, new long[] {2, 2});
    }

    private static Conv2dImpl conv(long in, long out, long kernel, long padding) {
        Conv2dOptions options = new Conv2dOptions(in, out, new LongPointer(new long[] {kernel, kernel}));
        options.padding().get0().capacity(2).put(0, padding).put(1, padding);
        return new Conv2dImpl(options);
    }

    /** On so many drawn images of 28 × 28 in ten classes. */
    private static Runnable training(Optimizer optimizer, UnaryOperator<Tensor> net, int batch) {
        Tensor x = torch.randn(batch, 1, 28, 28);
        Tensor y = torch.randint(10, new long[] {batch}, new TensorOptions(torch.ScalarType.Long));
        return step(() -> {
            optimizer.zero_grad();
            torch.cross_entropy_loss(net.apply(x), y).backward();
            optimizer.step();
        });
    }

    /** Products are known by the form of their names, {@code op_mm_MxKxN}. */
    private static Supplier<Runnable> make(String name) {
        if (!name.startsWith("op_mm_")) {
            return WORKLOADS.get(name);
        }
        String[] sizes = name.substring("op_mm_".length()).split("x");
        long m = Long.parseLong(sizes[0]);
        long k = Long.parseLong(sizes[1]);
        long n = Long.parseLong(sizes[2]);
        return () -> {
            Tensor a = torch.randn(m, k);
            Tensor b = torch.randn(k, n);
            Tensor c = torch.empty(m, n);
            return inference(() -> torch.mm_out(c, a, b));
        };
    }

    private static Runnable step(Runnable work) {
        return () -> {
            try (PointerScope scope = new PointerScope()) {
                work.run();
            }
        };
    }

    private static Runnable inference(Runnable work) {
        return () -> {
            try (PointerScope scope = new PointerScope(); InferenceMode mode = new InferenceMode(true)) {
                work.run();
            }
        };
    }

    private static LinearImpl linear(long in, long out) {
        return new LinearImpl(new LinearOptions(in, out));
    }

    private static TensorVector parameters(LinearImpl... layers) {
        TensorVector all = new TensorVector();
        for (LinearImpl layer : layers) {
            all.push_back(layer.weight());
            all.push_back(layer.bias());
        }
        return all;
    }

    private static Tensor relus(LinearImpl[] layers, Tensor x) {
        return between(layers, x, torch::relu);
    }

    /** The layers, with a function between each and the next. */
    private static Tensor between(LinearImpl[] layers, Tensor x, UnaryOperator<Tensor> function) {
        Tensor y = layers[0].forward(x);
        for (int i = 1; i < layers.length; i++) {
            y = layers[i].forward(function.apply(y));
        }
        return y;
    }
}
