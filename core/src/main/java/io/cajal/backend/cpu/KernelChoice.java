package io.cajal.backend.cpu;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;

/** Chooses between vectors and plain Java, once, when first asked. */
final class KernelChoice {
    static final Kernels BEST = choose();
    static final Tiles TILES = BEST == PlainKernels.INSTANCE ? PlainTiles.INSTANCE : Vectors.tiles();
    static final Taps TAPS = BEST == PlainKernels.INSTANCE ? PlainTaps.INSTANCE : Vectors.taps();
    static final Gates GATES = BEST == PlainKernels.INSTANCE ? PlainGates.INSTANCE : Vectors.gates();

    static final Elementwise ELEMENTWISE = BEST == PlainKernels.INSTANCE ? PlainElementwise.INSTANCE
            : Vectors.elementwise();

    private KernelChoice() {
    }

    private static Kernels choose() {
        if (List.of("off", "false")
                .contains(System.getProperty("cajal.vector", "").toLowerCase(Locale.ROOT))) {
            warn("-Dcajal.vector=off was given");
            return PlainKernels.INSTANCE;
        }
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            warn("start java with --add-modules jdk.incubator.vector");
            return PlainKernels.INSTANCE;
        }
        return Vectors.kernels();
    }

    private static void warn(String why) {
        System.getLogger("io.cajal").log(Level.WARNING,
                "Cajal computes without vectors, several times slower: " + why);
    }

    /** Apart, so that no class which names the vector module is loaded where the module is absent. */
    private static final class Vectors {
        static Kernels kernels() {
            return VectorKernels.INSTANCE;
        }

        static Tiles tiles() {
            return VectorTiles.INSTANCE;
        }

        static Taps taps() {
            return VectorTaps.INSTANCE;
        }

        static Gates gates() {
            return VectorGates.INSTANCE;
        }

        static Elementwise elementwise() {
            return VectorElementwise.INSTANCE;
        }
    }
}
