package io.cajal.nn;

/**
 * A layer that in training remembers what it has seen. A batch then cannot be cut into pieces that know
 * nothing of each other.
 */
public interface KeepsStatistics extends Layer {
}
