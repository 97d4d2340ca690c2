package io.cajal.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.backend.View;
import io.cajal.backend.cpu.CpuBackend;
import io.cajal.backend.ref.RefBackend;
import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What wrong calls are told, word for word: the operation, the operands' shapes, the axis or the sizes that
 * clash.
 */
class ShapeErrorTest {
    record Wrong(String message, Runnable call) {
        @Override
        public String toString() {
            return message;
        }
    }

    private static Tensor t(int... sizes) {
        return Tensor.zeros(sizes);
    }

    private static Wrong wrong(Runnable call, String message) {
        return new Wrong(message, call);
    }

    static Stream<Wrong> calls() {
        List<Wrong> all = new ArrayList<>();
        making(all);
        arithmetic(all);
        products(all);
        images(all);
        reductions(all);
        shapes(all);
        pieces(all);
        joins(all);
        lookups(all);
        positions(all);
        gradients(all);
        return all.stream();
    }

    private static void images(List<Wrong> all) {
        Window three = Window.of(3);
        all.add(wrong(() -> t(2, 3, 8).conv2d(t(4, 3, 3, 3), null, three, 1),
                "conv2d: needs images of shape [N × channels × height × width], got [2 × 3 × 8]"));
        all.add(wrong(() -> t(2, 3, 8, 8).conv2d(t(4, 2, 3, 3), null, three, 1),
                "conv2d: the layer takes 2 channels, the input has shape [2 × 3 × 8 × 8]: 3 ≠ 2"));
        all.add(wrong(() -> t(2, 3, 8, 8).conv2d(t(4, 2, 3, 3), null, three, 2),
                "conv2d: 2 groups do not divide the channels of the image [2 × 3 × 8 × 8] and of the weight [4 × 2 × 3 × 3]"));
        all.add(wrong(() -> t(2, 3, 2, 8).conv2d(t(4, 3, 3, 3), null, three, 1),
                "conv2d: the kernel of 3 × 3 is larger than the image [2 × 3 × 2 × 8]"));
        all.add(wrong(() -> t(2, 3, 5, 5).maxPool2d(three.dilation(6).padding(1)),
                "maxPool2d: a dilation of 6 × 6 jumps over the whole image [2 × 3 × 5 × 5]"));
        all.add(wrong(() -> t(2, 3, 5, 5).maxPool2d(three.padding(2)),
                "maxPool2d: the padding must be at most half of the window, got 2 × 2 for 3 × 3"));
        all.add(wrong(() -> t(2, 3, 5, 5).convTranspose2d(t(3, 4, 3, 3), null, three.stride(2), 2, 2, 1),
                "convTranspose2d: the output padding 2 × 2 must be less than the stride or the dilation"));
        all.add(wrong(() -> t(2, 3, 2, 2).maxUnpool2d(t(2, 3, 2, 1), 4, 4),
                "maxUnpool2d: needs an image and its switches of one shape, got [2 × 3 × 2 × 2] and [2 × 3 × 2 × 1]"));
        all.add(wrong(() -> t(1, 1, 1, 1).maxUnpool2d(t(1, 1, 1, 1).add(16), 4, 4),
                "maxUnpool2d: switches must be places in 4 × 4 planes, 0 to 15"));
    }

    private static void making(List<Wrong> all) {
        all.add(wrong(() -> Tensor.of(Shape.of(2, 3), 1.0, 2.0),
                "tensor: 2 numbers do not fill shape [2 × 3]"));
        all.add(wrong(() -> Tensor.of(new double[][] {{1, 2}, {3}}),
                "tensor: row 0 has 2 numbers, row 1 has 1"));
        all.add(wrong(() -> t(2, -3), "shape [2 × -3]: a size cannot be negative"));
        all.add(wrong(() -> t(65_536, 65_536),
                "shape [65536 × 65536]: more than 2³¹−1 elements in one tensor"));
        all.add(wrong(() -> Tensor.arange(-1), "shape [-1]: a size cannot be negative"));
        all.add(wrong(() -> Tensor.linspace(0, 1, -1), "shape [-1]: a size cannot be negative"));
        all.add(wrong(() -> Tensor.eye(70_000),
                "shape [70000 × 70000]: more than 2³¹−1 elements in one tensor"));
        all.add(wrong(() -> t(2, 3).item(), "item: needs one element, got shape [2 × 3]"));
        all.add(wrong(() -> Param.of(t(2, 3)).set(t(3, 2)),
                "set: a tensor of shape [2 × 3] cannot take numbers of shape [3 × 2]"));
        all.add(wrong(() -> Param.of(t(2, 3)).update(v -> v[0] = 0, t(3)),
                "update: a parameter of shape [2 × 3] cannot take a gradient or state of shape [3]"));
    }

