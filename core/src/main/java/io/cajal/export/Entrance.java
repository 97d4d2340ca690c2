package io.cajal.export;

import java.util.List;

/** How a program calls the class: with an array, or with a value for each column. */
sealed interface Entrance permits ArrayEntrance, ColumnsEntrance {
    /** Paragraphs for the class's comment. */
    List<String> about();

    /** What is public. */
    List<String> methods();

    /** What these methods call. */
    List<String> helpers();

    /** Nested classes. */
    List<String> holders();
}
