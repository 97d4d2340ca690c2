package io.cajal.check;

import java.util.List;

/** One thing that can be wrong with a network. */
interface Rule {
    /** As it is printed: {@code dead-units}. */
    String name();

    /** What it finds; nothing where it lacks what it needs, such as targets. */
    List<Finding> look(Walk walk);

    default Finding error(String where, String what, String why, String change) {
        return new Finding(Severity.ERROR, name(), where, what, why, change);
    }

    default Finding warning(String where, String what, String why, String change) {
        return new Finding(Severity.WARNING, name(), where, what, why, change);
    }

    default Finding note(String where, String what, String why, String change) {
        return new Finding(Severity.NOTE, name(), where, what, why, change);
    }
}
