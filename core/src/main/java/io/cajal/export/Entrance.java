package io.cajal.export;

import java.util.List;

/** How a program calls the class: with an array, with a value for each column, or with the values of a series. */
sealed interface Entrance permits ArrayEntrance, ColumnsEntrance, SeriesEntrance {
    /** Paragraphs for the class's comment. */
    List<String> about();

    /** What is public. */
    List<String> methods();

    /** What these methods call. */
    List<String> helpers();

    /** Nested classes. */
    List<String> holders();
}
