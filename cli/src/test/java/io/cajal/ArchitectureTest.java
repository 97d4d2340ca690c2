package io.cajal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which package may know which. This module's tests see all the others, so the rules stand here once. */
class ArchitectureTest {
    /**
     * Every package, from the bottom up. A package may use those on the lines above its own, and no other:
     * neither its neighbours on the line nor anything further down.
     */
    private static final List<List<String>> ORDER = Stream.of(
            "base",
            "io",
            "backend",
            "backend.cpu backend.ref",
            "tensor",
            "distribution",
            "nn",
            "nn.activation",
            "data loss optim",
            "text",
            "train",
            "table",
            "series",
            "check explain export",
            "report",
            "runs",
            "zoo.kit",
            "zoo.autoencoders zoo.generative zoo.margin zoo.prototype zoo.reservoir zoo.energy zoo.memory zoo.bayes",
            "zoo",
            "zoo.chart",
            "http",
            "serve studio.kit",
            "studio.zoo",
            "studio.images studio.models studio.play studio.runs",
            "studio",
            "cli.train",
            "cli")
            .map(line -> Stream.of(line.split(" ")).map(name -> "io.cajal." + name).toList())
            .toList();

    private static final JavaClasses CAJAL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.cajal");

    static List<String> packages() {
        return ORDER.stream().flatMap(List::stream).toList();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageUsesOnlyWhatLiesBelow(String name) {
        String[] others = ORDER.stream()
                .dropWhile(line -> !line.contains(name))
                .flatMap(List::stream)
                .filter(other -> !other.equals(name))
                .toArray(String[]::new);
        if (others.length > 0) {
            noClasses().that().resideInAPackage(name)
                    .should().dependOnClassesThat().resideInAnyPackage(others)
                    .because("dependencies point down; see ORDER in this test")
                    .allowEmptyShould(true)
                    .check(CAJAL);
        }
    }

    @Test
    void everyPackageHasItsPlaceInTheOrder() {
        Set<String> unplaced = new TreeSet<>();
        for (JavaClass type : CAJAL) {
            unplaced.add(type.getPackageName());
        }
        assertTrue(unplaced.containsAll(List.of("io.cajal.base", "io.cajal.tensor", "io.cajal.cli")),
                "the modules are on the class path");
        unplaced.removeAll(packages());
        assertEquals(Set.of(), unplaced, "packages to add to ORDER");
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.cajal.(**)").should().beFreeOfCycles().check(CAJAL);
    }

    @Test
    void coreNeedsNoLibrary() {
        classes().that()
                .resideOutsideOfPackages("io.cajal.cli..", "io.cajal.http", "io.cajal.report",
                        "io.cajal.runs",
                        "io.cajal.serve", "io.cajal.studio..",
                        "io.cajal.zoo..")
                .should().onlyDependOnClassesThat()
                .resideInAnyPackage("io.cajal..", "java..", "javax..", "jdk.incubator.vector..")
                .check(CAJAL);
    }
}
