package io.cajal.backend;

/** A device's block of numbers. Only the backend that made it looks inside. */
public interface Data {
    /** How many numbers it holds. */
    int size();

    /** Whether the numbers are still there: false after the end of the {@link Arena} step that made them. */
    default boolean isLive() {
        return true;
    }
}
