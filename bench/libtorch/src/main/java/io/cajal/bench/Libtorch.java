package io.cajal.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.LinearOptions;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
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
