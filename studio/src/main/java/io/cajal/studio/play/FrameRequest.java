package io.cajal.studio.play;

import io.cajal.studio.kit.Message;
import java.util.List;
import java.util.Objects;

/**
 * What a page wants to see in its next frame.
 *
 * @param large null, or the unit to show in full size
 */
record FrameRequest(String maps, boolean inputs, int size, int outputSize, Link large, boolean weights,
        Has curve,
        Has otherCurve) {
    static final String ALL = "all";
    static final String OUTPUT = "output";
    static final String NONE = "none";

    /** The points of a curve that the page has. */
    record Has(String id, int points) {
        private static Has read(Message m, String field) {
            if (!m.has(field)) {
                return new Has("", 0);
            }
            Message has = m.object(field).only(List.of("id", "points"));
            return new Has(has.has("id") ? has.text("id") : "",
                    has.has("points") ? has.count("points", 0, Integer.MAX_VALUE) : 0);
        }
    }

    static FrameRequest read(Message m, Spec spec) {
        m.only(List.of("do", "maps", "inputs", "size", "outputSize", "large", "weights", "curve",
                "otherCurve"));
        Link large = null;
        if (m.has("large")) {
            Message asked = m.object("large").only(List.of("layer", "unit"));
            int layer = asked.count("layer", -1, spec.layers().size());
            int units = layer < 0 ? spec.inputs().size() : spec.sizes().get(layer);
            large = new Link(layer, asked.count("unit", 0, units - 1), -1);
        }
        return new FrameRequest(m.has("maps") ? m.choice("maps", List.of(ALL, OUTPUT, NONE)) : ALL,
                m.has("inputs") && m.flag("inputs"), m.has("size") ? m.count("size", 4, Limits.MAP) : 30,
                m.has("outputSize") ? m.count("outputSize", 4, Limits.OUTPUT_MAP) : 100, large,
                !m.has("weights") || m.flag("weights"), Has.read(m, "curve"), Has.read(m, "otherCurve"));
    }

    /** Whether both ask for the same pictures. */
    boolean isLike(FrameRequest other) {
        return other != null && maps.equals(other.maps) && inputs == other.inputs && size == other.size
                && outputSize == other.outputSize && Objects.equals(large, other.large)
                && weights == other.weights;
    }
}
