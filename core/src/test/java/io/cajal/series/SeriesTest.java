package io.cajal.series;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cajal.base.CajalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesTest {
    @TempDir
    private Path folder;

    /** Times with the values 1, 2, 3, …; a time may bring its own value after an equals sign. */
    private Path file(String times) throws IOException {
        List<String> lines = new ArrayList<>(List.of("when,note,count"));
        for (String time : times.split(" *; *")) {
            String[] parts = time.split("=", -1);
            lines.add(parts[0] + ",x," + (parts.length > 1 ? parts[1] : Integer.toString(lines.size())));
        }
        return Files.write(folder.resolve("s.csv"), lines);
    }

    @ParameterizedTest
    @CsvSource({"1949-11; 1949-12; 1950-01,                        monthly,         12, 1950-02",
            "1949/11; 1949/12; 1950/01,                            monthly,         12, 1950-02",
            "2023-10-31; 2023-11-30; 2023-12-31; 2024-01-31,       monthly,         12, 2024-02-29",
            "2024-01-01; 2024-04-01; 2024-07-01,                   quarterly,        4, 2024-10-01",
            "2022-02-03; 2023-02-03; 2024-02-03; 2025-02-03,       yearly,           1, 2026-02-03",
            "2024-02-27; 2024-02-28; 2024-02-29,                   daily,            7, 2024-03-01",
            "01.02.2024; 02.02.2024; 03.02.2024,                   daily,            7, 2024-02-04",
            "2024-01-01; 2024-01-08; 2024-01-15,                   weekly,          52, 2024-01-22",
            "2024-01-01; 2024-01-29; 2024-02-26,                   every 4 weeks,    1, 2024-03-25",
            "2024-02-29 22:00; 2024-02-29 23:00; 2024-03-01 00:00, hourly,          24, 2024-03-01 01:00",
            "2024-02-29T22:00; 2024-02-29T22:30; 2024-02-29T23:00, every 30 minutes, 48, 2024-02-29 23:30",
            "1700; 1701; 1702,                                     in steps of 1,    1, 1703",
            "0.1; 0.2; 0.3; 0.4; 0.5; 0.6; 0.7; 0.8; 0.9; 1.0,     in steps of 0.1,  1, 1.1"})
    void findsOutTheStep(String times, String step, int season, String next) throws IOException {
        Series series = Series.read(file(times), "when", "count");
        assertEquals(step, series.axis().step());
        assertEquals(season, series.axis().season());
        assertEquals(next, series.time(series.length()));
        assertEquals(series.length(), series.values()[series.length() - 1]);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "1949-01; 1949-02; 1949-03; 1949-06; 1949-07 | line 5, column when: expected 1949-04, got 1949-06; "
                    + "2 times are missing (the series is monthly): fill them in",
            "2024-01-01; 2024-01-02; 2024-01-04; 2024-01-05 | line 4, column when: expected 2024-01-03, "
                    + "got 2024-01-04; 1 time is missing (the series is daily): fill it in",
            "2024-01-01; 2024-02-01; 2024-03-02; 2024-04-01 | line 4, column when: expected 2024-03-01, "
                    + "got 2024-03-02; the series is monthly",
            "1949-01; 1949-02; 1949-02 | line 4, column when: expected a time after 1949-02, got 1949-02, "
                    + "as on line 3: each time may come once",
            "1949-01; 1949-03; 1949-02 | line 4, column when: expected a time after 1949-03, got 1949-02: "
                    + "sort the rows by when",
            "1949-01; soon; 1949-03 | line 3, column when: expected a time such as 1949-01, got soon",
            "1949-01; 1949-02-01; 1949-03 | line 3, column when: expected a time of the form 1949-01, "
                    + "got 1949-02-01",
            "1949-13; 1949-14 | line 2, column when: expected a time such as 1949-01, 2024-02-29 or "
                    + "2024-02-29 13:45, got 1949-13",
            "1949-01; 1949-02=; 1949-03 | line 3, column count: expected the value at 1949-02, a number, got nothing",
            "1949-01; 1949-02=NA; 1949-03 | line 3, column count: expected the value at 1949-02, a number, got NA",
            "1949-01; 1949-02 | has 2 times, expected 3 or more"})
    void saysWhatIsWrongAndWhere(String times, String message) throws IOException {
        Path file = file(times);
        CajalException e = assertThrows(CajalException.class, () -> Series.read(file, "when", "count"));
        assertEquals(file + " " + message, e.getMessage().replace("\"", ""));
    }

    @Test
    void windowsHoldWhatComesBeforeAndAfter() {
        var all = new Windows(3, 2).of(new double[] {1, 2, 3, 4, 5, 6}).all();
        assertArrayEquals(new double[] {1, 2, 3, 2, 3, 4}, all.x().toDoubles());
        assertArrayEquals(new double[] {4, 5, 5, 6}, all.y().toDoubles());
        assertEquals(2, new Windows(3, 2).count(6));
        assertEquals(1, new Windows(3, 2).of(new double[] {1, 2, 3, 4, 5, 6}, 4).size());
        assertThrows(CajalException.class, () -> new Windows(3, 2).of(new double[] {1, 2, 3, 4}));
    }
}
