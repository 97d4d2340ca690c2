package io.cajal.backend;

/** A device's block of numbers. Only the backend that made it looks inside. */
public interface Data {
    /** How many numbers it holds. */
    int size();
}
