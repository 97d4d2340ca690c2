package io.cajal.studio.play;

import java.util.List;
import java.util.Map;

/**
 * What a frame shows, copied between two steps, so that it can be drawn while the training goes on.
 *
 * @param step that are done
 * @param numbers of the network
 * @param curve the points that the page lacks
 * @param event null, or why it stands still
 * @param other null, or what to compare with
 */
record View(int branch, long step, long epoch, long last, boolean playing, Long goal, double stepsPerSecond,
        double rate, double penaltyRate, float[] numbers, CurvePart curve, List<Map<String, Object>> branches,
        Event event, Other other) {

    /** The part of a curve from a point on. */
    record CurvePart(String id, int from, List<Curve.Point> points) {
        Map<String, Object> toJson() {
            return Spec.ordered("id", id, "from", from, "points",
                    points.stream().map(Curve.Point::toJson).toList());
        }
    }

    /** @param kind {@code diverged} or {@code stopped} */
    record Event(String kind, long step, String text) {
        Map<String, Object> toJson() {
            return Spec.ordered("kind", kind, "step", step, "text", text);
        }
    }

    /**
     * A branch to compare with.
     *
     * @param moment from which {@code step} is reached
     */
    record Other(int branch, List<Edit> edits, Moment moment, long step, CurvePart curve) {
    }
}
