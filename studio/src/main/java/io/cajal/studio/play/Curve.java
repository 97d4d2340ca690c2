package io.cajal.studio.play;

import java.util.ArrayList;
import java.util.List;

/**
 * The course of the loss: a point at the end of every epoch at first, then of every second, fourth …, so that
 * each doubling of the epochs adds {@value #DENSITY} points. Where they lie depends on the epoch alone, so
 * equal trainings have equal curves, however they were stopped and continued; and points only ever come
 * behind the others.
 */
final class Curve {
    private static final int DENSITY = 128;

    private final List<Point> points = new ArrayList<>();

    /** The scores when so many steps were done; accuracies are NaN for values. */
    record Point(long step, double trainLoss, double testLoss, double trainAccuracy, double testAccuracy) {
        List<Object> toJson() {
            List<Object> row = new ArrayList<>(List.of(step));
            row.addAll(Numbers.list(trainLoss, testLoss, trainAccuracy, testAccuracy));
            return row;
        }
    }

    static boolean hasPointAt(long epoch) {
        long doubled = epoch / DENSITY;
        return doubled < 2 || epoch % Long.highestOneBit(doubled) == 0;
    }

    void add(Point point) {
        points.add(point);
    }

    int size() {
        return points.size();
    }

    /** A copy of those from number {@code index} on. */
    List<Point> from(int index) {
        return List.copyOf(points.subList(Math.min(index, points.size()), points.size()));
    }

    /** The same until a step. */
    Curve until(long step) {
        Curve copy = new Curve();
        points.stream().takeWhile(point -> point.step <= step).forEach(copy.points::add);
        return copy;
    }
}
