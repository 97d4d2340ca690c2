package io.cajal.zoo.chart;

import java.util.List;
import java.util.Optional;

/**
 * One of the 27 types of networks.
 *
 * @param code as the chart has it: {@code LSTM}
 * @param isRing whether its cells stand in a ring, for networks without layers
 * @param idea in a sentence
 * @param paper where it is from
 * @param use what it is good for
 * @param avoid when something else is better
 * @param recipes of the zoo that show it, the plainest first
 */
public record NetworkType(String code, String name, Sketch sketch, boolean isRing, String idea, String paper,
        int year, String use, String avoid, List<String> recipes) {

    /** All of them, in the order of the lecture. */
    public static List<NetworkType> all() {
        return Chart.TYPES;
    }

    public static Optional<NetworkType> find(String code) {
        return Chart.TYPES.stream().filter(type -> type.code.equals(code)).findFirst();
    }
}
