package io.cajal.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cajal.backend.Backend;
import io.cajal.backend.Resampling;
import io.cajal.backend.cpu.CpuBackend;
import io.cajal.backend.ref.RefBackend;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is linear in the image or in the kernels goes back through its transpose: ⟨Ax, y⟩ = ⟨x, Aᵀy⟩. */
class AdjointTest {
    /** A, linear in x of that shape; {@code other} is what else it is given. */
    private record Linear(String name, Shape x, Shape other, Function<Tensor[], Tensor> map) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Linear row(String name, Shape x, Shape other, Function<Tensor[], Tensor> map) {
        return new Linear(name, x, other, map);
    }

    static Stream<Linear> maps() {
        Shape image = Shape.of(3, 4, 13, 11);
        Shape kernels = Shape.of(6, 4, 3, 3);
        Window same = Window.of(3).padding(1);
        Window far = Window.of(3).stride(2).padding(2).dilation(2);
        Window half = Window.of(2).stride(2);
        return Stream.of(
                row("conv2d in x", image, kernels, in -> in[0].conv2d(in[1], null, same, 1)),
                row("conv2d in w", kernels, image, in -> in[1].conv2d(in[0], null, same, 1)),
                row("conv2d, stride and dilation, in x", image, kernels,
                        in -> in[0].conv2d(in[1], null, far, 1)),
                row("conv2d, stride and dilation, in w", kernels, image,
                        in -> in[1].conv2d(in[0], null, far, 1)),
                row("depthwise in x", image, Shape.of(4, 1, 3, 3), in -> in[0].conv2d(in[1], null, same, 4)),
                row("depthwise in w", Shape.of(4, 1, 3, 3), image, in -> in[1].conv2d(in[0], null, same, 4)),
                row("many channels, Winograd, in x", Shape.of(2, 32, 14, 14), Shape.of(32, 32, 3, 3),
                        in -> in[0].conv2d(in[1], null, same, 1)),
                row("many channels, Winograd, in w", Shape.of(32, 32, 3, 3), Shape.of(2, 32, 14, 14),
                        in -> in[1].conv2d(in[0], null, same, 1)),
                row("convTranspose2d in x", image, Shape.of(4, 6, 3, 3),
                        in -> in[0].convTranspose2d(in[1], null, Window.of(3).stride(2).padding(1), 1, 1, 1)),
                row("convTranspose2d in w", Shape.of(4, 6, 3, 3), image,
                        in -> in[1].convTranspose2d(in[0], null, Window.of(3).stride(2).padding(1), 1, 1, 1)),
                row("pooling by given switches", Shape.of(2, 3, 8, 6), Shape.of(2, 3, 8, 6),
                        in -> Op.apply(new Place.Take(), in[0], in[1].maxPlaces(half))),
                row("unpooling", Shape.of(2, 3, 4, 3), Shape.of(2, 3, 8, 6),
                        in -> in[0].maxUnpool2d(in[1].maxPlaces(half), 8, 6)),
                row("mean pooling", image, Shape.of(1),
                        in -> in[0].resample(2, Resampling.means(13, 3, 2, 1, true))
                                .resample(3, Resampling.means(11, 3, 2, 1, true))),
                row("bilinear upsampling", image, Shape.of(1),
                        in -> in[0].resample(2, Resampling.linear(13, 26)).resample(3,
                                Resampling.linear(11, 22))),
                row("reflection", image, Shape.of(1), in -> in[0].resample(3, Resampling.reflect(11, 3, 4))),
                row("gridSample", Shape.of(3, 4, 9, 7), Shape.of(3, 5, 6, 2), in -> in[0].gridSample(in[1])),
                row("zero padding", image, Shape.of(1), in -> in[0].pad(2, 1, 2, 0).pad(3, 0, 3, 0)));
    }

    @ParameterizedTest
    @MethodSource("maps")
    void inDouble(Linear linear) {
        compare(linear, RefBackend.INSTANCE, 1e-13);
    }

    @ParameterizedTest
    @MethodSource("maps")
    void inFloat(Linear linear) {
        compare(linear, CpuBackend.INSTANCE, 1e-5);
    }

    private static void compare(Linear linear, Backend device, double tolerance) {
        Run.on(device).run(() -> {
            Rng rng = Rng.of(11);
            Tensor x = Tensor.normal(linear.x(), rng).tracked();
            Tensor other = Tensor.uniform(linear.other(), -1, 1, rng);
            Tensor ax = linear.map().apply(new Tensor[] {x, other});
            Tensor y = Tensor.normal(ax.shape(), rng);
            Tensor aty = ax.backward(y, false).get(x);
            double size = Math.sqrt(dot(ax, ax) * dot(y, y));
            assertEquals(dot(ax, y), dot(x, aty), tolerance * size);
        });
    }

    private static double dot(Tensor a, Tensor b) {
        double[] left = a.toDoubles();
        double[] right = b.toDoubles();
        double[] products = new double[left.length];
        Arrays.setAll(products, i -> left[i] * right[i]);
        return Arrays.stream(products).sum();
    }
}
