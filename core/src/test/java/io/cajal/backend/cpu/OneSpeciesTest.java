package io.cajal.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jdk.incubator.vector.VectorSpecies;
import org.junit.jupiter.api.Test;

/** A second kind of float vectors turns those of all kernels into objects, sooner or later: decision 39. */
class OneSpeciesTest {
    @Test
    void allKernelsHaveVectorsOfOneKind() throws Exception {
        List<Field> species = new ArrayList<>();
        Path classes = Path
                .of(URI.create(Kernels.class.getProtectionDomain().getCodeSource().getLocation().toString()));
        Path folder = classes.resolve(Kernels.class.getPackageName().replace('.', '/'));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                String name = file.getFileName().toString().replace(".class", "");
                Class<?> type = Class.forName(Kernels.class.getPackageName() + "." + name);
                for (Field field : type.getDeclaredFields()) {
                    if (Modifier.isStatic(field.getModifiers()) && field.getType() == VectorSpecies.class) {
                        species.add(field);
                    }
                }
            }
        }
        assertTrue(species.size() > 5, species::toString);
        for (Field field : species) {
            field.setAccessible(true);
            assertEquals(VectorKernels.SPECIES, field.get(null), field::toString);
        }
    }
}
