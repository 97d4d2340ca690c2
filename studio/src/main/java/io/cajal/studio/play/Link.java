package io.cajal.studio.play;

import io.cajal.studio.kit.Message;

/**
 * A weight or a bias of the network.
 *
 * @param input −1 for the bias
 */
record Link(int layer, int unit, int input) {
    /** Of a page's message: {@code layer, unit, input}. */
    static Link read(Message m, Spec spec, boolean isWeight) {
        int layer = m.count("layer", 0, spec.layers().size());
        int unit = m.count("unit", 0, spec.sizes().get(layer) - 1);
        int inputs = layer == 0 ? spec.inputs().size() : spec.sizes().get(layer - 1);
        return new Link(layer, unit, isWeight ? m.count("input", 0, inputs - 1) : -1);
    }

    boolean isBias() {
        return input < 0;
    }
}
