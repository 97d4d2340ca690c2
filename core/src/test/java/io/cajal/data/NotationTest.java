package io.cajal.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cajal.base.Rng;
import java.time.LocalDate;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotationTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|',
            value = {"12|12|12", "-1.5|-1.5|", "+.5|0.5|", "1e3|1000|1000", "1.234|1.234|1234",
                    "1,234|1234|1.234", "1,234.50|1234.5|", "1.234,50||1234.5", "12,5||12.5", ",5||0.5",
                    "-0,25||-0.25",
                    "1,234,567|1234567|", "1.234.567||1234567", "1 234 567|1234567|1234567",
                    "1'234.5|1234.5|",
                    "1’234,5||1234.5", "$1,234.50|1234.5|", "-$5|-5|-5", "$-5|-5|-5", "1.234,50 €||1234.5",
                    "12 %|12|12",
                    "12.5%|12.5|", "1,23E-2||0.0123", "1,23||1.23", "12,34,567||", "0,123|| 0.123", "1.2.3||",
                    "1,2,3||",
                    "12 34||", "012 345||", "$||", "%||", "-||", ".||", "5 kg||", "0x10||", "1f||",
                    "Infinity||", "١٢||",
                    "1e999||"})
    void numbers(String cell, Double point, Double comma) {
        assertEquals(point == null ? Double.NaN : point, Notation.STANDARD.number(cell), 0, cell);
        assertEquals(comma == null ? Double.NaN : comma, Notation.DECIMAL_COMMA.number(cell), 0, cell);
    }

    @Test
    void numbersAsCountriesWriteThemComeBack() {
        Rng rng = Rng.of(5);
        for (int i = 0; i < 2000; i++) {
            double cents = rng.below(2_000_000_000) - 1_000_000_000;
            double value = cents / 100;
            assertEquals(value, Notation.STANDARD.number(String.format(Locale.US, "%,.2f", value)));
            for (Locale locale : new Locale[] {Locale.GERMANY, Locale.FRANCE, Locale.ITALY}) {
                String cell = String.format(locale, "%,.2f", value);
                assertEquals(value, Notation.DECIMAL_COMMA.number(cell), cell);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-02-29", "2024/02/29", "2024/2/29", "29.02.2024", "29.2.2024", "29 Feb 2024",
            "29-Feb-2024", "29. February 2024", "Feb 29, 2024", "February 29 2024", " 2024-02-29 "})
    void datesThatSayWhatTheyAre(String cell) {
        for (Notation notation : Notation.values()) {
            assertEquals(LocalDate.of(2024, 2, 29).toEpochDay(), notation.days(cell), 0, cell);
        }
    }

    @Test
    void theDayOrTheMonthComesFirst() {
        double third = LocalDate.of(2024, 4, 3).toEpochDay();
        double fourth = LocalDate.of(2024, 3, 4).toEpochDay();
        for (String cell : new String[] {"3/4/2024", "03/04/2024", "3-4-2024"}) {
            assertEquals(third, Notation.DAY_FIRST.days(cell));
            assertEquals(fourth, Notation.MONTH_FIRST.days(cell));
            assertEquals(Double.NaN, Notation.STANDARD.days(cell));
        }
        assertEquals(Double.NaN, Notation.MONTH_FIRST.days("29/2/2024"));
        assertEquals(Double.NaN, Notation.DAY_FIRST.days("2/29/2024"));
    }

    @ParameterizedTest
    @CsvSource({"2024-02-29T06:00:00, 0.25", "2024-02-29 06:00, 0.25", "2024-02-29T06:00:00.000Z, 0.25",
            "2024-02-29T07:00:00+01:00, 0.25", "2024-02-29T02:30:00-0330, 0.25", "29.02.2024 18:00, 0.75",
            "2/29/2024 6:00 PM, 0.75", "2/29/2024 12:00 AM, 0", "2/29/2024 12:00 pm, 0.5",
            "2024-02-29T12:00:00.123456789, 0.5000014288951273"})
    void timesArePartsOfADay(String cell, double part) {
        assertEquals(LocalDate.of(2024, 2, 29).toEpochDay() + part, Notation.MONTH_FIRST.days(cell), 1e-9,
                cell);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2023-02-29", "2024-13-01", "2024-00-10", "31.04.2024", "2024-02/29",
            "20240229",
            "29 Foo 2024", "2024-02-29T24:00", "2024-02-29 10:60", "2024-02-29 13:00 PM", "2024-02-29T",
            "1/2/24", "yesterday", "12"})
    void otherTextsAreNoDates(String cell) {
        for (Notation notation : Notation.values()) {
            assertEquals(Double.NaN, notation.days(cell), cell);
        }
    }
}
