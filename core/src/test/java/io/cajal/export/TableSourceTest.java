package io.cajal.export;

import static io.cajal.export.JavaSourceTest.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cajal.base.Rng;
import io.cajal.io.CsvStyle;
import io.cajal.table.TableRows;
import io.cajal.table.TableTask;
import io.cajal.table.Tables;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Java classes of models for tables, called with values by column. */
class TableSourceTest {
    private static final LocalDate DAY = LocalDate.of(2021, 3, 1);

    @TempDir
    private Path folder;

    private Model trained(Path data, String target) throws IOException {
        TableTask task = TableTask.of(Tables.read(data).target(target).table(), target, Rng.of(1));
        var trained = task.train(task.plan().epochs(2).layers(List.of(16)), Rng.of(2), trainer -> trainer);
        return task.model(trained.network(), Map.of("target", target));
    }

    private Path csv(String name, String header, int rows, IntFunction<String> row) throws IOException {
        return Files.writeString(folder.resolve(name),
                header + "\n"
                        + IntStream.range(0, rows).mapToObj(row).collect(Collectors.joining("\n", "", "\n")));
    }

    private static float[] rows(Model model, Path data, int count) throws IOException {
        try (TableRows rows = TableRows.open(data, CsvStyle.FOUND, model.input().columns())) {
            Tensor x = rows.next(count);
            return model.predict(x).toFloats();
        }
    }

    /** Missing numbers, a skewed column, a date, a boolean, categories; names that are no Java. */
    @Test
    void everyKindOfColumnIsTaken() throws IOException, ReflectiveOperationException {
        List<String> colours = List.of("red", "gr\"ün\\", "*/ </pre>", "@blue");
        Path data = csv("shop.csv", "size (cm),class,Größe,day,paid,colour,kind", 120,
                i -> "%s,%s,%s,%s,%s,\"%s\",%s".formatted(i % 7 == 0 ? "" : i % 13, i % 5 + 0.25,
                        Math.pow(2, i % 17), DAY.plusDays(i % 90), i % 3 == 0 ? "yes" : "no",
                        colours.get(i % 4).replace("\"", "\"\""), i % 2 == 0 ? "even" : "odd"));
        Model model = trained(data, "kind");
        float[] expected = rows(model, data, 20);
        try (Compiled compiled = Compiled.into(folder, Map.of("shop.Shop", model))) {
            for (int i = 0; i < 20; i++) {
                Object[] values = {i % 7 == 0 ? Double.NaN : i % 13, i % 5 + 0.25, Math.pow(2, i % 17),
                        DAY.plusDays(i % 90), i % 3 == 0, colours.get(i % 4)};
                float[] got = (float[]) compiled.call("shop.Shop", "predict", values);
                assertClose("row " + i, Arrays.copyOfRange(expected, 2 * i, 2 * i + 2), got);
                assertEquals(model.classes().get(got[0] >= got[1] ? 0 : 1),
                        compiled.call("shop.Shop", "predictClass", values));
            }
            Path missing = Files.writeString(folder.resolve("missing.csv"),
                    "size (cm),class,Größe,day,paid,colour\n,,,,,violet\n,,,2021-03-04 18:00,,\n");
            float[] none = rows(model, missing, 2);
            assertClose("nothing known", Arrays.copyOf(none, 2),
                    (float[]) compiled.call("shop.Shop", "predict",
                            Double.NaN, Double.NaN, Double.NaN, null, null, "violet"));
            assertClose("an evening", Arrays.copyOfRange(none, 2, 4), (float[]) compiled.call("shop.Shop",
                    "predict", Double.NaN, Double.NaN, Double.NaN, DAY.plusDays(3).atTime(18, 0), null,
                    null));
        }
    }

    /** Words, vectors of many categories and numbers beside each other. */
    @Test
    void textsAndVectors() throws IOException, ReflectiveOperationException {
        List<String> words = List.of("the Ärzte won", "a market, fell -- 3 %", "x", "no, one says, so");
        Path data = csv("news.csv", "x,cells,note,shop,kind", 200,
                i -> "%s,%s,\"%s of day %s\",shop %s,%s".formatted(i % 7, i % 5 == 0 ? "" : i % 3,
                        words.get(i % 4), i,
                        i % 40, i % 2 == 0 ? "even" : "odd"));
        Model model = trained(data, "kind");
        assertEquals("x cells shop note", String.join(" ", model.input().names()));
        float[] expected = rows(model, data, 20);
        try (Compiled compiled = Compiled.into(folder, Map.of("News", model))) {
            for (int i = 0; i < 20; i++) {
                assertClose("row " + i, Arrays.copyOfRange(expected, 2 * i, 2 * i + 2),
                        (float[]) compiled.call("News", "predict", (double) (i % 7),
                                i % 5 == 0 ? Double.NaN : i % 3, "shop " + i % 40,
                                words.get(i % 4) + " of day " + i));
            }
            compiled.call("News", "predict", 1.0, 2.0, null, null);
        }
    }

    /** More columns than anyone passes in order become a Row, more categories than a list takes long strings. */
    @Test
    void wideRowsAndManyCategories() throws IOException, ReflectiveOperationException {
        String header = IntStream.range(0, 14).mapToObj(i -> "x " + i).collect(Collectors.joining(","));
        Path data = csv("wide.csv", header + ",place,price", 1200, i -> IntStream.range(0, 14)
                .mapToObj(c -> Integer.toString(i * (c + 3) % 17)).collect(Collectors.joining(","))
                + ",place number %s of a long list of names,%s".formatted(i % 500, i * 7 % 100));
        Model model = trained(data, "price");
        float[] expected = rows(model, data, 20);
        try (Compiled compiled = Compiled.into(folder, Map.of("Wide", model))) {
            Class<?> type = compiled.type("Wide$Row");
            for (int i = 0; i < 20; i++) {
                Object row = type.getConstructor().newInstance();
                for (int c = 0; c < 14; c++) {
                    type.getField("x" + c).set(row, (double) (i * (c + 3) % 17));
                }
                type.getField("place").set(row, "place number %s of a long list of names".formatted(i));
                assertClose("row " + i, new float[] {expected[i]},
                        (float[]) compiled.call("Wide", "predict", row));
            }
        }
    }
}
