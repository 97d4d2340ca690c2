package io.cajal.backend.cpu;

import io.cajal.backend.Data;

/** A block of the CPU's numbers. At the end of the step that made it, its array goes back to the arena. */
final class Floats implements Data {
    private final int size;
    private float[] array;

    Floats(float[] array) {
        this.size = array.length;
        this.array = array;
    }

    float[] array() {
        return array;
    }

    float[] release() {
        float[] released = array;
        array = null;
        return released;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean isLive() {
        return array != null;
    }
}
