package io.cajal.cli;

import static io.cajal.cli.Shell.inside;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cajal train} with {@code --horizon} as a person with a series uses it. */
class SeriesCommandTest {
    @TempDir
    private Path folder;

    private String series(int n) throws IOException {
        String rows = IntStream.range(0, n)
                .mapToObj(i -> "%d-%02d,%.3f\n".formatted(2000 + i / 12, 1 + i % 12,
                        (50 + i) * (1 + 0.3 * Math.sin(2 * Math.PI * i / 12))))
                .collect(Collectors.joining());
        return Files.writeString(folder.resolve("sales" + n + ".csv"), "month,sold\n" + rows).toString();
    }

    @Test
    void aRecurrentNetworkReadsTheLastValues() throws IOException {
        String data = series(120);
        Path out = folder.resolve("gru");
        Shell run = inside("train", data, "--target", "sold", "--time", "month", "--horizon", "2",
                "--network", "gru",
                "--epochs", "3", "--out", out.toString());
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("GRU layers of 16"), run.out());
        Shell next = inside("predict", out.resolve("model.safetensors").toString(), data);
        assertEquals(2, next.out().lines().count(), next.err());
    }

    /** A search judges by the watched part, and other seeds by the same test. */
    @Test
    void plansAndSeedsAreTried() throws IOException {
        String data = series(120);
        Path out = folder.resolve("tried");
        Shell run = inside("train", data, "--target", "sold", "--time", "month", "--horizon", "3", "--epochs",
                "9", "--search", "3", "--seeds", "2", "--lr", "auto", "--out", out.toString(), "--json");
        assertEquals(0, run.status(), run.err());
        for (String expected : List.of("learning rate: ", "best: trial ", "2 seeds ")) {
            assertTrue(run.out().contains(expected), run.out());
        }
        assertTrue(run.out().lines().anyMatch(line -> line.matches("naive +[0-9.]+ ± 0\\.?0* .*")),
                run.out());
        assertFalse(Files.exists(out.resolve("search.jsonl")));
        String model = out.resolve("model.safetensors").toString();
        Path java = folder.resolve("Sales.java");
        assertEquals(0, inside("export", model, "--format", "java", "--out", java.toString()).status());
        assertTrue(Files.readString(java).contains("Forecasts the next 3 values of sold"));
    }

    @Test
    void aSeriesBecomesAModelThatForecasts() throws IOException {
        String data = series(120);
        Path out = folder.resolve("run");
        Shell run = inside("train", data, "--target", "sold", "--time", "month", "--horizon", "6", "--out",
                out.toString(), "--epochs", "20");
        assertEquals(0, run.status(), run.err());
        for (String expected : List.of("120 values of sold, monthly, 2000-01 to 2009-12", "a season of 12",
                "seasonal naive", "autoregression", "1 to 6 steps ahead")) {
            assertTrue(run.out().contains(expected), run.out());
        }
        for (String file : List.of("history.csv", "report.html", "run.json", "train.log")) {
            assertTrue(Files.exists(out.resolve(file)), file);
        }
        String model = out.resolve("model.safetensors").toString();
        Shell next = inside("predict", model, data);
        assertEquals("2010-01 2010-02 2010-03 2010-04 2010-05 2010-06",
                next.out().lines().map(line -> line.split(" ")[0]).collect(Collectors.joining(" ")),
                next.err());
        double june = Double.parseDouble(next.out().lines().toList().get(5).split(" +")[1]);
        assertEquals((50 + 125) * (1 + 0.3 * Math.sin(2 * Math.PI * 125 / 12)), june, 10);
        Shell tested = inside("eval", model, data, "--json");
        Map<?, ?> figures = (Map<?, ?>) Json.parse(tested.out());
        assertEquals(6, ((List<?>) ((Map<?, ?>) figures.get("network")).get("RMSE by step")).size());
        assertTrue((double) ((Map<?, ?>) figures.get("network")).get("RMSE") < (double) ((Map<?, ?>) figures
                .get("seasonal naive")).get("RMSE"), tested.out());
        assertTrue(inside("eval", model, data).out().contains("6 steps ahead"));
        assertEquals(0, inside("summary", model).status());
        assertTrue(inside("check", model, data).out().contains("rules on " + data));
        assertTrue(inside("runs", folder.toString()).out().contains("RMSE"));
        check(1, "the model looks at the last", "predict", model, series(4));
    }

    @Test
    void whatIsWrongIsSaidInOneLineAndNothingIsLeft() throws IOException {
        String data = series(60);
        Path gap = folder.resolve("gap.csv");
        List<String> lines = Files.readAllLines(Path.of(data));
        Files.write(gap, IntStream.range(0, lines.size()).filter(i -> i != 30).mapToObj(lines::get).toList());
        check(1, "line 31, column \"month\": expected 2002-06, got 2002-07; 1 time is missing", "train",
                gap.toString(), "--target", "sold", "--time", "month", "--horizon", "2");
        check(1, "60 values are too few to learn forecasts of 20", "train", data, "--target", "sold",
                "--time",
                "month", "--horizon", "20");
        check(1, "--season 30: expected 3 seasons or more", "train", data, "--target", "sold", "--time",
                "month",
                "--horizon", "2", "--season", "30");
        check(2, "name the column of the times with --time", "train", data, "--target", "sold", "--horizon",
                "2");
        check(2, "expected 1 or more", "train", data, "--target", "sold", "--time", "month", "--horizon",
                "0");
        check(2, "--folds would learn from the future", "train", data, "--target", "sold", "--time", "month",
                "--horizon", "2", "--folds",
                "3");
        check(1, "--balanced lets classes count the same", "train", data, "--target", "sold", "--time",
                "month",
                "--horizon", "2", "--balanced");
        check(2, "a series is read by a gru or an lstm", "train", data, "--target", "sold", "--time", "month",
                "--horizon", "2", "--network", "cnn");
        check(2, "say how far to forecast with --horizon", "train", data, "--target", "sold", "--season",
                "3");
    }

    private void check(int status, String expected, String... arguments) {
        Path out = folder.resolve("never");
        String[] all = arguments[0].equals("train")
                ? Stream.concat(List.of(arguments).stream(), List.of("--out", out.toString()).stream())
                        .toArray(String[]::new)
                : arguments;
        Shell shell = inside(all);
        assertEquals(status, shell.status(), shell.err());
        assertTrue(shell.err().contains(expected), shell.err());
        assertFalse(shell.err().contains("\tat "), shell.err());
        assertFalse(Files.exists(out));
    }
}
