package io.cajal.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.data.Column;
import io.cajal.data.Notation;
import io.cajal.io.CsvStyle;
import io.cajal.io.Damage;
import io.cajal.io.Safetensors;
import io.cajal.nn.activation.Relu;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.Accuracy;
import io.cajal.train.Evaluation;
import io.cajal.train.Model;
import io.cajal.train.R2;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesTest {
    @TempDir
    private Path folder;

    private Path file(String... lines) throws IOException {
        return Files.writeString(folder.resolve("table.csv"), String.join("\n", lines));
    }

    /** 60 rows of each kind of column. */
    private Path mixed() throws IOException {
        List<String> lines = IntStream.range(0, 60)
                .mapToObj(i -> "%d,%.1f,%s,%s,%s,2024-0%d-1%d,same,name%d,%d".formatted(
                        i, i * 0.5, i % 7 == 0 ? "NA" : Integer.toString(i % 5), i % 3 == 0 ? "yes" : "No",
                        i % 4 == 0 ? "red" : "blue", 1 + i % 9, i % 10, i, i % 2))
                .toList();
        return file("id,x,gap,flag,colour,day,constant,name,label", String.join("\n", lines));
    }

    @Test
    void findsOutWhatColumnsAre() throws IOException {
        Table table = Tables.read(mixed()).target("label").table();
        assertEquals(60, table.rows());
        assertEquals("IGNORED NUMBER NUMBER BOOLEAN CATEGORY DATE IGNORED IGNORED CATEGORY",
                table.columns().stream()
                        .map(column -> column.kind().name()).collect(Collectors.joining(" ")));
        assertEquals(List.of("no", "yes"), table.columns().get(3).categories());
        assertEquals(List.of("blue", "red"), table.columns().get(4).categories());
        assertEquals(List.of("0", "1"), table.columns().get(8).categories());
        assertEquals(List.of("column id is left out: it counts the rows",
                "column gap: 9 of 60 values are missing",
                "column constant is left out: it is the same in every row",
                "column name is left out: hardly a text comes twice"), table.notes());
        assertEquals(1, table.values()[3][0]);
        assertEquals(19732, table.values()[5][0], 1e-3); // 2024-01-10
        assertTrue(Float.isNaN(table.values()[2][0]));
    }

    @Test
    void believesTheUser() throws IOException {
        Table table = Tables.read(mixed()).target("label").column("x", Column.Kind.IGNORED)
                .column("gap", Column.Kind.CATEGORY).column("id", Column.Kind.NUMBER).table();
        assertEquals(Column.Kind.NUMBER, table.columns().get(0).kind());
        assertEquals(Column.Kind.IGNORED, table.columns().get(1).kind());
        assertEquals(List.of("0", "1", "2", "3", "4"), table.columns().get(2).categories());
    }

    /** A table as a German spreadsheet leaves it: 1.234 are 1234 where other numbers have decimal commas. */
    @Test
    void numbersMayHaveDecimalCommas() throws IOException {
        List<String> lines = IntStream.range(0, 60).mapToObj(i -> "%d/%d/2024;1.%03d;%d,5;%d,50 €;x%d"
                .formatted(1 + i % 28, 1 + i % 12, i * 7, i, 2 * i, i % 3)).toList();
        Path path = file("Tag;Menge;Anteil;Preis;Art", String.join("\n", lines));
        Table table = Tables.read(path).target("Preis").table();
        assertEquals(
                "DATE DAY_FIRST, NUMBER DECIMAL_COMMA, NUMBER DECIMAL_COMMA, NUMBER DECIMAL_COMMA, CATEGORY STANDARD",
                table.columns().stream().map(column -> column.kind() + " " + column.notation())
                        .collect(Collectors.joining(", ")));
        assertEquals(1007, table.values()[1][1]);
        assertEquals(1.5f, table.values()[2][1]);
        assertEquals(2.5f, table.values()[3][1]);
        assertEquals(LocalDate.of(2024, 2, 2).toEpochDay(), table.values()[0][1]);
        assertEquals(List.of("column Tag: 24/12/2024 is read as 2024-12-24",
                "column Menge: 1.413 is read as 1413", "column Anteil: 59,5 is read as 59.5",
                "numbers and dates of 1 more in such ways"), table.notes());

        TableTask task = TableTask.of(table, "Preis", Rng.of(1));
        Path saved = folder.resolve("model.safetensors");
        TableTask.Trained trained = task.train(task.plan().layers(List.of(3)).epochs(1), Rng.of(2), t -> t);
        task.model(trained.network(), Map.of("target", "Preis")).save(saved);
        Model model = Model.load(saved);
        List<Column> columns = new ArrayList<>(model.input().columns());
        assertEquals(table.columns().get(0), columns.get(0));
        columns.add(TableTask.answers(model, "Preis"));
        Path few = Files.writeString(folder.resolve("few.csv"),
                "Art;Preis;Tag;Menge;Anteil\nx1;7,50 €;3/2/2024;1.500;2");
        try (TableRows rows = TableRows.open(few, CsvStyle.FOUND, columns)) {
            float[] row = rows.next(1).toFloats();
            assertEquals(1500, row[1]);
            assertEquals(7.5f, row[4]);
        }
        Files.writeString(few, "Art;Tag;Menge;Anteil\nx1;3/2/2024;1.5;2");
        try (TableRows rows = TableRows.open(few, CsvStyle.FOUND, model.input().columns())) {
            assertEquals(
                    few + " line 2, column \"Menge\": expected a number with a decimal comma, got \"1.5\"",
                    assertThrows(CajalException.class, () -> rows.next(1)).getMessage());
        }
    }

    @Test
    void aCommaBeforeThousandsIsNone() throws IOException {
        List<String> lines = IntStream.range(0, 60)
                .mapToObj(i -> "\"1,%03d\",%d/%d/2024,%d".formatted(i % 30, 1 + i % 12, 1 + i % 12, i % 2))
                .toList();
        Table table = Tables.read(file("a,day,y", String.join("\n", lines))).target("y").table();
        assertEquals(1001, table.values()[0][1]);
        assertEquals(Notation.MONTH_FIRST, table.columns().get(1).notation());
        assertTrue(table.notes().get(1).endsWith(
                "; if the day comes first, say --column \"day=day-first\""), table.notes().toString());
        assertEquals(Notation.DAY_FIRST, Tables.read(folder.resolve("table.csv")).target("y")
                .column("day", Column.Kind.DATE, Notation.DAY_FIRST).table().columns().get(1).notation());
    }

    @Test
    void rowsWithoutATargetAreLeftOut() throws IOException {
        Table table = Tables.read(file("x,y", "1,1.5", "2,", "3,2.5", "5,0.25")).target("y").table();
        assertArrayEquals(new float[] {1, 3, 5}, table.values()[0]);
        assertArrayEquals(new float[] {1.5f, 2.5f, 0.25f}, table.values()[1]);
    }

    @Test
    void saysInOneLineWhatIsWrong() throws IOException {
        Path path = mixed();
        assertTrue(message(() -> Tables.read(path).target("lable").table()).contains("label"));
        assertTrue(message(() -> Tables.read(path).column("colour", Column.Kind.NUMBER).table())
                .contains("line 2, column \"colour\": expected a number, got \"red\""));
        assertTrue(message(() -> TableTask.of(Tables.read(path).target("day").table(), "day", Rng.of(1)))
                .contains("expected a number or a category"));
        assertTrue(message(() -> TableTask.of(Tables.read(path).target("name").table(), "name", Rng.of(1)))
                .contains("60 different texts in 60 rows"));
        Path small = file("x,y", "1,2", "2,3");
        assertTrue(message(() -> TableTask.of(Tables.read(small).target("y").table(), "y", Rng.of(1)))
                .contains("too few"));
        Path twice = file("x,x", "1,2");
        assertTrue(message(() -> Tables.read(twice).table()).contains("twice"));
    }

    private interface Action {
        void run() throws IOException;
    }

    private static String message(Action action) {
        return assertThrows(CajalException.class, action::run).getMessage();
    }

    @Test
    void featuresAreScaledAndSayWhatIsMissing() {
        List<Column> columns = List.of(Column.number("a"), new Column("d", Column.Kind.DATE, List.of()),
                Column.category("c", List.of("u", "v")));
        Features features = Features.fit(columns,
                List.of(new float[] {1, 3, Float.NaN}, new float[] {0, 7, 14},
                        new float[] {0, 1, 0}));
        assertEquals(2 + 1 + 4 + 2, features.width());
        Tensor x = Tensor.of(new double[][] {{3, 7, 1}, {Double.NaN, 0, -1}});
        float[] y = features.apply(x).toFloats();
        assertArrayEquals(new float[] {1, 0, 0}, new float[] {y[0], y[1], y[2]}, 1e-6f);
        assertArrayEquals(new float[] {0, 1}, new float[] {y[7], y[8]});
        assertArrayEquals(new float[] {0, 1, 0, 0}, new float[] {y[9], y[11], y[16], y[17]}, 1e-6f);
        assertEquals(Math.sin(2 * Math.PI * 7 / 365.2425), y[3], 1e-5);
        assertEquals(1, y[6], 1e-4); // 7 days are a whole week
    }

    /** A network for a rule that a linear model cannot have, saved, and asked about the same file's rows. */
    @Test
    void learnsARuleAndTakesRowsFromTheFile() throws IOException {
        Rng rng = Rng.of(3);
        List<String> lines = IntStream.range(0, 400).mapToObj(i -> {
            double a = rng.uniform() * 200 - 100;
            boolean b = rng.uniform() < 0.5;
            return "%.3f,%s,%s".formatted(a, b ? "up" : "down", a > 0 == b ? "same" : "other");
        }).toList();
        Path path = file("a,way,result", String.join("\n", lines));
        TableTask task = TableTask.of(Tables.read(path).target("result").table(), "result", Rng.of(1));
        assertEquals(320, task.split().train().size());
        TableTask.Trained trained = task.train(task.plan().epochs(30), Rng.of(2), trainer -> trainer);
        assertTrue(Evaluation.of(trained.network(), task.split().test()).of(new Accuracy()) > 0.9);
        Path saved = folder.resolve("model.safetensors");
        task.model(trained.network(), Map.of()).save(saved);
        Model model = Model.load(saved);
        assertEquals(task.inputs(), model.input().columns());
        int rows = 0;
        try (TableRows file = TableRows.open(path, CsvStyle.FOUND, model.input().columns())) {
            for (Tensor x = file.next(150); x != null; x = file.next(150)) {
                Tensor now = x;
                assertArrayEquals(
                        Run.evaluation().call(() -> trained.network().apply(now).softmax(-1).toFloats()),
                        model.predict(x).toFloats());
                rows += x.size(0);
            }
        }
        assertEquals(400, rows);
    }

    @Test
    void aNumberIsPredictedInItsUnit() throws IOException {
        List<String> lines = IntStream.range(0, 300)
                .mapToObj(i -> "%d.5,%d".formatted(i * 7 % 100, 1_000_000 + 3000 * (i * 7 % 100))).toList();
        Path path = file("size,price", String.join("\n", lines));
        TableTask task = TableTask.of(Tables.read(path).target("price").table(), "price", Rng.of(1));
        TableTask.Trained trained = task.train(task.plan().layers(List.of()), Rng.of(2), trainer -> trainer);
        assertTrue(Evaluation.of(trained.network(), task.split().test()).of(new R2()) > 0.98);
        assertTrue(
                Math.abs(Evaluation.trivial(task.split().train(), task.split().test()).of(new R2())) < 0.2);
    }

    @Test
    void nothingIsLearnedFromTheFuture() throws IOException {
        List<String> lines = IntStream.range(0, 100)
                .mapToObj(i -> "%d,%d.5,%d.5".formatted(2000 + i * 37 % 100, i * 37 % 100, i))
                .toList();
        Table table = Tables.read(file("year,x,y", String.join("\n", lines))).target("y").order("year")
                .table();
        TableTask task = TableTask.inTime(table, "y", "year");
        assertEquals(10, task.split().test().size());
        float[] x = task.split().test().batch(0).x().toFloats();
        assertEquals(1, x.length, "the years themselves are not learned from");
        assertEquals(90.5f, x[0]);
    }

    @Test
    void aTableOfCategoriesAloneIsLearned() throws IOException {
        List<String> lines = IntStream.range(0, 200)
                .mapToObj(i -> "%s,%s,%s".formatted(i % 2 == 0 ? "a" : "b", i % 3 == 0 ? "c" : "d",
                        i % 2 == 0 && i % 3 == 0 ? "both" : "no"))
                .toList();
        Table table = Tables.read(file("one,two,y", String.join("\n", lines))).target("y").table();
        TableTask task = TableTask.of(table, "y", Rng.of(1));
        TableTask.Trained trained = task.train(task.plan().epochs(20), Rng.of(2), trainer -> trainer);
        assertEquals(1, Evaluation.of(trained.network(), task.split().test()).of(new Accuracy()));
        Path saved = folder.resolve("model.safetensors");
        task.model(trained.network(), Map.of()).save(saved);
        assertEquals(2, Model.load(saved).input().columns().size());
    }

    @Test
    void tablesSurviveDamage() throws IOException {
        Path path = mixed();
        Damage.check(Files.readAllBytes(path), file -> {
            Files.write(path, file);
            TableTask.of(Tables.read(path).target("label").table(), "label", Rng.of(1)).split().train().all();
        });
    }

    @Test
    void modelsOfTablesSurviveDamage() throws IOException {
        TableTask task = TableTask.of(Tables.read(mixed()).target("label").table(), "label", Rng.of(1));
        Plan plan = task.plan().layers(List.of(3)).epochs(1);
        Path path = folder.resolve("model.safetensors");
        task.model(task.train(plan, Rng.of(2), trainer -> trainer).network(), Map.of()).save(path);
        Safetensors.Content content = Safetensors.read(path);
        Tensor x = task.split().test().all().x();
        Damage.check(Files.readAllBytes(path), file -> {
            Files.write(path, file);
            Model.load(path).predict(x);
        });
        for (String key : List.of("cajal.architecture", "cajal.input", "cajal.classes")) {
            Damage.check(content.metadata().get(key).getBytes(StandardCharsets.UTF_8), damaged -> {
                Map<String, String> texts = new LinkedHashMap<>(content.metadata());
                texts.put(key, new String(damaged, StandardCharsets.UTF_8));
                Safetensors.write(path, content.tensors(), texts);
                Model.load(path).predict(x);
            });
        }
    }

    /** Rows by name, in threads that ask at the same time. */
    @Test
    void aProgramAsksForARow() throws IOException, InterruptedException {
        TableTask task = TableTask.of(Tables.read(mixed()).target("label").table(), "label", Rng.of(1));
        Plan plan = task.plan().layers(List.of(3)).epochs(1);
        Path path = folder.resolve("model.safetensors");
        task.model(task.train(plan, Rng.of(2), trainer -> trainer).network(), Map.of()).save(path);
        TableModel model = TableModel.load(path);
        Map<String, Object> row = new HashMap<>(
                Map.of("x", 3, "flag", true, "colour", "red", "day", "2024-02-13"));
        row.put("gap", null);
        TableModel.Answer answer = model.predict(row);
        assertEquals(answer.probability(), answer.values().stream().mapToDouble(v -> v).max().orElse(0));
        assertEquals(model.classes().get(answer.values().indexOf(answer.probability())), answer.name());
        row.put("day", LocalDate.of(2024, 2, 13));
        List<TableModel.Answer> others = new CopyOnWriteArrayList<>();
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(_ -> Thread.ofVirtual().start(() -> others.add(model.predict(row)))).toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(Collections.nCopies(8, answer), others);
        row.put("color", "red");
        assertTrue(assertThrows(CajalException.class, () -> model.predict(row)).getMessage()
                .contains("no column \"color\", did you mean \"colour\"?"));
        assertTrue(assertThrows(CajalException.class, () -> model.predict(Map.of("x", 3))).getMessage()
                .contains("the row lacks the column"));
        assertTrue(assertThrows(CajalException.class, () -> TableModel.of(new Model(new Relu(),
                Model.Input.numbers(List.of("a")), List.of(), Map.of()))).getMessage()
                .contains("no rows of a table"));
    }
}