    private static void arithmetic(List<Wrong> all) {
        all.add(wrong(() -> t(4, 3).add(t(4)),
                "add: shapes do not broadcast, left [4 × 3] right [4]: 3 ≠ 4 at axis −1"));
        all.add(wrong(() -> t(2, 5, 3).mul(t(4, 1)),
                "mul: shapes do not broadcast, left [2 × 5 × 3] right [4 × 1]: 5 ≠ 4 at axis −2"));
        all.add(wrong(() -> t(2).maximum(t(3)),
                "maximum: shapes do not broadcast, left [2] right [3]: 2 ≠ 3 at axis −1"));
        all.add(wrong(() -> t(2).eq(t(3)),
                "eq: shapes do not broadcast, left [2] right [3]: 2 ≠ 3 at axis −1"));
        all.add(wrong(() -> Tensor.where(t(2), t(3), t()),
                "where: shapes do not broadcast, left [2] right [3]: 2 ≠ 3 at axis −1"));
        all.add(wrong(() -> t(3).add(t(3).to(RefBackend.INSTANCE)),
                "add: operands on two devices, [3] on cpu and [3] on ref; move one with to(device)"));
    }

    private static void products(List<Wrong> all) {
        all.add(wrong(() -> t(4, 3).matmul(t(2, 8)),
                "matmul: inner dimensions differ, left [4 × 3] right [2 × 8]: 3 ≠ 2"));
        all.add(wrong(() -> t(4, 3).matmul(t(8, 3)),
                "matmul: inner dimensions differ, left [4 × 3] right [8 × 3]: 3 ≠ 8; t() transposes the right one"));
        all.add(wrong(() -> t(4).matmul(t(3, 2)),
                "matmul: inner dimensions differ, left [4] right [3 × 2]: 4 ≠ 3"));
        all.add(wrong(() -> t(4, 3).matmul(t(4)),
                "matmul: inner dimensions differ, left [4 × 3] right [4]: 3 ≠ 4"));
        all.add(wrong(() -> t(2, 4, 3).matmul(t(5, 3)),
                "matmul: inner dimensions differ, left [2 × 4 × 3] right [5 × 3]: 3 ≠ 5; t() transposes the right one"));
        all.add(wrong(() -> t(2, 4, 3).matmul(t(5, 3, 1)),
                "matmul: batch axes: shapes do not broadcast, left [2] right [5]: 2 ≠ 5 at axis −1"));
        all.add(wrong(() -> t().matmul(t(3)),
                "matmul: needs at least one axis, left [] right [3]; use mul for a number"));
        all.add(wrong(() -> t(4, 3).linear(t(5, 2), null),
                "linear: the layer takes 2 features, the input has shape [4 × 3]: 3 ≠ 2"));
        all.add(wrong(() -> t(2, 4, 3).linear(t(5, 2), null),
                "linear: the layer takes 2 features, the input has shape [2 × 4 × 3]: 3 ≠ 2"));
        all.add(wrong(() -> t(4, 3).linear(t(5, 3), t(4)),
                "linear: weight [5 × 3] needs a bias of shape [5], got [4]"));
        all.add(wrong(() -> t(4, 3).linear(t(3), null),
                "linear: the weight must be a matrix [out × in], got shape [3]"));
        all.add(wrong(() -> t().linear(t(5, 3), null), "linear: needs at least one axis, got a scalar"));
    }

