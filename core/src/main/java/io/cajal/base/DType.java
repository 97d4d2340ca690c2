package io.cajal.base;

/** The precision in which a device keeps its numbers. */
public enum DType {
    FLOAT32, FLOAT64
}
