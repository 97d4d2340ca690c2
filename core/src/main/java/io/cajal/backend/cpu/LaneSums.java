package io.cajal.backend.cpu;

import static io.cajal.backend.cpu.Transpose.ODD_1;
import static io.cajal.backend.cpu.Transpose.ODD_2;
import static io.cajal.backend.cpu.Transpose.ODD_4;
import static io.cajal.backend.cpu.Transpose.ROW;
import static io.cajal.backend.cpu.Transpose.SWAP_1;
import static io.cajal.backend.cpu.Transpose.SWAP_2;
import static io.cajal.backend.cpu.Transpose.SWAP_4;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The last step of eight reductions at once: each {@link Transpose} step puts halves that belong together one
 * above the other, and adds them. The order is that of {@link PlainKernels#sumOfLanes}, which does it where vectors
 * are shorter than eight.
 */
final class LaneSums {
    static final int COUNT = 8;

    private static final VectorSpecies<Float> SPECIES = VectorKernels.SPECIES;
    private static final VectorShuffle<Float> SWAP_8 = VectorShuffle.fromOp(SPECIES,
            i -> (i + COUNT) % SPECIES.length());

    private LaneSums() {
    }

    /** {@code to[place + i]} = the sum of the {@link Kernels#LANES} numbers from at + i·LANES on, for i in 0 … 7. */
    static void eight(float[] lanes, int at, float[] to, int place) {
        if (SPECIES.length() < COUNT) {
            for (int i = 0; i < COUNT; i++) {
                to[place + i] = PlainKernels.sumOfLanes(lanes, at + i * Kernels.LANES);
            }
            return;
        }
        FloatVector v0 = half(lanes, at);
        FloatVector v1 = half(lanes, at + Kernels.LANES);
        FloatVector v2 = half(lanes, at + 2 * Kernels.LANES);
        FloatVector v3 = half(lanes, at + 3 * Kernels.LANES);
        FloatVector v4 = half(lanes, at + 4 * Kernels.LANES);
        FloatVector v5 = half(lanes, at + 5 * Kernels.LANES);
        FloatVector v6 = half(lanes, at + 6 * Kernels.LANES);
        FloatVector v7 = half(lanes, at + 7 * Kernels.LANES);
        FloatVector s04 = v0.blend(v4.rearrange(SWAP_4), ODD_4).add(v0.rearrange(SWAP_4).blend(v4, ODD_4));
        FloatVector s15 = v1.blend(v5.rearrange(SWAP_4), ODD_4).add(v1.rearrange(SWAP_4).blend(v5, ODD_4));
        FloatVector s26 = v2.blend(v6.rearrange(SWAP_4), ODD_4).add(v2.rearrange(SWAP_4).blend(v6, ODD_4));
        FloatVector s37 = v3.blend(v7.rearrange(SWAP_4), ODD_4).add(v3.rearrange(SWAP_4).blend(v7, ODD_4));
        FloatVector even = s04.blend(s26.rearrange(SWAP_2), ODD_2)
                .add(s04.rearrange(SWAP_2).blend(s26, ODD_2));
        FloatVector odd = s15.blend(s37.rearrange(SWAP_2), ODD_2)
                .add(s15.rearrange(SWAP_2).blend(s37, ODD_2));
        even.blend(odd.rearrange(SWAP_1), ODD_1).add(even.rearrange(SWAP_1).blend(odd, ODD_1))
                .intoArray(to, place, ROW);
    }

    /** The upper eight added to the lower eight, in the first eight lanes. */
    private static FloatVector half(float[] lanes, int at) {
        FloatVector first = fromArray(SPECIES, lanes, at);
        return first.add(
                SPECIES.length() == COUNT ? fromArray(SPECIES, lanes, at + COUNT) : first.rearrange(SWAP_8));
    }
}
