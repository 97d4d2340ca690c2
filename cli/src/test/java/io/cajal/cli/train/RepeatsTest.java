package io.cajal.cli.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RepeatsTest {
    private static Map<String, Map<String, Double>> accuracy(double value) {
        return Map.of("accuracy", Map.of("network", value));
    }

    @Test
    void equalFiguresDeviateByNothing() {
        String text = new Repeats("100 seeds", Collections.nCopies(100, accuracy(1.0 / 3))).toString();
        assertTrue(text.contains("0.3333 ± 0 ") || text.endsWith("0.3333 ± 0"), text);
    }

    @Test
    void theDeviationIsThatOfASample() {
        String text = new Repeats("3 seeds", List.of(accuracy(0.8), accuracy(0.9), accuracy(1.0))).toString();
        assertTrue(text.contains("0.9000 ± 0.10"), text);
    }
}