    private static void reductions(List<Wrong> all) {
        all.add(wrong(() -> t(4, 3).sum(2), "sum: axis 2 does not exist in shape [4 × 3], expected -2 … 1"));
        all.add(wrong(() -> t(4, 3).mean(-3),
                "mean: axis -3 does not exist in shape [4 × 3], expected -2 … 1"));
        all.add(wrong(() -> t().softmax(-1),
                "softmax: axis -1 does not exist in shape [], a scalar has none"));
        all.add(wrong(() -> t(4, 3).variance(1, 1, -1), "variance: axis 1 of shape [4 × 3] is named twice"));
        all.add(wrong(() -> t(4, 3).cumsum(2),
                "cumsum: axis 2 does not exist in shape [4 × 3], expected -2 … 1"));
        all.add(wrong(() -> t(4, 0).argmax(1), "argmax: axis 1 of shape [4 × 0] is empty"));
        all.add(wrong(() -> t(4, 0).min(-1), "min: axis 1 of shape [4 × 0] is empty"));
        all.add(wrong(() -> t(4, 0).amax(1), "amax: axis 1 of shape [4 × 0] is empty"));
        all.add(wrong(() -> t(3).max(1), "max: axis 1 does not exist in shape [3], expected -1 … 0"));
        all.add(wrong(() -> t(4, 3).topK(4, 1), "topK: asked for 4 of the 3 elements of axis 1 of [4 × 3]"));
        all.add(wrong(() -> t(4, 3).sort(2, true),
                "sort: axis 2 does not exist in shape [4 × 3], expected -2 … 1"));
        all.add(wrong(() -> t(2, 3).sumTo(Shape.of(2, 2)),
                "sumTo: shapes do not broadcast, left [2 × 3] right [2 × 2]: 3 ≠ 2 at axis −1"));
        all.add(wrong(() -> t(1, 4).sumTo(Shape.of(2, 2)),
                "sumTo: shapes do not broadcast, left [1 × 4] right [2 × 2]: 4 ≠ 2 at axis −1"));
        all.add(wrong(() -> t(3).sumTo(Shape.of(1, 3)), "sumTo: shape [1 × 3] does not stretch to [3]"));
    }

    private static void shapes(List<Wrong> all) {
        all.add(wrong(() -> t(4, 3).reshape(5, 2), "reshape: [4 × 3] has 12 elements, [5 × 2] has 10"));
        all.add(wrong(() -> t(4, 3).reshape(5, -1),
                "reshape: no size in place of −1 makes [5, -1] the 12 elements of [4 × 3]"));
        all.add(wrong(() -> t(4, 3).reshape(-1, -1), "reshape: only one size may be −1, got [-1, -1]"));
        all.add(wrong(() -> t(4, 3).flatten(2),
                "flatten: axis 2 does not exist in shape [4 × 3], expected -2 … 1"));
        all.add(wrong(() -> t(4, 3).unsqueeze(3),
                "unsqueeze: axis 3 cannot be put into shape [4 × 3], expected -3 … 2"));
        all.add(wrong(() -> t(4, 3).squeeze(1), "squeeze: axis 1 of [4 × 3] has size 3, not 1"));
        all.add(wrong(() -> t(4, 3).permute(0, 0),
                "permute: [0, 0] does not name each axis of [4 × 3] once"));
        all.add(wrong(() -> t(4, 3).permute(0), "permute: [0] does not name each axis of [4 × 3] once"));
        all.add(wrong(() -> t(4, 3).transpose(0, 2),
                "transpose: axis 2 does not exist in shape [4 × 3], expected -2 … 1"));
        all.add(wrong(() -> t(4, 3).expand(Shape.of(4, 5)),
                "expand: shapes do not broadcast, left [4 × 3] right [4 × 5]: 3 ≠ 5 at axis −1"));
        all.add(wrong(() -> t(4, 3).expand(Shape.of(3)), "expand: shape [4 × 3] does not stretch to [3]"));
        all.add(wrong(() -> t(4).t(), "t: needs a matrix, got shape [4]"));
        all.add(wrong(() -> t(4).tril(0), "tril: needs a matrix, got shape [4]"));
    }

