package io.cajal.backend.cpu;

import io.cajal.backend.Data;

/** A block of the CPU's numbers. */
final class Floats implements Data {
    private final float[] array;
    private int generation;

    Floats(float[] array) {
        this.array = array;
    }

    float[] array() {
        return array;
    }

    /** Back in the arena: it is now somebody else's. */
    void release() {
        generation++;
    }

    @Override
    public int size() {
        return array.length;
    }

    @Override
    public int generation() {
        return generation;
    }
}
