package io.cajal.zoo.chart;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a recipe has reached, as {@code docs/results.md} says, which travels in the jar.
 *
 * @param value the mean over the seeds
 * @param accept the goal, as {@code ≤ 1.8}
 */
public record Recorded(String recipe, String metric, String value, String accept, boolean met) {
    private static final String FILE = "results.md";
    private static final int CELLS = 11;
    private static final Map<String, Recorded> ALL = read();

    /** Empty for a recipe that was not measured yet. */
    public static Optional<Recorded> of(String recipe) {
        return Optional.ofNullable(ALL.get(recipe));
    }

    /**
     * What shows a type of network best: the first of its recipes that met its goal, else the first that was
     * measured.
     */
    public static Optional<Recorded> of(NetworkType type) {
        List<Recorded> all = type.recipes().stream().flatMap(recipe -> of(recipe).stream()).toList();
        return all.stream().filter(Recorded::met).findFirst().or(() -> all.stream().findFirst());
    }

    private static Map<String, Recorded> read() {
        Map<String, Recorded> all = new LinkedHashMap<>();
        try (InputStream in = Recorded.class.getResourceAsStream(FILE)) {
            String text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().filter(line -> line.startsWith("| ")).skip(1).toList()) {
                List<String> cells = Arrays.stream(line.split("\\|")).map(String::strip).toList();
                if (cells.size() >= CELLS) {
                    all.put(cells.get(1), new Recorded(cells.get(1), cells.get(2), cells.get(3), cells.get(5),
                            cells.get(8).equals("yes")));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }
}