    private static void pieces(List<Wrong> all) {
        all.add(wrong(() -> t(4, 3).narrow(1, 2, 2),
                "narrow: 2 elements from 2 on of axis 1, which has size 3 in [4 × 3]"));
        all.add(wrong(() -> t(4, 3).narrow(1, 2, -1),
                "narrow: -1 elements from 2 on of axis 1, which has size 3 in [4 × 3]"));
        all.add(wrong(() -> t(4, 3).slice(0, 1, 5, 1),
                "slice: elements 1 … 4 of axis 0, which has size 4 in [4 × 3]"));
        all.add(wrong(() -> t(4, 3).slice(0, 1, 5, 0), "slice: the step cannot be 0"));
        all.add(wrong(() -> t(4, 3).select(0, 4),
                "select: element 4 of axis 0, which has size 4 in [4 × 3]"));
        all.add(wrong(() -> t(4, 3).select(0, -5),
                "select: element -5 of axis 0, which has size 4 in [4 × 3]"));
        all.add(wrong(
                () -> t(4, 3).asStrided(new View(2, new int[] {3, 1}, Shape.of(4, 3))),
                "asStrided: a view of shape [4 × 3] with strides [3, 1] from 2 on reaches beyond [4 × 3]"));
        all.add(wrong(
                () -> t(4, 3).asStrided(new View(1, new int[] {-1}, Shape.of(3))),
                "asStrided: a view of shape [3] with strides [-1] from 1 on reaches beyond [4 × 3]"));
        all.add(wrong(
                () -> t(4, 3).asStrided(new View(0, new int[] {1}, Shape.of(3, 1))),
                "view: shape [3 × 1] needs 2 strides, got [1]"));
        all.add(wrong(() -> t(4, 3).flip(2),
                "flip: axis 2 does not exist in shape [4 × 3], expected -2 … 1"));
        all.add(wrong(() -> t(4, 3).roll(2, 1),
                "roll: axis 2 does not exist in shape [4 × 3], expected -2 … 1"));
        all.add(wrong(() -> t(4, 3).pad(1, -1, 0, 0),
                "pad: -1 elements before and 0 after axis 1 of [4 × 3]; to cut off elements use narrow"));
        all.add(wrong(() -> t(4, 3).repeat(1, -1),
                "repeat: -1 times along axis 1 of [4 × 3], expected at least 0"));
        all.add(wrong(() -> t(4, 3).split(1, 0),
                "split: parts of 0 elements of axis 1 of [4 × 3], expected at least 1"));
    }

    private static void joins(List<Wrong> all) {
        all.add(wrong(() -> Tensor.cat(0), "cat: needs at least one tensor"));
        all.add(wrong(() -> Tensor.cat(1, t(4, 3), t(4, 1), t(5, 3)),
                "cat: shapes may differ in axis 1 only, part 0 is [4 × 3], part 2 is [5 × 3]"));
        all.add(wrong(() -> Tensor.cat(0, t(), t()),
                "cat: axis 0 does not exist in shape [], a scalar has none"));
        all.add(wrong(() -> Tensor.stack(0, t(3), t(4)),
                "stack: all shapes must be equal, part 0 is [3], part 1 is [4]"));
        all.add(wrong(() -> Tensor.stack(2, t(3), t(3)),
                "stack: axis 2 cannot be put into shape [3], expected -2 … 1"));
    }

    private static void lookups(List<Wrong> all) {
        all.add(wrong(() -> t(4, 3).indexSelect(1, 0, 3),
                "indexSelect: element 3 of axis 1, which has size 3 in [4 × 3]"));
        all.add(wrong(() -> t(4, 3).indexSelect(0, t(2, 2)),
                "indexSelect: the positions must be a vector, got shape [2 × 2]; gather takes more"));
        all.add(wrong(() -> t(4, 3).gather(1, t(4)),
                "gather: positions [4] need as many axes as [4 × 3]: 1 ≠ 2"));
        all.add(wrong(() -> t(4, 3).gather(1, t(5, 2)),
                "gather: positions [5 × 2] reach outside of [4 × 3] at axis 0: 5 > 4"));
        all.add(wrong(() -> t(4, 3).scatterAdd(1, t(4, 2), t(4, 1)),
                "scatterAdd: positions [4 × 2] and source [4 × 1] differ in shape"));
    }

