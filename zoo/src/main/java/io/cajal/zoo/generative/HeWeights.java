package io.cajal.zoo.generative;

import io.cajal.nn.Parts;
import io.cajal.nn.Sequential;
import io.cajal.tensor.Param;

/**
 * Weights for layers with a ReLU behind them (He, Zhang, Ren and Sun 2015): uniform within ±√(6/fan-in).
 * Those that layers begin with, as PyTorch's do, lie within ±√(1/fan-in), and let what a picture or a code
 * says fade to two fifths with each layer; a deep network without normalisation then takes thousands of steps
 * to learn more than the mean picture.
 */
final class HeWeights {
    private HeWeights() {
    }

    /** The same network with all weights but its last layer's drawn wider; biases stay. */
    static Sequential in(Sequential network) {
        for (int i = 0; i + 1 < network.layers().size(); i++) {
            for (Param weight : Parts.params(network.layers().get(i)).values()) {
                if (weight.rank() > 1) {
                    weight.set(weight.detach().mul(Math.sqrt(6)));
                }
            }
        }
        return network;
    }
}
