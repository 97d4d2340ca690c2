package io.cajal.zoo.autoencoders;

import java.util.List;

/**
 * Capital letters on 5 × 7 cells, drawn here so that a watermark is the same on every machine. Between the
 * middles of cells the ink changes gradually, so that letters can be of any size and turned any way.
 */
final class Glyphs {
    static final int WIDTH = 5;
    static final int HEIGHT = 7;
    static final int ADVANCE = WIDTH + 1; // from one letter to the next

    private static final List<String> UPPER = List.of("""
            .###. ####. .###. ###.. ##### ##### .###. #...# .###. ..### #...# #.... #...#
            #...# #...# #...# #..#. #.... #.... #...# #...# ..#.. ...#. #..#. #.... ##.##
            #...# #...# #.... #...# #.... #.... #.... #...# ..#.. ...#. #.#.. #.... #.#.#
            #...# ####. #.... #...# ####. ####. #.### ##### ..#.. ...#. ##... #.... #.#.#
            ##### #...# #.... #...# #.... #.... #...# #...# ..#.. ...#. #.#.. #.... #...#
            #...# #...# #...# #..#. #.... #.... #...# #...# ..#.. #..#. #..#. #.... #...#
            #...# ####. .###. ###.. ##### #.... .#### #...# .###. .##.. #...# ##### #...#
            """.split("\n"));
    private static final List<String> LOWER = List.of("""
            #...# .###. ####. .###. ####. .#### ##### #...# #...# #...# #...# #...# #####
            #...# #...# #...# #...# #...# #.... ..#.. #...# #...# #...# #...# #...# ....#
            ##..# #...# #...# #...# #...# #.... ..#.. #...# #...# #...# .#.#. #...# ...#.
            #.#.# #...# ####. #...# ####. .###. ..#.. #...# #...# #.#.# ..#.. .#.#. ..#..
            #..## #...# #.... #.#.# #.#.. ....# ..#.. #...# #...# #.#.# .#.#. ..#.. .#...
            #...# #...# #.... #..#. #..#. ....# ..#.. #...# .#.#. #.#.# #...# ..#.. #....
            #...# .###. #.... .##.# #...# ####. ..#.. .###. ..#.. .#.#. #...# ..#.. #####
            """.split("\n"));
    private static final int EACH = 13; // letters in a block

    private Glyphs() {
    }

    /** The letters of the alphabet whose number leaves that remainder. */
    static String every(int divisor, int... remainders) {
        StringBuilder letters = new StringBuilder();
        for (char letter = 'A'; letter <= 'Z'; letter++) {
            for (int remainder : remainders) {
                if ((letter - 'A') % divisor == remainder) {
                    letters.append(letter);
                }
            }
        }
        return letters.toString();
    }

    /** How much ink there is at a place of a line of letters, in cells from its upper left corner: 0 … 1. */
    static double ink(String text, double x, double y) {
        double left = x - 0.5;
        double top = y - 0.5;
        int column = (int) Math.floor(left);
        int row = (int) Math.floor(top);
        double right = left - column;
        double below = top - row;
        return (1 - below) * ((1 - right) * cell(text, column, row) + right * cell(text, column + 1, row))
                + below * ((1 - right) * cell(text, column, row + 1)
                        + right * cell(text, column + 1, row + 1));
    }

    private static int cell(String text, int column, int row) {
        int inLetter = column % ADVANCE;
        if (row < 0 || row >= HEIGHT || column < 0 || column >= ADVANCE * text.length()
                || inLetter == WIDTH) {
            return 0;
        }
        int number = text.charAt(column / ADVANCE) - 'A';
        String line = (number < EACH ? UPPER : LOWER).get(row);
        return line.charAt(number % EACH * ADVANCE + inLetter) == '#' ? 1 : 0;
    }
}