    private static void positions(List<Wrong> all) {
        Tensor labels = Tensor.of(0, 2, 1.5);
        all.add(wrong(() -> labels.toPositions("labels", 3),
                "labels: element 2 of the positions [3] is 1.5, expected a whole number in 0 … 2"));
        all.add(wrong(() -> t(4, 3).indexSelect(0, Tensor.of(0, -1)),
                "indexSelect: element 1 of the positions [2] is -1.0, expected a whole number in 0 … 3"));
        all.add(wrong(() -> t(4, 3).gather(0, Tensor.full(Shape.of(1, 2), 4)),
                "gather: element 0 of the positions [1 × 2] is 4.0, expected a whole number in 0 … 3"));
        all.add(wrong(() -> Tensor.of(3, Double.NaN).oneHot(4),
                "oneHot: element 1 of the positions [2] is NaN, expected a whole number in 0 … 3"));
        all.add(wrong(() -> Tensor.of(3, 10).oneHot(10),
                "oneHot: element 1 of the positions [2] is 10.0, expected a whole number in 0 … 9"));
        all.add(wrong(() -> t(0, 3).indexSelect(0, t(1)),
                "indexSelect: element 0 of the positions [1] is 0.0, expected none, as there is nothing to choose from"));
        all.add(wrong(() -> Tensor.of(0.9999999).to(RefBackend.INSTANCE).oneHot(2),
                "oneHot: element 0 of the positions [1] is 0.9999998807907104, expected a whole number in 0 … 1"));
    }

    private static void gradients(List<Wrong> all) {
        Tensor x = t(3).tracked();
        all.add(wrong(() -> x.mul(2).backward(),
                "backward: needs one number, got shape [3]: take sum() or mean() first,"
                        + " or give a gradient for the result"));
        all.add(wrong(() -> x.mul(2).backward(t(2), false),
                "backward: the gradient [2] must have the result's shape [3]"));
        all.add(wrong(() -> t(3).sum().backward(),
                "backward: the result depends on no tracked tensor; was it computed in "
                        + "Run.evaluation(), or from tensors that are neither Param nor tracked()?"));
        all.add(wrong(() -> Run.evaluation().call(() -> x.sum()).backward(),
                "backward: the result depends on no tracked tensor; was it computed in "
                        + "Run.evaluation(), or from tensors that are neither Param nor tracked()?"));
        all.add(wrong(() -> {
            Param p = Param.of(t(2, 3));
            Tensor loss = p.square().sum();
            p.set(t(2, 3));
            loss.backward();
        }, "backward: a parameter [2 × 3] has changed since square read it;"
                + " take the gradient before the optimizer's step"));
        all.add(wrong(() -> x.sum().backward().get(t(3)),
                "gradients: a tensor of shape [3] was not tracked; use a Param, or tracked() before computing the result"));
        all.add(wrong(() -> {
            Tensor hidden = x.mul(2);
            hidden.sum().backward().get(hidden);
        }, "gradients: the tensor of shape [3] is the result of affine, and only leaves have gradients: a Param,"
                + " or tracked()"));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void messageIsExact(Wrong wrong) {
        Run.on(CpuBackend.INSTANCE).run(() -> {
            CajalException e = assertThrows(CajalException.class, wrong.call::run);
            assertEquals(wrong.message, e.getMessage());
            assertFalse(e.getMessage().contains("\n"), "one line");
        });
    }

    @Test
    void anyPositionsWillDoForAnEmptyBatch() {
        assertEquals(Shape.of(0, 3), t(4, 3).indexSelect(0, t(0)).shape());
        assertTrue(t(0).oneHot(3).shape().equals(Shape.of(0, 3)));
    }
}
