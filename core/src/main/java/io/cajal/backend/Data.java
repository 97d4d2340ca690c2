package io.cajal.backend;

/** A device's block of numbers. Only the backend that made it looks inside. */
public interface Data {
    /** How many numbers it holds. */
    int size();

    /**
     * How often an {@link Arena} has taken the block back. Who remembers the generation in which it got the
     * block can tell whether the numbers are still its own.
     */
    default int generation() {
        return 0;
    }
}
