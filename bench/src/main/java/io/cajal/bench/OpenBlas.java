package io.cajal.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The system's OpenBLAS, where there is one (Debian: libopenblas0), on the products of {@link Workloads}. */
@SuppressWarnings("restricted")
final class OpenBlas {
    private static final String LIBRARY = "libopenblas.so.0";
    private static final int ROW_MAJOR = 101;
    private static final int PLAIN = 111;

    private OpenBlas() {
    }

    public static void main(String[] arguments) throws IOException {
        Optional<SymbolLookup> library = library();
        List<Workload> products = new ArrayList<>();
        library.ifPresent(found -> Workloads.products().forEach((name, size) -> products.add(
                new Workload(name, 0, 0, () -> product(found, size[0], size[1], size[2])))));
        new Timer(products).serve(library.map(OpenBlas::version).orElse("no OpenBLAS"));
    }

    private static Optional<SymbolLookup> library() {
        try {
            return Optional.of(SymbolLookup.libraryLookup(LIBRARY, Arena.global()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String version(SymbolLookup library) {
        MethodHandle config = Linker.nativeLinker().downcallHandle(
                library.findOrThrow("openblas_get_config"), FunctionDescriptor.of(ValueLayout.ADDRESS));
        try {
            return ((MemorySegment) config.invokeExact()).reinterpret(200).getString(0).strip();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static Runnable product(SymbolLookup library, int m, int k, int n) {
        ValueLayout.OfInt size = ValueLayout.JAVA_INT;
        ValueLayout.OfFloat number = ValueLayout.JAVA_FLOAT;
        MethodHandle sgemm = Linker.nativeLinker().downcallHandle(library.findOrThrow("cblas_sgemm"),
                FunctionDescriptor.ofVoid(size, size, size, size, size, size, number, ValueLayout.ADDRESS,
                        size,
                        ValueLayout.ADDRESS, size, number, ValueLayout.ADDRESS, size));
        MemorySegment a = normal(m * k);
        MemorySegment b = normal(k * n);
        MemorySegment c = normal(m * n);
        return () -> {
            try {
                sgemm.invokeExact(ROW_MAJOR, PLAIN, PLAIN, m, n, k, 1f, a, k, b, n, 0f, c, n);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        };
    }

    private static MemorySegment normal(int n) {
        MemorySegment numbers = Arena.global().allocate(4L * n, 64);
        MemorySegment.copy(Workloads.normal(3, n).toFloats(), 0, numbers, ValueLayout.JAVA_FLOAT, 0, n);
        return numbers;
    }
}
